package io.marketswarm.gateway;

import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.log.Level;
import io.marketswarm.log.Line;
import io.marketswarm.log.LogSettings;
import io.marketswarm.log.Logs;
import io.marketswarm.store.BusName;
import io.marketswarm.web.TestServices;
import io.marketswarm.web.gates.TierGates;
import io.marketswarm.web.identity.HandClock;
import io.marketswarm.web.identity.Hs256;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in and out, and what a session is. */
class SignInTest {
  private static final long NOW = 1_772_461_800L;
  private static final String FOTW_SECRET = "test-fotw-secret";
  private static final HandClock CLOCK = HandClock.at(NOW);

  /** The contract's golden tokens. */
  private static final String GOLDEN_SESSION =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3NzI0NjE4MDAsImV4cCI6MTc3MjU0ODIwMCwid3AiOns"
          + "iaXNzdWVyIjoiZm90dyIsImlkIjoiNDIiLCJlbWFpbCI6ImFkYUBleGFtcGxlLmNvbSIsIm5hbWUiOiJBZGEgTCI"
          + "sInJvbGVzIjpbInN1YnNjcmliZXIiXSwic3Vic2NyaXB0aW9uX3RpZXIiOiJOYXZpZ2F0b3IifX0.CVgExDzaWe2"
          + "pwRDfRBpDInulmIFieywQyCnTt959Z1I";

  private static final String GOLDEN_SSO =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJmb3R3Iiwic3ViIjoiNDIiLCJlbWFpbCI6ImFkYUBleGF"
          + "tcGxlLmNvbSIsIm5hbWUiOiJBZGEgTCIsInJvbGVzIjpbInN1YnNjcmliZXIiXSwic3Vic2NyaXB0aW9uX3RpZXI"
          + "iOiJOYXZpZ2F0b3IiLCJpYXQiOjE3NzI0NjE3OTAsImV4cCI6MTc3MjQ2MjA5MH0.f74mAfxyap3LdksgdqO9q_B"
          + "52suNmwOvsFvHMtlDH14";

  private static RunningGateway gateway;

  @BeforeAll
  static void open() throws Exception {
    gateway =
        RunningGateway.plan()
            .with("SSO_FOTW_SECRET", FOTW_SECRET)
            .with("SSO_0DTE_SECRET", "test-0dte-secret")
            .with("TIER_REDIRECT_URL", "https://members.example.com/?a=1&b='x'")
            .with(
                "SSO_PROVIDERS",
                "[{\"id\":\"fotw\",\"name\":\"FOTW\",\"url\":\"https://f.test/s\"}]")
            .clock(CLOCK)
            .start();
  }

  @AfterAll
  static void close() throws Exception {
    gateway.close();
  }

  @BeforeEach
  void startAfresh() throws Exception {
    CLOCK.set(NOW);
    List<Request> deletes = new java.util.ArrayList<>();
    for (var key :
        await(gateway.stores().system().send(Request.cmd(Command.KEYS).arg("ss[oe]:*")))) {
      deletes.add(Request.cmd(Command.DEL).arg(key.toString()));
    }
    await(gateway.stores().system().batch(deletes));
  }

  @Test
  void readsTheGoldenSession() throws Exception {
    HttpResponse<Buffer> me = withCookie("/api/auth/me", GOLDEN_SESSION);
    assertThat(me.bodyAsString())
        .isEqualTo(
            "{\"iat\":1772461800,\"exp\":1772548200,\"wp\":{\"issuer\":\"fotw\",\"id\":\"42\","
                + "\"email\":\"ada@example.com\",\"name\":\"Ada L\",\"roles\":[\"subscriber\"],"
                + "\"subscription_tier\":\"Navigator\"}}");
    assertThat(withCookie("/api/me", GOLDEN_SESSION).statusCode()).isEqualTo(200);

    CLOCK.set(1_772_548_201L);
    HttpResponse<Buffer> late = withCookie("/api/auth/me", GOLDEN_SESSION);
    assertThat(late.statusCode()).isEqualTo(401);
    assertThat(late.bodyAsString()).isEqualTo("{\"detail\":\"Not authenticated\"}");
  }

