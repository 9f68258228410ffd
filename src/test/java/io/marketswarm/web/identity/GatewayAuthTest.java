package io.marketswarm.web.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GatewayAuthTest {
  private static final long NOW = 1_772_461_800L;
  private static final String PATH = "/api/trades/7";
  private static final Identity ADA =
      new Identity("fotw", "42", "ada@example.com", "Ada L", List.of("subscriber"), "Navigator");

  private final HandClock clock = HandClock.at(NOW);
  private final GatewayAuth auth = new GatewayAuth("a-secret-of-at-least-32-characters", clock);

  @Test
  void vouchesForAPerson() {
    String token = auth.forPerson("gateway", ADA, Optional.of(7), PATH);

    assertThat(Hs256.unverified(token).orElseThrow().fieldNames())
        .containsExactly("iat", "exp", "iss", "sub", "dbid", "tier", "roles", "path");
    assertThat(auth.verify(token, PATH))
        .contains(
            new GatewayAuth.Vouched(
                Optional.empty(), Optional.of(7), "fotw", "42", Tier.NAVIGATOR, ADA.roles()));
  }

  @Test
  void vouchesForAServiceAndWhomItActsFor() {
    GatewayAuth.Vouched alone = auth.verify(auth.forService("copilot", PATH), PATH).orElseThrow();
    GatewayAuth.Vouched acting =
        auth.verify(auth.forService("copilot", 7, PATH), PATH).orElseThrow();

    assertThat(alone.service()).contains("copilot");
    assertThat(alone.dbId()).isEmpty();
    assertThat(acting.dbId()).contains(7);
  }

  @Test
  void holdsForOnePathAndThirtySeconds() {
    String token = auth.forPerson("gateway", ADA, Optional.empty(), PATH);

    assertThat(auth.verify(token, "/api/trades/8")).isEmpty();
    clock.set(NOW + 34);
    assertThat(auth.verify(token, PATH)).isPresent();
    clock.set(NOW + 35);
    assertThat(auth.verify(token, PATH)).isEmpty();
    clock.set(NOW - 5);
    assertThat(auth.verify(token, PATH)).isPresent();
    clock.set(NOW - 6);
    assertThat(auth.verify(token, PATH)).isEmpty();
  }

  @Test
  void believesNoWordThatIsTooLongLivedOrIncomplete() {
    JsonObject good =
        Hs256.unverified(auth.forPerson("gateway", ADA, Optional.of(7), PATH)).orElseThrow();
    Hs256 signer = new Hs256("a-secret-of-at-least-32-characters");

    assertThat(auth.verify(signer.sign(good), PATH)).isPresent();
    assertThat(auth.verify(signer.sign(good.copy().put("exp", NOW + 3_600)), PATH)).isEmpty();
    assertThat(auth.verify(signer.sign(good.copy().put("sub", "42")), PATH)).isEmpty();
    assertThat(auth.verify(signer.sign(good.copy().put("sub", "fotw/")), PATH)).isEmpty();
    assertThat(auth.verify(signer.sign(good.copy().put("sub", "service:")), PATH)).isEmpty();
    assertThat(auth.verify(signer.sign(good.copy().put("tier", "king")), PATH)).isEmpty();
    assertThat(auth.verify(new Hs256("another secret").sign(good), PATH)).isEmpty();
  }

  @Test
  void sweepsOutWhatOnlyTheInsideMaySay() {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("x-USER-id", "1")
            .add("X_User_Tier", "administrator")
            .add("X-Internal-User-Id", "1")
            .add("X-Gateway-Auth", "forged")
            .add("X-Gateway-Whatever", "forged")
            .add("X-Useful", "stays");

    UserHeaders.strip(headers);

    assertThat(headers.names()).containsExactly("X-Useful");
  }

  @Test
  void mirrorsThePersonInHeaders() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    Identity polish =
        new Identity("fotw", "42", "l@example.com", "Łukasz\r\nX: y", List.of("a"), null);

    UserHeaders.add(headers, polish, Optional.of(7));

    assertThat(headers.get("X-User-Name")).isEqualTo("%C5%81ukasz%0D%0AX: y");
    assertThat(headers.get("X-User-Roles")).isEqualTo("[\"a\"]");
    assertThat(headers.get("X-User-Db-Id")).isEqualTo("7");
    assertThat(headers.get("X-User-Id")).isEqualTo("42");

    UserHeaders.add(
        headers, new Identity("dev", "dev-user", "", "", List.of(), null), Optional.of(7));
    assertThat(headers.get("X-User-Id")).isEqualTo("7");
  }

  @Property(tries = 300)
  void anyTextSurvivesAHeader(@ForAll String text) {
    String value = HeaderText.encode(text);

    assertThat(value).matches("[ -~]*");
    // Lone surrogates are no characters and have no bytes in UTF-8.
    String sound =
        new String(
            text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            java.nio.charset.StandardCharsets.UTF_8);
    assertThat(HeaderText.decode(value)).isEqualTo(sound);
  }
}
