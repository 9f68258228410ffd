package io.marketswarm.gateway;

import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.store.BusName;
import io.marketswarm.web.TestServices;
import io.marketswarm.web.gates.Feature;
import io.marketswarm.web.gates.TierGates;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, from where, and with what. */
class DoorTest {
  private static final String NOT_AUTHENTICATED = "{\"detail\":\"Not authenticated\"}";
  private static final Identity TRADER = RunningGateway.somebody("navigator");
  private static final Identity ADMIN = RunningGateway.somebody("Administrator");
  private static final String OBSERVERS_OUT =
      """
      {"mode":"tier_limited","updated_at":"2026-03-02T14:30:00Z",
       "defaults":{"journal_access":{"type":"boolean","label":"Journal","value":true}},
       "allowed_tiers":{"observer":false},
       "tiers":{"activator":{"journal_access":false}}}
      """;

  private static final Queue<Standing.End> ends = new ConcurrentLinkedQueue<>();
  private static final Queue<String> gatesSeen = new ConcurrentLinkedQueue<>();
  private static RunningGateway gateway;
  private static Edge edge;

  @BeforeAll
  static void open() throws Exception {
    gateway =
        RunningGateway.plan()
            .with("CORS_ALLOWED_ORIGINS", "http://localhost:5173,capacitor://localhost")
            .behind(Inside::new)
            .start();
  }

  @AfterAll
  static void close() throws Exception {
    gateway.close();
  }