  @Test
  void signsInWithTheGoldenTokenOnce() throws Exception {
    HttpResponse<Buffer> answer = await(sso(GOLDEN_SSO, "/risk").send());

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.getHeader("Location")).isEqualTo("/risk");
    assertThat(answer.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
    String cookie = answer.getHeader("Set-Cookie");
    assertThat(cookie)
        .matches(
            "ms_session=[^;]+; Max-Age=86400; Domain=.example.com; Path=/; Expires=[^;]+ GMT;"
                + " HttpOnly; Secure; SameSite=Lax");
    String token = cookie.substring("ms_session=".length(), cookie.indexOf(';'));
    JsonObject me = withCookie("/api/auth/me", token).bodyAsJsonObject();
    assertThat(me.getJsonObject("wp").getString("email")).isEqualTo("ada@example.com");
    Row row = user("fotw", "42");
    assertThat(row.getString("subscription_tier")).isEqualTo("Navigator");
    assertThat(row.getString("roles_json")).isEqualTo("[\"subscriber\"]");
    assertThat(row.getBoolean("is_admin")).isFalse();

    HttpResponse<Buffer> again = await(sso(GOLDEN_SSO, "/risk").send());
    assertThat(again.statusCode()).isEqualTo(401);
    assertThat(again.bodyAsString()).isEqualTo("{\"detail\":\"Invalid SSO token\"}");
    assertThat(again.getHeader("Set-Cookie")).isNull();
  }

  @Test
  void toleratesTenSecondsAndNoMore() throws Exception {
    CLOCK.set(1_772_462_099L);
    assertThat(await(sso(GOLDEN_SSO, "/").send()).statusCode()).isEqualTo(302);
    startAfresh();
    CLOCK.set(1_772_462_101L);
    HttpResponse<Buffer> late = await(sso(GOLDEN_SSO, "/").send());
    assertThat(late.statusCode()).isEqualTo(401);
    assertThat(late.bodyAsString()).isEqualTo("{\"detail\":\"SSO token expired\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.test",
        "https://evil.test",
        "/\\evil.test",
        "\\\\evil.test",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x=y",
        "evil",
        ""
      })
  void goesOnToPagesOfOursOnly(String next) throws Exception {
    assertThat(await(sso(freshToken(), next).send()).getHeader("Location")).isEqualTo("/");
    HttpResponse<Buffer> out =
        await(gateway.ask(HttpMethod.GET, "/api/auth/logout").addQueryParam("next", next).send());
    assertThat(out.getHeader("Location")).isEqualTo("/");
  }

  @Test
  void goesOnToAnyPageOfOurs() throws Exception {
    assertThat(await(sso(freshToken(), "/a?b=c&d=é#e").send()).getHeader("Location"))
        .isEqualTo("/a?b=c&d=%C3%A9#e");
  }

