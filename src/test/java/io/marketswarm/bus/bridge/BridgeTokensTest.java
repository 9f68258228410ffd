package io.marketswarm.bus.bridge;

import static io.marketswarm.bus.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class BridgeTokensTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final BridgeTokens tokens = new BridgeTokens(SECRET);

  @Test
  void anIssuedTokenTellsSubjectRolesAndExpiry() throws Exception {
    Instant before = Instant.now();
    String token =
        BridgeTokens.issue(SECRET, "desk-7", List.of("market", "admin"), Duration.ofHours(1));
    BridgeIdentity identity = await(tokens.verify(token));
    assertThat(identity.subject()).isEqualTo("desk-7");
    assertThat(identity.roles()).containsExactlyInAnyOrder("market", "admin");
    assertThat(identity.expiresAt())
        .isBetween(before.plusSeconds(3_599), Instant.now().plusSeconds(3_601));
  }

  @Test
  void theClaimsAreThoseThatOthersMaySignThemselves() throws Exception {
    assertThat(await(tokens.verify(signed(SECRET, claims()))).subject()).isEqualTo("desk-7");
    assertThat(await(tokens.verify(signed(SECRET, without("roles")))).roles()).isEmpty();
  }

  @Test
  void whatIsNotOursIsRefused() {
    for (String token :
        List.of(
            "",
            "nonsense",
            "a.b.c",
            "...",
            signed("another secret of 32 bytes length", claims()),
            signed(SECRET, claims().put("aud", "gateway")),
            signed(SECRET, claims().put("iss", "somebody")),
            signed(SECRET, claims().put("exp", Instant.now().getEpochSecond() - 1)),
            signed(SECRET, claims().put("exp", Long.MAX_VALUE)),
            signed(SECRET, claims().put("sub", " ")),
            signed(SECRET, without("exp")),
            signed(SECRET, without("sub")),
            signed(SECRET, without("aud")),
            signed(SECRET, without("iss")),
            signed(SECRET, claims()) + "x",
            unsigned("none"),
            unsigned("None"),
            unsigned("HS256"))) {
      assertThatThrownBy(() -> await(tokens.verify(token))).as(token).isInstanceOf(Exception.class);
    }
    assertThatThrownBy(() -> await(tokens.verify(null))).isInstanceOf(Exception.class);
  }

  @Test
  void aWeakSecretIsRefusedWithoutBeingShown() {
    assertThatThrownBy(() -> new BridgeTokens("short secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes")
        .hasMessageNotContaining("short secret");
  }

  @Test
  void nobodyAndNoTimeMakeNoToken() {
    assertThatThrownBy(() -> tokens.issue(" ", List.of(), Duration.ofHours(1)))
        .hasMessageContaining("subject");
    assertThatThrownBy(() -> tokens.issue("x", List.of(), Duration.ofMillis(999)))
        .hasMessageContaining("PT0.999S");
    assertThatThrownBy(() -> tokens.issue("x", List.of(), Duration.ofDays(365L * 1_000)))
        .hasMessageContaining("PT8760000H");
  }

  private static JsonObject claims() {
    return new JsonObject()
        .put("sub", "desk-7")
        .put("roles", new JsonArray().add("market"))
        .put("iss", "marketswarm")
        .put("aud", "bridge")
        .put("exp", Instant.now().getEpochSecond() + 60);
  }

  private static JsonObject without(String claim) {
    JsonObject claims = claims();
    claims.remove(claim);
    return claims;
  }

  private static String signed(String secret, JsonObject claims) {
    return JWTAuth.create(
            null,
            new JWTAuthOptions()
                .addPubSecKey(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret)))
        .generateToken(claims, new JWTOptions().setAlgorithm("HS256"));
  }

  private static String unsigned(String algorithm) {
    return base64("{\"alg\":\"" + algorithm + "\"}") + "." + base64(claims().encode()) + ".";
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
