package io.marketswarm.gateway;

import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.web.identity.Hs256;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People's own settings, and what a proxy in front is told of them. */
class ProfileTest {
  private static RunningGateway gateway;

  @BeforeAll
  static void open() throws Exception {
    gateway = RunningGateway.plan().start();
  }

  @AfterAll
  static void close() throws Exception {
    gateway.close();
  }

  @Test
  void showsAProfileOfSomebodyWhoWasNotInTheDatabaseYet() throws Exception {
    Identity who =
        new Identity(
            "fotw", RunningGateway.somebody().wpId(), "a@b.c", "Łukasz", List.of("navigator"), "X");
    for (String path : List.of("/api/profile/me", "/api/auth/profile/me")) {
      JsonObject profile = gateway.get(path, who).bodyAsJsonObject();
      assertThat(profile.fieldNames())
          .containsExactly(
              "id",
              "issuer",
              "wp_user_id",
              "email",
              "display_name",
              "roles",
              "is_admin",
              "subscription_tier",
              "timezone",
              "created_at",
              "last_login_at");
      assertThat(profile.getString("display_name")).isEqualTo("Łukasz");
      assertThat(profile.getJsonArray("roles")).containsExactly("navigator");
      assertThat(profile.getBoolean("is_admin")).isFalse();
      assertThat(profile.getString("created_at"))
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000Z");
    }
    Identity admin = RunningGateway.somebody("ADMIN");
    assertThat(gateway.get("/api/profile/me", admin).bodyAsJsonObject().getBoolean("is_admin"))
        .isTrue();
  }

