package io.marketswarm.web.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SessionTokensTest {
  private static final long NOW = 1_772_461_800L;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Identity ADA =
      new Identity("fotw", "42", "ada@example.com", "Ada L", List.of("subscriber"), "Navigator");

  /** The contract's golden session token. */
  private static final String GOLDEN =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3NzI0NjE4MDAsImV4cCI6MTc3MjU0ODIwMCwid3AiOns"
          + "iaXNzdWVyIjoiZm90dyIsImlkIjoiNDIiLCJlbWFpbCI6ImFkYUBleGFtcGxlLmNvbSIsIm5hbWUiOiJBZGEgTCI"
          + "sInJvbGVzIjpbInN1YnNjcmliZXIiXSwic3Vic2NyaXB0aW9uX3RpZXIiOiJOYXZpZ2F0b3IifX0.CVgExDzaWe2"
          + "pwRDfRBpDInulmIFieywQyCnTt959Z1I";

  private final HandClock clock = HandClock.at(NOW);
  private final SessionTokens tokens = new SessionTokens("test-session-secret", DAY, clock);

  @Test
  void signsByteForByteWhatTheContractShows() {
    JsonObject claims =
        new JsonObject().put("iat", NOW).put("exp", NOW + DAY.toSeconds()).put("wp", ADA.json());

    assertThat(new Hs256("test-session-secret").sign(claims)).isEqualTo(GOLDEN);
  }

  @Test
  void readsItUntilTheSecondItRunsOut() {
    Session session = tokens.verify(GOLDEN).orElseThrow();
    assertThat(session.identity()).isEqualTo(ADA);
    assertThat(session.id()).matches("[0-9a-f]{32}");
    assertThat(session.claims().getJsonObject("wp").fieldNames())
        .containsExactly("issuer", "id", "email", "name", "roles", "subscription_tier");

    clock.set(NOW + DAY.toSeconds() - 1);
    assertThat(tokens.verify(GOLDEN)).isPresent();
    clock.set(NOW + DAY.toSeconds() + 1);
    assertThat(tokens.verify(GOLDEN)).isEmpty();
  }

  @Test
  void namesEachSessionDifferently() {
    Session first = tokens.verify(tokens.issue(ADA)).orElseThrow();
    Session second = tokens.verify(tokens.issue(ADA)).orElseThrow();

    assertThat(first.identity()).isEqualTo(ADA);
    assertThat(first.id()).isNotEqualTo(second.id());
    assertThat(first.expiresAt()).isEqualTo(clock.instant().plus(DAY));
  }

  @Test
  void takesNoTokenThatIsNotSignedWithItsSecretAndAlgorithm() {
    String body = GOLDEN.split("\\.")[1];
    String none = encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + body + ".";
    String otherAlgorithm = GOLDEN.replaceFirst("^[^.]+", encoded("{\"alg\":\"HS512\"}"));

    assertThat(tokens.verify(none)).isEmpty();
    assertThat(tokens.verify(otherAlgorithm)).isEmpty();
    assertThat(tokens.verify(new SessionTokens("another", DAY, clock).issue(ADA))).isEmpty();
    assertThat(tokens.verify("")).isEmpty();
    assertThat(tokens.verify("a.b.c")).isEmpty();
    assertThat(tokens.verify("..")).isEmpty();
    assertThat(tokens.verify("x".repeat(20_000))).isEmpty();
  }

  @Test
  void takesNoSessionThatLacksAnythingEssential() {
    Hs256 signer = new Hs256("test-session-secret");
    JsonObject whole = tokens.verify(GOLDEN).orElseThrow().claims();
    for (String claim : List.of("iat", "exp", "wp")) {
      JsonObject part = whole.copy();
      part.remove(claim);
      assertThat(tokens.verify(signer.sign(part))).as("without " + claim).isEmpty();
    }
    JsonObject nobody = whole.copy();
    nobody.getJsonObject("wp").put("id", "");
    assertThat(tokens.verify(signer.sign(nobody))).isEmpty();
    assertThat(tokens.verify(signer.sign(new JsonObject().put("exp", "soon")))).isEmpty();
  }

  @Test
  void readsIdsAndRolesHoweverTheyAreWritten() {
    JsonObject claims = tokens.verify(GOLDEN).orElseThrow().claims();
    claims.getJsonObject("wp").put("id", 42).put("roles", "subscriber, navigator");
    Identity read = tokens.verify(new Hs256("test-session-secret").sign(claims)).get().identity();

    assertThat(read.wpId()).isEqualTo("42");
    assertThat(read.roles()).containsExactly("subscriber", "navigator");
    assertThat(Identity.roles(new JsonArray().add("a").add(7).addNull())).containsExactly("a", "7");
    assertThat(Identity.roles(null)).isEmpty();
  }

  @Test
  void keepsSessionsOfTheSecretBeforeForOneLifetime() {
    String before = tokens.issue(ADA);
    assertThat(tokens.rotate("test-session-secret")).isFalse();
    assertThat(tokens.rotate("a-new-secret")).isTrue();
    String after = tokens.issue(ADA);

    assertThat(tokens.verify(before)).isPresent();
    assertThat(tokens.verify(after)).isPresent();
    assertThat(new SessionTokens("a-new-secret", DAY, clock).verify(after)).isPresent();

    SessionTokens longer = new SessionTokens("s", Duration.ofHours(1), clock);
    String foreverInTheOldSecret = new SessionTokens("s", Duration.ofDays(9), clock).issue(ADA);
    longer.rotate("t");
    clock.advance(Duration.ofMinutes(61));
    assertThat(longer.verify(foreverInTheOldSecret)).isEmpty();
  }

  @Property(tries = 200)
  void noChangedTokenIsBelieved(@ForAll @IntRange(max = 300) int at, @ForAll char letter) {
    String token = tokens.issue(ADA);
    int index = at % token.length();
    String changed = token.substring(0, index) + letter + token.substring(index + 1);

    // The last letter of a signature holds unused bits, so that two spellings mean the same.
    if (index < token.length() - 1 && token.charAt(index) != letter) {
      assertThat(tokens.verify(changed)).isEmpty();
    }
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes());
  }
}