  @Test
  void saysNothingOfSecretsToThoseItRefuses() throws Exception {
    JsonObject claims = claims("1");
    List<String> bad =
        List.of(
            sign("another secret", claims),
            sign(FOTW_SECRET, claims.copy().put("iss", "elsewhere")),
            sign(FOTW_SECRET, claims.copy().put("iss", "0-dte")),
            sign(FOTW_SECRET, without(claims, "exp")),
            sign(FOTW_SECRET, without(claims, "iat")),
            sign(FOTW_SECRET, without(claims, "sub")),
            sign(FOTW_SECRET, without(claims, "email")),
            sign(FOTW_SECRET, claims.copy().put("email", " ")),
            sign(FOTW_SECRET, claims.copy().put("iat", NOW + 3_600)),
            sign(FOTW_SECRET, claims.copy().put("email", "x".repeat(300))),
            "nonsense");
    for (String token : bad) {
      HttpResponse<Buffer> answer = await(sso(token, "/").send());
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.bodyAsString()).isEqualTo("{\"detail\":\"Invalid SSO token\"}");
      assertThat(answer.getHeader("Set-Cookie")).isNull();
    }
    HttpResponse<Buffer> old =
        await(sso(sign(FOTW_SECRET, claims.copy().put("iat", NOW - 611)), "/").send());
    assertThat(old.bodyAsString()).isEqualTo("{\"detail\":\"SSO token expired\"}");
    assertThat(gateway.get("/api/auth/sso").bodyAsString())
        .isEqualTo("{\"detail\":\"Missing sso parameter\"}");
  }

  @Test
  void saysNeitherTokensNorBodiesToTheLog() throws Exception {
    Queue<Line> said = new ConcurrentLinkedQueue<>();
    String secret = "body" + uniqueId();
    String good = freshToken();
    String bad = sign("another secret", claims(uniqueId()));
    Logs.start(new LogSettings(Level.DEBUG, false, false, null, ""));
    Runnable stop = Logs.onLine(said::add);
    try {
      String cookie = await(sso(good, "/risk").send()).getHeader("Set-Cookie");
      await(sso(bad, "/risk").send());
      await(sso(good, "/risk").send());
      String session = cookie.substring("ms_session=".length(), cookie.indexOf(';'));
      withCookie("/api/auth/me", session);
      withCookie("/api/nowhere?token=" + session, session);
      for (String body : List.of("{\"timezone\":\"" + secret + "\"}", "{" + secret)) {
        await(
            gateway
                .ask(HttpMethod.PUT, "/api/profile/timezone")
                .putHeader("Cookie", "ms_session=" + session)
                .putHeader("Content-Type", "application/json")
                .sendBuffer(Buffer.buffer(body)));
      }
      withCookie("/api/auth/logout?next=/", session);
      assertThat(said).as("somebody signed in, somebody did not").hasSizeGreaterThanOrEqualTo(2);
      for (Line line : said) {
        assertThat(line.message() + line.trace())
            .doesNotContain(secret)
            .doesNotContain(signature(good))
            .doesNotContain(signature(bad))
            .doesNotContain(signature(session));
      }
    } finally {
      stop.run();
    }
  }

  private static String signature(String token) {
    return token.substring(token.lastIndexOf('.') + 1);
  }

  @Test
  void takesClaimsHoweverTheyAreWritten() throws Exception {
    String id = uniqueId();
    JsonObject claims =
        claims(id)
            .put("sub", Long.valueOf(id))
            .put("roles", "subscriber, administrator")
            .put("subscription_tier", " Navigator ");

    HttpResponse<Buffer> answer = await(sso(" " + sign(FOTW_SECRET, claims) + " ", "/").send());

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(user("fotw", id).getBoolean("is_admin")).isTrue();

    await(
        sso(sign(FOTW_SECRET, claims.put("roles", new JsonArray()).put("iat", NOW - 1)), "/")
            .send());
    assertThat(user("fotw", id).getBoolean("is_admin")).as("no administrator any more").isFalse();
  }

  @Test
  void stopsWhoeverKeepsFailing() throws Exception {
    HttpResponse<Buffer> answer = null;
    for (int i = 0; i < 31; i++) {
      answer = await(sso("nonsense", "/").putHeader("X-Forwarded-For", "203.0.113.9").send());
    }
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.getHeader("Retry-After")).isNotNull();
    assertThat(
            await(sso("nonsense", "/").putHeader("X-Forwarded-For", "203.0.113.10").send())
                .statusCode())
        .as("somebody else")
        .isEqualTo(401);
    for (int i = 0; i < 31; i++) {
      answer =
          await(
              gateway
                  .ask(HttpMethod.GET, "/api/auth/me")
                  .putHeader("X-Forwarded-For", "203.0.113.9")
                  .send());
    }
    assertThat(answer.statusCode()).isEqualTo(429);
  }

  @Test
  void showsBlockedTiersAPageAndKeepsNothingOfThem() throws Exception {
    gates("{\"allowed_tiers\":{\"observer\":false}}");
    try {
      String id = uniqueId();
      HttpResponse<Buffer> answer = await(sso(sign(FOTW_SECRET, claims(id)), "/").send());

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.getHeader("Content-Type")).startsWith("text/html");
      assertThat(answer.bodyAsString())
          .contains("membership")
          .contains("href=\"https://members.example.com/?a=1&amp;b=&#39;x&#39;\"")
          .contains("/api/auth/logout?next=/");
      assertThat(answer.headers().getAll("Set-Cookie")).allMatch(c -> c.contains("Max-Age=0"));
      assertThat(users("fotw", id)).isZero();

      JsonObject house = claims(uniqueId()).put("iss", "0-dte");
      assertThat(await(sso(sign("test-0dte-secret", house), "/").send()).statusCode())
          .as("the house is always welcome")
          .isEqualTo(302);
    } finally {
      gates(null);
    }
  }

  @Test
  void endsASessionForGoodWhenSomebodySignsOut() throws Exception {
    String token = gateway.session(RunningGateway.somebody("navigator"));
    assertThat(withCookie("/api/tier-gates/config", token).statusCode()).isEqualTo(200);

    HttpResponse<Buffer> out = withCookie("/api/auth/logout?next=/bye", token);

    assertThat(out.statusCode()).isEqualTo(302);
    assertThat(out.getHeader("Location")).isEqualTo("/bye");
    assertThat(out.headers().getAll("Set-Cookie"))
        .hasSize(2)
        .anyMatch(c -> c.contains("; Secure"))
        .anyMatch(c -> !c.contains("; Secure"))
        .allMatch(c -> c.startsWith("ms_session=; Max-Age=0;"));
    assertThat(withCookie("/api/tier-gates/config", token).statusCode()).isEqualTo(401);
    assertThat(gateway.get("/api/logout").statusCode()).as("without a session").isEqualTo(302);
  }

  @Test
  void renewsASessionInItsLastQuarterButNotForEver() throws Exception {
    String token = gateway.session(RunningGateway.somebody("navigator"));
    CLOCK.set(NOW + Duration.ofHours(17).toSeconds());
    assertThat(withCookie("/api/tier-gates/config", token).getHeader("Set-Cookie")).isNull();

    CLOCK.set(NOW + Duration.ofHours(19).toSeconds());
    String renewed = renewed(withCookie("/api/tier-gates/config", token));
    CLOCK.set(NOW + Duration.ofHours(30).toSeconds());
    assertThat(withCookie("/api/tier-gates/config", token).statusCode()).isEqualTo(401);
    assertThat(withCookie("/api/tier-gates/config", renewed).statusCode()).isEqualTo(200);

    String latest = renewed;
    int days = 0;
    for (long hours = 42; days < 20; hours += 22) {
      CLOCK.set(NOW + Duration.ofHours(hours).toSeconds());
      HttpResponse<Buffer> answer = withCookie("/api/tier-gates/config", latest);
      if (answer.getHeader("Set-Cookie") == null) {
        break;
      }
      latest = renewed(answer);
      days++;
    }
    assertThat(days).as("renewed about daily, for a week").isBetween(5, 7);
  }

  @Test
  void revokesRenewedSessionsTogetherWithTheOneTheyCameFrom() throws Exception {
    String token = gateway.session(RunningGateway.somebody("navigator"));
    CLOCK.set(NOW + Duration.ofHours(20).toSeconds());
    String renewed = renewed(withCookie("/api/tier-gates/config", token));

    withCookie("/api/logout", renewed);

    assertThat(withCookie("/api/tier-gates/config", token).statusCode()).isEqualTo(401);
    assertThat(withCookie("/api/tier-gates/config", renewed).statusCode()).isEqualTo(401);
  }

  @Test
  void namesTheProviders() throws Exception {
    assertThat(gateway.get("/api/auth/providers").bodyAsString())
        .isEqualTo(
            "{\"providers\":[{\"id\":\"fotw\",\"name\":\"FOTW\",\"url\":\"https://f.test/s\"}],"
                + "\"public_mode\":false}");
    assertThat(gateway.get("/api/auth/dev").statusCode())
        .as("there are identity sites")
        .isEqualTo(401);
  }

  @Test
  void believesProxiesOnlyWhereTheyAreOurs() throws Exception {
    try (RunningGateway elsewhere =
        RunningGateway.plan()
            .with("SSO_FOTW_SECRET", FOTW_SECRET)
            .with("TRUSTED_PROXIES", "192.0.2.0/24")
            .with("COOKIE_DOMAIN", "example.com")
            .clock(CLOCK)
            .start()) {
      HttpResponse<Buffer> answer =
          await(
              elsewhere
                  .ask(HttpMethod.GET, "/api/auth/sso")
                  .addQueryParam("sso", freshToken())
                  .putHeader("X-Forwarded-Proto", "https")
                  .putHeader("Host", "app.example.com")
                  .send());
      assertThat(answer.statusCode()).isEqualTo(302);
      assertThat(answer.getHeader("Set-Cookie"))
          .doesNotContain("Secure")
          .contains("; Domain=.example.com;");
    }
  }

  @Test
  void signsPeopleOfADevelopmentSystemInByName() throws Exception {
    try (RunningGateway dev = RunningGateway.plan().start()) {
      JsonObject providers = dev.get("/api/auth/providers").bodyAsJsonObject();
      assertThat(providers.getJsonArray("providers")).isEmpty();
      assertThat(providers.getJsonArray("development")).hasSize(5);
      assertThat(providers.getJsonArray("development").getJsonObject(2).encode())
          .isEqualTo(
              "{\"name\":\"Ada\",\"tier\":\"navigator\","
                  + "\"url\":\"/api/auth/dev/enter?user=ada&tier=navigator\"}");
      String page =
          dev.get(
                  "/api/auth/dev?redirect=http%3A%2F%2Flocalhost%2Fapi%2Fauth%2Fsso%3Fnext%3D%252Frisk")
              .bodyAsString();
      assertThat(page)
          .contains("observer", "activator", "navigator", "coaching", "administrator")
          .contains("user=ada&amp;tier=navigator&amp;next=%2Frisk");

      HttpResponse<Buffer> entered =
          dev.get("/api/auth/dev/enter?user=ada&tier=navigator&next=/risk");
      assertThat(entered.statusCode()).isEqualTo(302);
      assertThat(entered.getHeader("Location")).isEqualTo("/risk");
      String cookie = entered.getHeader("Set-Cookie");
      assertThat(cookie).doesNotContain("Secure").doesNotContain("Domain");
      JsonObject config =
          await(
                  dev.ask(HttpMethod.GET, "/api/tier-gates/config")
                      .putHeader("Cookie", cookie.substring(0, cookie.indexOf(';')))
                      .send())
              .bodyAsJsonObject();
      assertThat(config.getString("user_tier")).isEqualTo("navigator");
      assertThat(dev.get("/api/auth/dev/enter?user=ada&tier=king").statusCode()).isEqualTo(400);
      assertThat(dev.get("/api/auth/dev/enter?user=%3Cb%3E&tier=observer").statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void letsEverybodyInInPublicModeButAdministersNothing() throws Exception {
    try (RunningGateway open = RunningGateway.plan().with("PUBLIC_MODE", "1").start()) {
      assertThat(open.get("/api/tier-gates/config").bodyAsJsonObject().getString("user_tier"))
          .isEqualTo("observer");
      JsonObject me = open.get("/api/auth/me").bodyAsJsonObject();
      assertThat(me.getJsonObject("wp").getString("id")).isEqualTo("dev-user");
      HttpResponse<Buffer> sso = open.get("/api/auth/sso?next=/x");
      assertThat(sso.statusCode()).isEqualTo(302);
      assertThat(sso.getHeader("Set-Cookie")).startsWith("ms_session=");
      assertThat(open.get("/api/auth/providers").bodyAsJsonObject().getBoolean("public_mode"))
          .isTrue();
    }
  }

  @Test
  void saysSoWhenTheDatabaseIsAwayAndGoesOnOtherwise() throws Exception {
    try (RunningGateway alone =
        RunningGateway.plan()
            .with("SSO_FOTW_SECRET", FOTW_SECRET)
            .clock(CLOCK)
            .database("mysql://nobody:nothing@127.0.0.1:1/nowhere")
            .start()) {
      String token = freshToken();
      for (int attempt = 0; attempt < 2; attempt++) {
        HttpResponse<Buffer> answer =
            await(alone.ask(HttpMethod.GET, "/api/auth/sso").addQueryParam("sso", token).send());
        assertThat(answer.statusCode()).as("the token may be used again").isEqualTo(503);
        assertThat(answer.bodyAsString()).isEqualTo("{\"detail\":\"Database not available\"}");
      }
      Identity who = RunningGateway.somebody("navigator");
      assertThat(alone.get("/api/auth/me", who).statusCode()).isEqualTo(200);
      assertThat(alone.get("/api/health").bodyAsJsonObject().getString("db")).isEqualTo("down");
      assertThat(alone.get("/api/tier-gates/config", who).statusCode()).isEqualTo(200);
      JsonObject profile = alone.get("/api/profile/me", who).bodyAsJsonObject();
      assertThat(profile.fieldNames())
          .containsExactly("email", "display_name", "issuer", "roles", "is_admin");
      HttpResponse<Buffer> zone =
          await(
              alone
                  .ask(HttpMethod.PUT, "/api/profile/timezone", who)
                  .sendJsonObject(new JsonObject().put("timezone", "Europe/Paris")));
      assertThat(zone.statusCode()).isEqualTo(503);
      assertThat(zone.bodyAsString()).isEqualTo("{\"detail\":\"Database not available\"}");
    }
  }

  @Test
  void goesOnWithoutTheSystemBusExceptForSigningIn() throws Exception {
    try (RunningGateway alone =
        RunningGateway.plan()
            .with("SSO_FOTW_SECRET", FOTW_SECRET)
            .clock(CLOCK)
            .bus(BusName.SYSTEM, "redis://127.0.0.1:1")
            .start()) {
      Identity who = RunningGateway.somebody("navigator");
      assertThat(alone.get("/api/tier-gates/config", who).statusCode()).isEqualTo(200);
      assertThat(alone.get("/api/health").statusCode()).isEqualTo(503);
      HttpResponse<Buffer> answer =
          await(
              alone.ask(HttpMethod.GET, "/api/auth/sso").addQueryParam("sso", freshToken()).send());
      assertThat(answer.statusCode()).isEqualTo(503);
    }
  }

  private static void gates(String document) throws Exception {
    Request save =
        document == null
            ? Request.cmd(Command.DEL).arg(TierGates.KEY)
            : Request.cmd(Command.SET).arg(TierGates.KEY).arg(document);
    await(
        gateway
            .stores()
            .system()
            .batch(List.of(save, Request.cmd(Command.PUBLISH).arg(TierGates.CHANNEL).arg("{}"))));
    Identity anybody = RunningGateway.somebody("navigator");
    TestServices.eventually(
        () -> {
          try {
            JsonObject config = gateway.get("/api/tier-gates/config", anybody).bodyAsJsonObject();
            return config.containsKey("allowed_tiers") == (document != null);
          } catch (Exception failed) {
            throw new AssertionError(failed);
          }
        });
  }

  private static String renewed(HttpResponse<Buffer> answer) {
    String cookie = answer.getHeader("Set-Cookie");
    assertThat(cookie).startsWith("ms_session=ey");
    return cookie.substring("ms_session=".length(), cookie.indexOf(';'));
  }

  private static HttpRequest<Buffer> sso(String token, String next) {
    return gateway
        .ask(HttpMethod.GET, "/api/auth/sso")
        .addQueryParam("sso", token)
        .addQueryParam("next", next)
        .putHeader("Host", "app.example.com")
        .putHeader("X-Forwarded-Proto", "https");
  }

  private static HttpResponse<Buffer> withCookie(String path, String token) throws Exception {
    return await(
        gateway.ask(HttpMethod.GET, path).putHeader("Cookie", "ms_session=" + token).send());
  }

  private static String freshToken() {
    return sign(FOTW_SECRET, claims(uniqueId()));
  }

  private static JsonObject claims(String id) {
    return new JsonObject()
        .put("iss", "fotw")
        .put("sub", id)
        .put("email", "somebody@example.com")
        .put("name", "Some Body")
        .put("roles", new JsonArray().add("subscriber"))
        .put("iat", NOW - 10)
        .put("exp", NOW + 290);
  }

  private static JsonObject without(JsonObject claims, String claim) {
    JsonObject part = claims.copy();
    part.remove(claim);
    return part;
  }

  private static String sign(String secret, JsonObject claims) {
    return new Hs256(secret).sign(claims);
  }

  private static String uniqueId() {
    return String.valueOf(UUID.randomUUID().getMostSignificantBits() >>> 16);
  }

  private static Row user(String issuer, String wpId) throws Exception {
    return await(
            gateway
                .stores()
                .database()
                .pool()
                .preparedQuery("SELECT * FROM users WHERE issuer = ? AND wp_user_id = ?")
                .execute(Tuple.of(issuer, wpId)))
        .iterator()
        .next();
  }

  private static int users(String issuer, String wpId) throws Exception {
    return await(
            gateway
                .stores()
                .database()
                .pool()
                .preparedQuery("SELECT 1 FROM users WHERE issuer = ? AND wp_user_id = ?")
                .execute(Tuple.of(issuer, wpId)))
        .size();
  }
}
