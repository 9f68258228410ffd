package io.marketswarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small rules of the door, one by one. */
class DoorRulesTest {

  @ParameterizedTest
  @CsvSource({
    "localhost,",
    "localhost:3001,",
    "app.localhost,",
    "trade.example, .trade.example",
    "app.trade.example, .trade.example",
    "APP.Trade.Example:8443, .trade.example",
    "10.0.0.5,",
    "10.0.0.5:3001,",
    "box.local,",
    "single,",
    "'',",
    "[::1]:3001,",
    "a.b.co.uk, .b.co.uk",
    "b.co.uk, .b.co.uk",
    "co.uk,",
    "a.b.de, .b.de",
    "evil.test; Path=/x,",
    "a b.example,"
  })
  void setsCookiesForTheDomainThatApexAndWwwShare(String host, String domain) {
    Arrival arrival = new Arrival("203.0.113.9", "127.0.0.1", true, host);

    assertThat(new SessionCookie(Optional.empty()).domain(arrival.hostName()))
        .isEqualTo(Optional.ofNullable(domain));
  }

  @Test
  void setsCookiesForTheConfiguredDomainWhereItFits() {
    SessionCookie cookie = new SessionCookie(Optional.of(".example.com"));

    assertThat(cookie.domain("app.example.com")).contains(".example.com");
    assertThat(cookie.domain("example.com")).contains(".example.com");
    assertThat(cookie.domain("localhost")).isEmpty();
    assertThat(cookie.domain("badexample.com")).isEmpty();
  }

  @Test
  void clearsACookieWhicheverWayItWasSet() {
    Arrival arrival = new Arrival("203.0.113.9", "127.0.0.1", false, "app.trade.example");
    SessionCookie cookie = new SessionCookie(Optional.empty());
    MultiMap set = MultiMap.caseInsensitiveMultiMap();
    MultiMap cleared = MultiMap.caseInsensitiveMultiMap();

    cookie.set(set, arrival, "t", Duration.ofHours(1), Instant.parse("2026-03-02T14:30:00Z"));
    cookie.clear(cleared, arrival);

    assertThat(set.get("Set-Cookie"))
        .isEqualTo(
            "ms_session=t; Max-Age=3600; Domain=.trade.example; Path=/; Expires=Mon, 02 Mar 2026"
                + " 15:30:00 GMT; HttpOnly; SameSite=Lax");
    assertThat(cleared.getAll("Set-Cookie"))
        .hasSize(2)
        .allMatch(c -> c.contains("; Domain=.trade.example; Path=/;"))
        .anyMatch(c -> c.contains("; Secure;"))
        .anyMatch(c -> !c.contains("; Secure;"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "::1, true",
    "0:0:0:0:0:0:0:1, true",
    "::ffff:127.0.0.1, true",
    "10.1.2.3, true",
    "10.255.0.1, true",
    "11.0.0.1, false",
    "192.168.7.129, false",
    "192.168.7.127, true",
    "fd00::5, true",
    "fe00::5, false",
    "not an address, false"
  })
  void knowsItsProxies(String address, boolean known) {
    TrustedProxies proxies =
        TrustedProxies.of(List.of("127.0.0.1", "::1", "10.0.0.0/8", "192.168.7.0/25", "fd00::/16"));

    assertThat(proxies.include(address)).isEqualTo(known);
  }

  @Property(tries = 500)
  void neverSendsAnybodyToAnotherSite(@ForAll String next) {
    String page = NextPage.of(next);

    assertThat(page).matches("/[!-~]*").doesNotStartWith("//").doesNotContain("\\");
  }

  @Property(tries = 500)
  void guardsAPathInWhateverCaseItIsWritten(@ForAll boolean[] upper) {
    String path = "/api/models/spot";
    StringBuilder mixed = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      String letter = path.substring(i, i + 1);
      boolean capital = upper.length > 0 && upper[i % upper.length];
      mixed.append(capital ? letter.toUpperCase(Locale.ROOT) : letter);
    }

    assertThat(RequestPath.isGuarded(mixed.toString())).isTrue();
  }

  @Test
  void guardsNothingElse() {
    assertThat(RequestPath.isGuarded("/apis")).isFalse();
    assertThat(RequestPath.isGuarded("/")).isFalse();
    assertThat(RequestPath.isGuarded("/ssex/all")).isFalse();
    assertThat(RequestPath.isGuarded("/sse")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/journal, JOURNAL_ACCESS",
    "/api/journals/x, JOURNAL_ACCESS",
    "/api/journal_entries, JOURNAL_ACCESS",
    "/api/playbook/x, PLAYBOOK_ACCESS",
    "/api/edge-lab/setups, EDGE_LAB_ACCESS",
    "/api/leaderboard, LEADERBOARD_ACCESS",
    "/api/imports/7/revert, IMPORT_ACCESS",
    "/api/models/heatmap/I:SPX, HEATMAP_ACCESS",
    "/sse/heatmap/I:SPX, HEATMAP_ACCESS",
    "/api/dealer-gravity/analyze, DG_ANALYSIS_ACCESS",
    "/api/vexy/routine-briefing, ROUTINE_BRIEFING_ACCESS",
    "/api/models/heatmaps,",
    "/api/trades,"
  })
  void knowsWhichFeatureOpensWhichPath(String path, String feature) {
    assertThat(FeatureGates.at(path).map(Enum::name)).isEqualTo(Optional.ofNullable(feature));
  }
}