  @Test
  void keepsATimeZone() throws Exception {
    Identity who = RunningGateway.somebody("navigator");
    String before =
        gateway.get("/api/profile/me", who).bodyAsJsonObject().getString("last_login_at");

    assertThat(zone(who, "Europe/Warsaw").encode())
        .isEqualTo("{\"success\":true,\"timezone\":\"Europe/Warsaw\"}");
    assertThat(zone(who, "Europe/Warsaw").getBoolean("success")).as("again").isTrue();
    JsonObject profile = gateway.get("/api/profile/me", who).bodyAsJsonObject();
    assertThat(profile.getString("timezone")).isEqualTo("Europe/Warsaw");
    assertThat(profile.getString("last_login_at")).as("no login").isEqualTo(before);
    assertThat(zone(who, "").getValue("timezone")).isNull();
    assertThat(gateway.get("/api/profile/me", who).bodyAsJsonObject().getValue("timezone"))
        .isNull();
    for (Object wrong : new Object[] {"Mars/Base", "+02:00", 7, "../etc"}) {
      HttpResponse<Buffer> answer = put("/api/profile/timezone", who, "timezone", wrong);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.bodyAsString()).isEqualTo("{\"detail\":\"Invalid timezone\"}");
    }
  }

  private static JsonObject zone(Identity who, Object zone) throws Exception {
    return put("/api/profile/timezone", who, "timezone", zone).bodyAsJsonObject();
  }

  @Test
  void keepsAScreenNameThatNobodyElseHas() throws Exception {
    Identity who = RunningGateway.somebody("navigator");
    String name = "Fly " + who.wpId();
    JsonObject settings = gateway.get("/api/profile/leaderboard-settings", who).bodyAsJsonObject();
    assertThat(settings.getValue("screenName")).isNull();
    assertThat(settings.getBoolean("showScreenName")).isTrue();
    assertThat(settings.getString("displayName")).isEqualTo("Some Body");

    JsonObject named = patch(who, new JsonObject().put("screenName", " " + name + " "));
    assertThat(named.getString("screenName")).isEqualTo(name);
    assertThat(named.getString("displayName")).isEqualTo(name);
    assertThat(named.getInteger("userId")).isPositive();
    JsonObject hidden = patch(who, new JsonObject().put("showScreenName", false));
    assertThat(hidden.getString("screenName")).isEqualTo(name);
    assertThat(hidden.getString("displayName")).isEqualTo("Some Body");

    Identity other = RunningGateway.somebody("navigator");
    assertThat(
            patch(other, new JsonObject().put("screenName", name.toUpperCase()))
                .getString("detail"))
        .contains("taken");
    assertThat(patch(who, new JsonObject().put("screenName", name)).getString("screenName"))
        .as("one's own")
        .isEqualTo(name);
    assertThat(patch(who, new JsonObject().put("screenName", "  ")).getValue("screenName"))
        .isNull();
    for (String wrong : List.of("a\nb", "<b>", "x".repeat(101), "é")) {
      assertThat(patch(who, new JsonObject().put("screenName", wrong)).getString("detail"))
          .contains("screen name");
    }
    assertThat(patch(who, new JsonObject().put("showScreenName", "no")).containsKey("detail"))
        .isTrue();
  }

  @Test
  void vouchesToAProxyForThoseItLetsPast() throws Exception {
    Identity who = RunningGateway.somebody("navigator");
    HttpResponse<Buffer> verified =
        await(
            gateway
                .ask(HttpMethod.GET, "/api/auth/verify", who)
                .putHeader("X-Original-URI", "/api/mel/snapshot?x=1")
                .putHeader("X-User-Tier", "administrator")
                .send());
    assertThat(verified.statusCode()).isEqualTo(204);
    assertThat(verified.getHeader("X-User-Id")).isEqualTo(who.wpId());
    assertThat(verified.getHeader("X-User-Tier")).isEqualTo("navigator");
    JsonObject claims =
        new Hs256(RunningGateway.INTERNAL_SECRET)
            .verify(verified.getHeader("X-Gateway-Auth"))
            .orElseThrow();
    assertThat(claims.getString("path")).isEqualTo("/api/mel/snapshot");
    assertThat(claims.getString("sub")).isEqualTo("fotw/" + who.wpId());

    HttpResponse<Buffer> nobody =
        await(
            gateway
                .ask(HttpMethod.GET, "/api/auth/verify")
                .putHeader("X-Original-URI", "/api/mel/snapshot")
                .send());
    assertThat(nobody.statusCode()).isEqualTo(401);
    for (String forbidden :
        List.of("/api/internal/x", "/api/mel/../internal/x", "/api/mel/%2e%2e/internal/x")) {
      HttpResponse<Buffer> inside =
          await(
              gateway
                  .ask(HttpMethod.GET, "/api/auth/verify", who)
                  .putHeader("X-Original-URI", forbidden)
                  .send());
      assertThat(inside.statusCode()).as(forbidden).isEqualTo(404);
    }
    assertThat(gateway.get("/api/auth/verify", who).statusCode())
        .as("no proxy asks")
        .isEqualTo(404);
  }

  @Test
  void vouchesToNobodyElse() throws Exception {
    try (RunningGateway elsewhere =
        RunningGateway.plan().with("TRUSTED_PROXIES", "192.0.2.1").start()) {
      HttpResponse<Buffer> answer =
          await(
              elsewhere
                  .ask(HttpMethod.GET, "/api/auth/verify", RunningGateway.somebody("navigator"))
                  .putHeader("X-Original-URI", "/api/mel/snapshot")
                  .send());
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.getHeader("X-Gateway-Auth")).isNull();
    }
  }

  private static HttpResponse<Buffer> put(String path, Identity who, String field, Object value)
      throws Exception {
    return await(
        gateway.ask(HttpMethod.PUT, path, who).sendJsonObject(new JsonObject().put(field, value)));
  }

  private static JsonObject patch(Identity who, JsonObject change) throws Exception {
    return await(
            gateway
                .ask(HttpMethod.PATCH, "/api/profile/leaderboard-settings", who)
                .sendJsonObject(change))
        .bodyAsJsonObject();
  }
}