  @AfterEach
  void openTheGates() throws Exception {
    setGates(null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/models/spot",
        "/API/models/spot",
        "/Api/Models/Spot",
        "/Sse/all",
        "/sse/all",
        "/sse",
        "/SSE",
        "/ws/mel",
        "/api/admin/_debug/users",
        "//api/models/spot",
        "///api//models/spot",
        "/%61pi/models/spot",
        "/%41PI/models/spot",
        "/api/nowhere",
        "/api",
        "/api/",
        "/api/auth/me/../../models/spot",
        "/api/auth/%2e%2e/models/spot",
        "/api/health/../models/spot",
        "/api\\models\\spot",
        "/api/models%5cspot"
      })
  void letsNobodyInWithoutASession(String path) throws Exception {
    String answer =
        raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer).doesNotContain("secret");
    assertThat(answer.split("\r\n", 2)[0]).containsAnyOf(" 400 ", " 401 ", " 404 ");
  }

  @Test
  void asksForASessionBeforeAnythingElse() throws Exception {
    for (String path : List.of("/api/models/spot", "/api/nowhere", "/sse/all")) {
      HttpResponse<Buffer> answer = gateway.get(path);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.bodyAsString()).isEqualTo(NOT_AUTHENTICATED);
    }
    HttpResponse<Buffer> forged =
        await(
            gateway
                .ask(HttpMethod.GET, "/api/models/spot")
                .putHeader("X-User-Id", "1")
                .putHeader("X-User-Tier", "administrator")
                .putHeader("Cookie", "ms_session=forged")
                .send());
    assertThat(forged.statusCode()).isEqualTo(401);
  }

  @Test
  void opensToASessionInTheCookieOrAsBearer() throws Exception {
    assertThat(gateway.get("/api/models/spot", TRADER).bodyAsString()).isEqualTo("secret");
    HttpResponse<Buffer> bearer =
        await(
            gateway
                .ask(HttpMethod.GET, "/api/models/spot")
                .putHeader("Authorization", "Bearer " + gateway.session(TRADER))
                .send());
    assertThat(bearer.bodyAsString()).isEqualTo("secret");
  }

  @Test
  void takesATokenInTheAddressOnlyForStreamsOfApps() throws Exception {
    String token = "?token=" + gateway.session(TRADER);

    assertThat(withOrigin("/sse/all" + token, "capacitor://localhost").bodyAsString())
        .isEqualTo("stream");
    assertThat(withOrigin("/sse/all" + token, "http://localhost:5173").statusCode()).isEqualTo(401);
    assertThat(withOrigin("/api/models/spot" + token, "capacitor://localhost").statusCode())
        .isEqualTo(401);
    assertThat(gateway.get("/sse/all" + token).statusCode()).isEqualTo(401);
  }

  @Test
  void matchesPathsToTheLetter() throws Exception {
    assertThat(gateway.get("/API/models/spot", TRADER).statusCode()).isEqualTo(404);
    HttpResponse<Buffer> unknown = gateway.get("/api/nowhere", TRADER);
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.bodyAsString()).isEqualTo("{\"error\":\"Not found\"}");
    HttpResponse<Buffer> method =
        await(gateway.ask(HttpMethod.DELETE, "/api/models/spot", TRADER).send());
    assertThat(method.bodyAsString()).isEqualTo("{\"error\":\"Not found\"}");
    assertThat(gateway.get("//api/models/spot", TRADER).bodyAsString()).isEqualTo("secret");
  }

  @Test
  void keepsOnlyWhatIsPublicOpen() throws Exception {
    assertThat(gateway.get("/api/health").statusCode()).isEqualTo(200);
    assertThat(gateway.get("/health").statusCode()).isEqualTo(200);
    assertThat(gateway.get("/api/dealer-gravity/artifact").statusCode()).isNotEqualTo(401);
    assertThat(gateway.get("/api/dealer-gravity/context").statusCode()).isNotEqualTo(401);
    assertThat(gateway.get("/api/auth/providers").statusCode()).isEqualTo(200);
    assertThat(gateway.get("/api/auth/debug").bodyAsString())
        .isEqualTo("{\"detail\":\"Not found\"}");
  }

  @Test
  void tellsItsHealth() throws Exception {
    JsonObject health = gateway.get("/api/health").bodyAsJsonObject();

    assertThat(health.getString("status")).isEqualTo("healthy");
    assertThat(health.getString("service")).isEqualTo("sse-gateway");
    assertThat(health.getValue("uptime")).isInstanceOf(Double.class);
    assertThat(health.getJsonObject("redis").encode())
        .isEqualTo("{\"system\":\"up\",\"market\":\"up\",\"intel\":\"up\"}");
    assertThat(health.getString("db")).isEqualTo("up");
    assertThat(health.getJsonObject("db_pool").fieldNames())
        .containsExactly("size", "in_use", "waiting", "wait_ms_p95");
    assertThat(health.getJsonObject("clients").fieldNames())
        .contains("spot", "positions", "market_mode", "logs", "all", "total");
    Clients.of(gateway.vertx()).opened("positions");
    Clients.of(gateway.vertx()).opened("all");
    JsonObject clients = gateway.get("/health").bodyAsJsonObject().getJsonObject("clients");
    assertThat(clients.getInteger("total")).as("positions count too").isEqualTo(2);
    Clients.of(gateway.vertx()).closed("positions");
    Clients.of(gateway.vertx()).closed("all");
  }

  @Test
  void answersOnlyPagesItKnows() throws Exception {
    HttpResponse<Buffer> known = withOrigin("/api/health", "http://localhost:5173");
    assertThat(known.getHeader("Access-Control-Allow-Origin")).isEqualTo("http://localhost:5173");
    assertThat(known.getHeader("Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(known.getHeader("Access-Control-Expose-Headers")).contains("ETag", "Retry-After");
    assertThat(known.headers().getAll("Vary")).contains("origin");

    for (String stranger :
        List.of("https://evil.test", "null", "http://localhost:5173.evil.test")) {
      HttpResponse<Buffer> answer = withOrigin("/api/health", stranger);
      assertThat(answer.getHeader("Access-Control-Allow-Origin")).as(stranger).isNull();
      assertThat(answer.getHeader("Access-Control-Allow-Credentials")).isNull();
    }
    HttpResponse<Buffer> own = withOrigin("/api/health", "http://127.0.0.1:" + gateway.port());
    assertThat(own.getHeader("Access-Control-Allow-Origin")).isNotNull();
  }

  @Test
  void answersThePreflightOfPagesItKnows() throws Exception {
    HttpResponse<Buffer> known = preflight("/api/trades", "http://localhost:5173");
    assertThat(known.statusCode()).isEqualTo(204);
    assertThat(known.getHeader("Access-Control-Allow-Methods")).contains("PATCH", "DELETE");
    assertThat(known.getHeader("Access-Control-Allow-Headers"))
        .contains("Idempotency-Key", "If-Match");

    HttpResponse<Buffer> stream = preflight("/sse/all", "http://localhost:5173");
    assertThat(stream.getHeader("Access-Control-Allow-Methods")).isEqualTo("GET, OPTIONS");
    assertThat(stream.getHeader("Access-Control-Allow-Headers")).isEqualTo("Content-Type");
    assertThat(preflight("/api/trades", "https://evil.test").statusCode()).isEqualTo(403);
  }

  @Test
  void changesNothingForPagesOfOthers() throws Exception {
    assertThat(post("/api/echo", "https://evil.test", "application/json", "{}").statusCode())
        .isEqualTo(403);
    assertThat(post("/api/echo", null, "text/plain", "{}").statusCode()).isEqualTo(415);
    assertThat(post("/api/echo", null, "application/x-www-form-urlencoded", "a=b").statusCode())
        .isEqualTo(415);
    assertThat(
            post("/api/echo", "http://localhost:5173", "application/json; charset=utf-8", "{}")
                .statusCode())
        .isEqualTo(200);
    HttpResponse<Buffer> socket =
        await(
            gateway
                .ask(HttpMethod.GET, "/api/models/spot", TRADER)
                .putHeader("Origin", "https://evil.test")
                .putHeader("Upgrade", "websocket")
                .putHeader("Connection", "Upgrade")
                .send());
    assertThat(socket.statusCode()).isEqualTo(403);
  }

  @Test
  void tellsOfBrokenBodiesInEveryEnvelope() throws Exception {
    HttpResponse<Buffer> broken = post("/api/echo", null, "application/json", "{\"a\":");
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(broken.bodyAsJsonObject().getString("error")).isEqualTo("Invalid JSON");
    assertThat(broken.bodyAsJsonObject().getString("detail")).isEqualTo("Invalid JSON");
    assertThat(broken.bodyAsJsonObject().getBoolean("success")).isFalse();

    assertThat(gateway.get("/api/profile/fails", TRADER).bodyAsString())
        .isEqualTo("{\"detail\":\"no such thing\"}");
    assertThat(gateway.get("/api/admin/fails", ADMIN).bodyAsString())
        .isEqualTo("{\"error\":\"no such thing\"}");
    assertThat(gateway.get("/api/models/fails", TRADER).bodyAsString())
        .isEqualTo("{\"success\":false,\"error\":\"no such thing\"}");
    HttpResponse<Buffer> internal = gateway.get("/api/models/breaks", TRADER);
    assertThat(internal.statusCode()).isEqualTo(500);
    assertThat(internal.bodyAsJsonObject().getString("error")).isEqualTo("Internal server error");
    assertThat(internal.bodyAsJsonObject().getString("request_id"))
        .isEqualTo(internal.getHeader("X-Request-Id"));
  }

  @Test
  void sendsSafeHeadersWithEverything() throws Exception {
    for (String path : List.of("/api/health", "/api/nowhere", "/api/auth/me")) {
      HttpResponse<Buffer> answer = gateway.get(path);
      assertThat(answer.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.getHeader("X-Frame-Options")).isEqualTo("SAMEORIGIN");
      assertThat(answer.getHeader("Referrer-Policy")).isEqualTo("strict-origin-when-cross-origin");
    }
  }

  @Test
  void letsAdministratorsPastTheirDoor() throws Exception {
    assertThat(gateway.get("/api/admin/stats", ADMIN).statusCode()).isEqualTo(200);
    HttpResponse<Buffer> trader = gateway.get("/api/admin/stats", TRADER);
    assertThat(trader.statusCode()).isEqualTo(403);
    assertThat(trader.bodyAsString()).isEqualTo("{\"error\":\"Admin access required\"}");

    Identity appointed = RunningGateway.somebody("subscriber");
    await(edge.users().signedIn(appointed, true));
    assertThat(gateway.get("/api/admin/stats", appointed).statusCode()).isEqualTo(200);
  }

  @Test
  void keepsTiersToTheirFeatures() throws Exception {
    setGates(OBSERVERS_OUT);
    Identity activator = RunningGateway.somebody("activator");

    HttpResponse<Buffer> gated = gateway.get("/api/journal/entries", activator);

    assertThat(gated.statusCode()).isEqualTo(403);
    assertThat(gated.bodyAsString())
        .isEqualTo(
            "{\"error\":\"feature_gated\",\"feature\":\"journal_access\",\"tier\":\"activator\","
                + "\"message\":\"This feature is not available for the activator tier.\"}");
    assertThat(gateway.get("/api/journals/x", activator).statusCode()).isEqualTo(403);
    assertThat(gateway.get("/api/journal_entries", activator).statusCode()).isEqualTo(403);
    assertThat(gateway.get("/api/journalism", activator).statusCode()).isEqualTo(404);
    assertThat(gateway.get("/api/journal/entries", TRADER).statusCode())
        .as("let through to a journal that is not there")
        .isEqualTo(502);
  }

  @Test
  void turnsBlockedTiersAwayAndForgetsTheirSession() throws Exception {
    Identity observer = RunningGateway.somebody("subscriber");
    String cookie = "ms_session=" + gateway.session(observer);
    setGates(OBSERVERS_OUT);

    HttpResponse<Buffer> blocked =
        await(gateway.ask(HttpMethod.GET, "/api/models/spot").putHeader("Cookie", cookie).send());

    assertThat(blocked.statusCode()).isEqualTo(403);
    assertThat(blocked.bodyAsString())
        .isEqualTo(
            "{\"error\":\"tier_blocked\",\"tier\":\"observer\",\"message\":\"The observer tier is"
                + " not currently allowed on this server.\"}");
    assertThat(blocked.headers().getAll("Set-Cookie")).hasSize(2);
    assertThat(blocked.headers().getAll("Set-Cookie")).allMatch(c -> c.contains("Max-Age=0"));
    assertThat(gateway.get("/api/auth/me", observer).statusCode()).isEqualTo(403);

    setGates(null);
    HttpResponse<Buffer> revoked =
        await(gateway.ask(HttpMethod.GET, "/api/models/spot").putHeader("Cookie", cookie).send());
    assertThat(revoked.statusCode()).as("the session is over for good").isEqualTo(401);
  }

  @Test
  void tellsThoseWhoHoldSomethingOpen() throws Exception {
    ends.clear();
    gatesSeen.clear();
    Identity observer = RunningGateway.somebody("subscriber");
    gateway.get("/sse/hold", observer);
    gateway.get("/sse/hold", TRADER);
    assertThat(edge.standing().watched()).isEqualTo(2);

    setGates(OBSERVERS_OUT);

    TestServices.eventually(() -> ends.contains(Standing.End.BLOCKED));
    TestServices.eventually(() -> gatesSeen.contains("navigator"));
    assertThat(gatesSeen).containsOnly("navigator");
    assertThat(edge.standing().watched()).isEqualTo(1);

    String cookie = "ms_session=" + gateway.session(TRADER);
    await(gateway.ask(HttpMethod.GET, "/sse/hold").putHeader("Cookie", cookie).send());
    await(gateway.ask(HttpMethod.GET, "/api/logout").putHeader("Cookie", cookie).send());
    TestServices.eventually(() -> ends.contains(Standing.End.REVOKED));
    assertThat(edge.standing().watched()).as("only that session").isEqualTo(1);
  }

  @Test
  void showsEachTierItsOwnGates() throws Exception {
    setGates(OBSERVERS_OUT);

    JsonObject own = gateway.get("/api/tier-gates/config", TRADER).bodyAsJsonObject();
    assertThat(own.getString("user_tier")).isEqualTo("navigator");
    assertThat(own.getJsonObject("tiers").encode()).isEqualTo("{}");
    assertThat(own.getJsonObject("defaults").fieldNames()).containsExactly("journal_access");
    JsonObject all = gateway.get("/api/tier-gates/config", ADMIN).bodyAsJsonObject();
    assertThat(all.getJsonObject("tiers").fieldNames()).containsExactly("activator");
  }

  @Test
  void takesErrorReportsOfBrowsersButNotTooMany() throws Exception {
    Identity who = RunningGateway.somebody("navigator");
    assertThat(report(who, "{\"message\":\"boom\",\"stack\":\"at\\nx\"}").statusCode())
        .isEqualTo(202);
    assertThat(report(who, "{\"type\":\"x\"}").statusCode()).isEqualTo(400);
    assertThat(report(who, "{\"message\":\"" + "x".repeat(17_000) + "\"}").statusCode())
        .isEqualTo(413);
    HttpResponse<Buffer> last = null;
    for (int i = 0; i < 61; i++) {
      last = report(who, "{\"message\":\"boom\"}");
      if (last.statusCode() == 429) {
        break;
      }
    }
    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(last.getHeader("Retry-After"))).isBetween(1, 60);
  }

  @ParameterizedTest
  @CsvSource({
    "/sse/greeks-update, '{\"delta\":1.5,\"gamma\":0.1}', 200",
    "/api/services/sse/greeks-update, '{\"theta\":-3}', 200",
    "/sse/greeks-update, '{}', 400",
    "/sse/greeks-update, '{\"delta\":\"1\"}', 400"
  })
  void takesGreeks(String path, String body, int status) throws Exception {
    HttpResponse<Buffer> answer =
        await(
            gateway
                .ask(HttpMethod.POST, path, TRADER)
                .putHeader("Content-Type", "application/json")
                .sendBuffer(Buffer.buffer(body)));
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void sumsTheGreeksOfAllTraders() throws Exception {
    await(gateway.stores().bus(BusName.MARKET).send(Request.cmd(Command.FLUSHDB)));
    Identity one = RunningGateway.somebody("navigator");
    Identity other = RunningGateway.somebody("navigator");
    upload(one, "{\"delta\":100,\"gamma\":1,\"theta\":-5}");
    upload(one, "{\"delta\":2.25}");
    upload(other, "{\"delta\":-0.5,\"theta\":7}");

    JsonObject sum = new JsonObject(redis("copilot:greeks:aggregate"));
    assertThat(sum.getDouble("delta")).isEqualTo(1.75);
    assertThat(sum.getDouble("gamma")).isZero();
    assertThat(sum.getDouble("theta")).isEqualTo(7.0);
    assertThat(sum.getDouble("ts")).isGreaterThan(1.7e9);
    int id = await(edge.users().idOf(one));
    assertThat(new JsonObject(redis("copilot:greeks:user:" + id)).getDouble("delta"))
        .isEqualTo(2.25);
  }

  private static void upload(Identity who, String body) throws Exception {
    await(
        gateway
            .ask(HttpMethod.POST, "/sse/greeks-update", who)
            .putHeader("Content-Type", "application/json")
            .sendBuffer(Buffer.buffer(body)));
  }

  private static String redis(String key) throws Exception {
    return await(gateway.stores().bus(BusName.MARKET).send(Request.cmd(Command.GET).arg(key)))
        .toString();
  }

  private static HttpResponse<Buffer> report(Identity who, String body) throws Exception {
    return await(
        gateway
            .ask(HttpMethod.POST, "/api/client-errors", who)
            .putHeader("Content-Type", "application/json")
            .sendBuffer(Buffer.buffer(body)));
  }

  private static HttpResponse<Buffer> withOrigin(String path, String origin) throws Exception {
    return await(gateway.ask(HttpMethod.GET, path).putHeader("Origin", origin).send());
  }

  private static HttpResponse<Buffer> preflight(String path, String origin) throws Exception {
    return await(
        gateway
            .ask(HttpMethod.OPTIONS, path)
            .putHeader("Origin", origin)
            .putHeader("Access-Control-Request-Method", "POST")
            .send());
  }

  private static HttpResponse<Buffer> post(String path, String origin, String type, String body)
      throws Exception {
    var request = gateway.ask(HttpMethod.POST, path, TRADER).putHeader("Content-Type", type);
    if (origin != null) {
      request.putHeader("Origin", origin);
    }
    return await(request.sendBuffer(Buffer.buffer(body)));
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** Saves gates as the admin server does, and waits until they are in force. */
  private static void setGates(String document) throws Exception {
    Request save =
        document == null
            ? Request.cmd(Command.DEL).arg(TierGates.KEY)
            : Request.cmd(Command.SET).arg(TierGates.KEY).arg(document);
    await(
        gateway
            .stores()
            .system()
            .batch(List.of(save, Request.cmd(Command.PUBLISH).arg(TierGates.CHANNEL).arg("{}"))));
    TestServices.eventually(() -> edge.gates().current().isStored() == (document != null));
  }

  /** What stands behind the door in this test. */
  private static final class Inside implements RouteGroup {
    Inside(Edge given) {
      edge = given;
    }

    @Override
    public void mountStreamed(Router router) {
      router.get("/sse/all").handler(request -> request.end("stream"));
      router
          .get("/sse/hold")
          .handler(
              request -> {
                Visitor visitor = Visitor.of(request);
                edge.standing()
                    .watch(
                        visitor,
                        new Standing.Holder() {
                          @Override
                          public void gatesChanged(io.marketswarm.web.gates.Gates gates) {
                            gatesSeen.add(visitor.tier().id());
                          }

                          @Override
                          public void ended(Standing.End why) {
                            ends.add(why);
                          }
                        });
                request.end("held");
              });
    }

    @Override
    public void mount(Router router) {
      router.get("/api/models/spot").handler(request -> request.end("secret"));
      router.get("/api/dealer-gravity/artifact").handler(request -> request.end("public"));
      router
          .get("/api/models/breaks")
          .handler(
              request -> {
                throw new IllegalStateException("password of the database");
              });
      for (String area : List.of("profile", "admin", "models")) {
        router
            .get("/api/" + area + "/fails")
            .handler(
                request -> {
                  throw io.marketswarm.web.ApiError.notFound("no such thing");
                });
      }
      router
          .post("/api/echo")
          .handler(request -> request.json(io.marketswarm.web.JsonBody.object(request)));
      router.route("/api/admin/*").handler(edge.access().requireAdmin());
      router.get("/api/admin/stats").handler(request -> request.end("numbers"));
      router
          .get("/api/lab")
          .handler(edge.access().require(Feature.EDGE_LAB_ACCESS))
          .handler(request -> request.end("lab"));
    }
  }
}
