package io.marketswarm.gateway.proxy;

import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.RouteGroup;
import io.marketswarm.gateway.RunningGateway;
import io.marketswarm.web.TestServices;
import io.marketswarm.web.identity.HandClock;
import io.marketswarm.web.identity.Hs256;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through the edge to other services, against services on real sockets. */
class ProxiesTest {
  private static final Identity TRADER =
      new Identity(
          "fotw",
          RunningGateway.somebody().wpId(),
          "trader@example.com",
          "Łukasz Śledź",
          List.of("navigator"),
          null);
  private static final Identity ADMIN = RunningGateway.somebody("administrator");
  private static final HandClock CLOCK = new HandClock(Instant.now());

  private static final Queue<JsonObject> orchestrated = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger open = new AtomicInteger();
  private static Vertx vertx;
  private static HttpServer journal;
  private static HttpServer vexy;
  private static HttpServer copilot;
  private static RunningGateway gateway;

  @BeforeAll
  static void open() throws Exception {
    vertx = Vertx.vertx();
    journal = listen(ProxiesTest::journal);
    vexy = listen(ProxiesTest::vexy);
    copilot = listen(ProxiesTest::copilot);
    gateway =
        RunningGateway.plan()
            .with("JOURNAL_API_URL", "http://127.0.0.1:" + journal.actualPort())
            .with("VEXY_API_URL", "http://127.0.0.1:" + vexy.actualPort())
            .with("COPILOT_API_URL", "http://127.0.0.1:" + copilot.actualPort())
            .without(Proxies.class)
            .behind(edge -> new Proxies(edge, CLOCK, patience -> Duration.ofMillis(1_500)))
            .behind(
                edge ->
                    new RouteGroup() {
                      @Override
                      public void mount(Router router) {
                        router.route("/api/positions*").handler(r -> r.end("the edge's own"));
                      }
                    })
            .start();
  }

  @AfterAll
  static void close() throws Exception {
    gateway.close();
    await(vertx.close());
  }

  private static HttpServer listen(Handler<HttpServerRequest> handler) throws Exception {
    return await(vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"));
  }

  /** Tells what it got, and does a few things on demand. */
  private static void journal(HttpServerRequest request) {
    switch (request.path()) {
      case "/api/trades/export" ->
          request
              .response()
              .putHeader("Content-Type", "text/csv")
              .putHeader("Content-Disposition", "attachment; filename=\"t.csv\"")
              .putHeader("ETag", "\"7\"")
              .putHeader("Keep-Alive", "timeout=5")
              .putHeader("Connection", "X-Hop")
              .putHeader("X-Hop", "for the neighbour")
              .putHeader("X-Request-Id", "of the journal")
              .putHeader("X-Content-Type-Options", "nosniff")
              .end("a,b\n");
      case "/api/trades/silent" -> {}
      case "/api/trades/broken" -> request.connection().close();
      case "/api/trades/none" -> request.response().setStatusCode(204).end();
      case "/api/trades/conflict" ->
          request.response().setStatusCode(409).end("{\"success\":false,\"currentVersion\":3}");
      case "/api/trades/stream" -> {
        open.incrementAndGet();
        request.response().exceptionHandler(gone -> open.decrementAndGet());
        request
            .response()
            .setChunked(true)
            .putHeader("Content-Type", "text/event-stream")
            .write("data: first\n\n");
      }
      default -> tell("journal", request);
    }
  }

  private static void vexy(HttpServerRequest request) {
    if (request.path().equals("/api/vexy/admin/orchestrate")) {
      request
          .body()
          .onSuccess(
              body -> {
                JsonObject question = body.toJsonObject();
                orchestrated.add(
                    question.put(
                        "sub",
                        Hs256.unverified(request.getHeader("X-Gateway-Auth"))
                            .orElseThrow()
                            .getString("sub")));
                if ("wait".equals(question.getString("message"))) {
                  return;
                }
                request
                    .response()
                    .end(
                        "{\"doctrine_mode\":\"open\",\"lpd_domain\":\"risk\",\"lpd_confidence\":0.9,"
                            + "\"playbook_domain\":\"fly\",\"allow_overlay\":true,"
                            + "\"overlay_data\":{\"a\":1},\"user_secret\":1}");
              });
    } else {
      tell("vexy", request);
    }
  }

  private static void copilot(HttpServerRequest request) {
    if (request.path().startsWith("/ws/")) {
      String tier = request.getHeader("X-User-Tier");
      request
          .toWebSocket()
          .onSuccess(
              socket ->
                  socket.textMessageHandler(text -> socket.writeTextMessage(tier + " " + text)));
    } else {
      tell("copilot", request);
    }
  }

  private static void tell(String name, HttpServerRequest request) {
    JsonObject headers = new JsonObject();
    request.headers().forEach((key, value) -> headers.put(key.toLowerCase(), value));
    request
        .body()
        .onSuccess(
            body ->
                request
                    .response()
                    .putHeader("Content-Type", "application/json")
                    .end(
                        new JsonObject()
                            .put("from", name)
                            .put("method", request.method().name())
                            .put("uri", request.uri())
                            .put("headers", headers)
                            .put("length", body.length())
                            .put("body", body.length() < 1_000 ? body.toString() : "")
                            .toBuffer()));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/trades?limit=5&x=%20, journal, /api/trades?limit=5&x=%20",
    "GET, /api/logs/7/trades, journal, /api/logs/7/trades",
    "GET, /api/journals/entries?a=b, journal, /api/journal/entries?a=b",
    "GET, /api/playbooks, journal, /api/playbook",
    "GET, /api/journal_entries/1, journal, /api/journal_entries/1",
    "POST, /api/strategys, journal, /api/risk-graph/strategies",
    "DELETE, /api/strategies/9?force=true, journal, /api/risk-graph/strategies/9?force=true",
    "GET, /api/templates/shared/x, journal, /api/risk-graph/templates/shared/x",
    "GET, /api/symbols/%2FES, journal, /api/symbols/%2FES",
    "GET, //api//trades, journal, /api/trades",
    "GET, /api/tr%61des, journal, /api/trades",
    "POST, /api/alerts/a1/evaluate, copilot, /api/alerts/a1/evaluate",
    "GET, /api/alerts/a1/evaluate, journal, /api/alerts/a1/evaluate",
    "GET, /api/mel/snapshot, copilot, /api/mel/snapshot",
    "GET, /api/commentary, copilot, /api/commentary",
    "GET, /api/vexy/messages, vexy, /api/vexy/messages",
    "GET, /api/positions?status=open, journal, /api/positions?status=open",
    "POST, /api/positions/0f8fad5b-d9cb-469f-a165-70867728950e/fills, journal, "
        + "/api/positions/0f8fad5b-d9cb-469f-a165-70867728950e/fills"
  })
  void leadsToTheRightService(String method, String path, String service, String uri)
      throws Exception {
    JsonObject got = ask(HttpMethod.valueOf(method), path).bodyAsJsonObject();

    assertThat(got.getString("from")).isEqualTo(service);
    assertThat(got.getString("method")).isEqualTo(method);
    assertThat(got.getString("uri")).isEqualTo(uri);
    assertThat(claims(got).getString("path")).isEqualTo(uri.split("\\?")[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/internal/strategies",
        "/api/internal",
        "//api//internal/x",
        "/api/%69nternal/x",
        "/api/users/with-logs",
        "/api/logs/health",
        "/api/edge-lab/active-users",
        "/api/vexy/admin/orchestrate",
        "/API/internal/x",
        "/api/tradesman",
        "/api/ml2"
      })
  void leadsNowhereElse(String path) throws Exception {
    for (Identity who : List.of(TRADER, ADMIN)) {
      HttpResponse<Buffer> answer = gateway.get(path, who);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.bodyAsString()).isEqualTo("{\"error\":\"Not found\"}");
    }
  }

  @Test
  void saysWhoCallsAndBelievesNobodyElse() throws Exception {
    HttpResponse<Buffer> answer =
        await(
            gateway
                .ask(HttpMethod.GET, "/api/trades", TRADER)
                .putHeader("Origin", "http://localhost:5173")
                .putHeader("X-User-Id", "1")
                .putHeader("X-User-Tier", "administrator")
                .putHeader("X_User_Roles", "[\"administrator\"]")
                .putHeader("X-Internal-User-Id", "1")
                .putHeader("X-Gateway-Auth", "forged")
                .putHeader("X-Gateway-Else", "forged")
                .putHeader("Authorization", "Bearer " + gateway.session(TRADER))
                .putHeader("Idempotency-Key", "k1")
                .putHeader("If-Match", "\"3\"")
                .putHeader("X-Request-Id", "my-request")
                .putHeader("X-Forwarded-For", "203.0.113.5")
                .putHeader("Forwarded", "for=1.2.3.4")
                .send());
    JsonObject headers = answer.bodyAsJsonObject().getJsonObject("headers");

    assertThat(headers.getString("x-user-id")).isEqualTo(TRADER.wpId());
    assertThat(headers.getString("x-user-email")).isEqualTo("trader@example.com");
    assertThat(headers.getString("x-user-name")).isEqualTo("%C5%81ukasz %C5%9Aled%C5%BA");
    assertThat(headers.getString("x-user-issuer")).isEqualTo("fotw");
    assertThat(headers.getString("x-user-tier")).isEqualTo("navigator");
    assertThat(headers.getString("x-user-roles")).isEqualTo("[\"navigator\"]");
    assertThat(headers.getString("x-user-db-id")).matches("[1-9][0-9]*");
    assertThat(headers.fieldNames())
        .doesNotContain(
            "cookie",
            "authorization",
            "origin",
            "x-internal-user-id",
            "x_user_roles",
            "x-gateway-else",
            "forwarded");
    assertThat(headers.getString("idempotency-key")).isEqualTo("k1");
    assertThat(headers.getString("if-match")).isEqualTo("\"3\"");
    assertThat(headers.getString("x-request-id")).isEqualTo("my-request");
    assertThat(headers.getString("x-forwarded-for")).isEqualTo("203.0.113.5");
    JsonObject claims = claims(answer.bodyAsJsonObject());
    assertThat(claims.getString("iss")).isEqualTo("gateway");
    assertThat(claims.getString("sub")).isEqualTo("fotw/" + TRADER.wpId());
    assertThat(claims.getString("tier")).isEqualTo("navigator");
    assertThat(claims.getInteger("dbid"))
        .isEqualTo(Integer.valueOf(headers.getString("x-user-db-id")));
    assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(30);
    assertThat(
            new Hs256(RunningGateway.INTERNAL_SECRET).verify(headers.getString("x-gateway-auth")))
        .isPresent();
  }

  @Test
  void passesAnswersOnAsTheyAre() throws Exception {
    HttpResponse<Buffer> export = ask(HttpMethod.GET, "/api/trades/export");
    assertThat(export.bodyAsString()).isEqualTo("a,b\n");
    assertThat(export.getHeader("Content-Type")).isEqualTo("text/csv");
    assertThat(export.getHeader("Content-Disposition")).contains("t.csv");
    assertThat(export.getHeader("ETag")).isEqualTo("\"7\"");
    assertThat(export.getHeader("Keep-Alive")).isNull();
    assertThat(export.getHeader("X-Hop")).isNull();
    assertThat(export.headers().getAll("X-Content-Type-Options")).hasSize(1);
    assertThat(export.headers().getAll("X-Request-Id")).hasSize(1);
    assertThat(export.getHeader("X-Request-Id")).isNotEqualTo("of the journal");

    HttpResponse<Buffer> conflict = ask(HttpMethod.POST, "/api/trades/conflict");
    assertThat(conflict.statusCode()).isEqualTo(409);
    assertThat(conflict.bodyAsJsonObject().getInteger("currentVersion")).isEqualTo(3);
    assertThat(ask(HttpMethod.DELETE, "/api/trades/none").statusCode()).isEqualTo(204);
    HttpResponse<Buffer> head = ask(HttpMethod.HEAD, "/api/trades/export");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.getHeader("ETag")).isEqualTo("\"7\"");
  }

  @Test
  void passesBodiesOnAsTheyAre() throws Exception {
    Buffer file = Buffer.buffer("x".repeat(3 << 20));
    HttpResponse<Buffer> upload =
        await(
            gateway
                .ask(HttpMethod.POST, "/api/journal/attachments", TRADER)
                .putHeader("Content-Type", "multipart/form-data; boundary=b")
                .sendBuffer(file));
    assertThat(upload.bodyAsJsonObject().getInteger("length")).isEqualTo(file.length());
    assertThat(upload.bodyAsJsonObject().getJsonObject("headers").getString("content-type"))
        .isEqualTo("multipart/form-data; boundary=b");

    for (HttpMethod method : List.of(HttpMethod.POST, HttpMethod.DELETE)) {
      JsonObject empty = ask(method, "/api/trades/7").bodyAsJsonObject();
      assertThat(empty.getInteger("length")).as("nothing is invented").isZero();
      assertThat(empty.getJsonObject("headers").fieldNames()).doesNotContain("transfer-encoding");
    }
    for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
      JsonObject inParts =
          inParts(version, "/api/journal/attachments", "multipart/form-data; boundary=c")
              .toJsonObject();
      assertThat(inParts.getInteger("length")).as(version.name()).isEqualTo(6 * 50_000);
      assertThat(inParts.getJsonObject("headers").getString("content-type"))
          .isEqualTo("multipart/form-data; boundary=c");
    }
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      String head =
          "POST /api/journal/attachments HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n"
              + "Content-Type: application/json\r\nCookie: ms_session="
              + gateway.session(TRADER)
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine())
          .contains(" 413 ");
    }
  }

  /** Sends a body without saying how long it is. */
  private static Buffer inParts(HttpVersion version, String path, String type) throws Exception {
    HttpClientOptions options =
        new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false);
    return await(
        TestServices.onLoop(
            vertx,
            () ->
                vertx
                    .createHttpClient(options)
                    .request(HttpMethod.POST, gateway.port(), "127.0.0.1", path)
                    .compose(
                        request -> {
                          request
                              .setChunked(true)
                              .putHeader("Content-Type", type)
                              .putHeader("Cookie", "ms_session=" + gateway.session(TRADER));
                          for (int i = 0; i < 6; i++) {
                            request.write("x".repeat(50_000));
                          }
                          request.end();
                          return request.response();
                        })
                    .compose(answer -> answer.body())));
  }

  @Test
  void looksWhoseANewPositionIs() throws Exception {
    String book = "{\"symbol\":\"SPX\",\"legs\":[{\"expiry\":\"2026-03-20\"}]}";
    JsonObject got = create(book).bodyAsJsonObject();
    assertThat(got.getString("from")).isEqualTo("journal");
    assertThat(got.getString("body")).isEqualTo(book);
    assertThat(got.getJsonObject("headers").getString("content-length"))
        .isEqualTo(String.valueOf(book.length()));

    assertThat(create("{\"positionType\":\"single\",\"legs\":[]}").bodyAsString())
        .isEqualTo("the edge's own");
    assertThat(create("{").statusCode()).isEqualTo(400);
    assertThat(ask(HttpMethod.GET, "/api/positions/7").bodyAsString()).isEqualTo("the edge's own");
  }

  private static HttpResponse<Buffer> create(String body) throws Exception {
    return await(
        gateway
            .ask(HttpMethod.POST, "/api/positions", TRADER)
            .putHeader("Content-Type", "application/json")
            .sendBuffer(Buffer.buffer(body)));
  }

  @Test
  void saysWhenAServiceIsSilentOrGone() throws Exception {
    HttpResponse<Buffer> silent = ask(HttpMethod.GET, "/api/trades/silent");
    assertThat(silent.statusCode()).isEqualTo(504);
    assertThat(silent.bodyAsString())
        .isEqualTo("{\"success\":false,\"error\":\"Journal service timeout\"}");
    HttpResponse<Buffer> broken = ask(HttpMethod.GET, "/api/trades/broken");
    assertThat(broken.statusCode()).isEqualTo(502);
    assertThat(broken.bodyAsString())
        .isEqualTo("{\"success\":false,\"error\":\"Journal service unavailable\"}");
    assertThat(ask(HttpMethod.GET, "/api/trades").statusCode()).isEqualTo(200);
    assertThat(
            gateway
                .metrics()
                .get("marketswarm.gateway.upstream.failures")
                .tag("upstream", "journal")
                .counter()
                .count())
        .isGreaterThanOrEqualTo(2);
  }

  @Test
  void sparesCallersAServiceThatIsGone() throws Exception {
    int port;
    HttpServer leaving = listen(request -> request.response().end("{}"));
    port = leaving.actualPort();
    await(leaving.close());
    try (RunningGateway alone =
        RunningGateway.plan()
            .with("VEXY_API_URL", "http://127.0.0.1:" + port)
            .without(Proxies.class)
            .behind(edge -> new Proxies(edge, CLOCK, patience -> patience))
            .start()) {
      for (int i = 0; i < 7; i++) {
        HttpResponse<Buffer> answer = alone.get("/api/vexy/messages", TRADER);
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.bodyAsString())
            .isEqualTo("{\"success\":false,\"error\":\"Vexy AI service unavailable\"}");
      }
      HttpServer back =
          await(
              vertx
                  .createHttpServer()
                  .requestHandler(request -> request.response().end("{}"))
                  .listen(port, "127.0.0.1"));
      assertThat(alone.get("/api/vexy/messages", TRADER).statusCode()).as("shut").isEqualTo(502);
      CLOCK.advance(Duration.ofSeconds(6));
      assertThat(alone.get("/api/vexy/messages", TRADER).statusCode()).isEqualTo(200);
      assertThat(alone.get("/api/vexy/messages", TRADER).statusCode()).isEqualTo(200);
      await(back.close());
    }
  }

  @Test
  void keepsAdministrationToAdministrators() throws Exception {
    assertThat(gateway.get("/api/vexy/admin/prompts", TRADER).statusCode()).isEqualTo(403);
    assertThat(gateway.get("/api/vexy/admin/prompts", ADMIN).bodyAsJsonObject().getString("uri"))
        .isEqualTo("/api/vexy/admin/prompts");
  }

  @Test
  void letsStreamsFlowAndEndsThemAtBothSides() throws Exception {
    HttpClient client = vertx.createHttpClient();
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    var response =
        await(
            TestServices.onLoop(
                vertx,
                () ->
                    client
                        .request(
                            new RequestOptions()
                                .setHost("127.0.0.1")
                                .setPort(gateway.port())
                                .setURI("/api/trades/stream")
                                .putHeader("Accept", "text/event-stream")
                                .putHeader("Cookie", "ms_session=" + gateway.session(TRADER)))
                        .compose(request -> request.send())
                        .onSuccess(
                            answer ->
                                answer
                                    .handler(chunk -> heard.add(chunk.toString()))
                                    .exceptionHandler(cut -> {}))));
    TestServices.eventually(() -> heard.contains("data: first\n\n"));
    assertThat(open.get()).isEqualTo(1);
    response.request().reset();
    TestServices.eventually(() -> open.get() == 0);

    String token = gateway.session(TRADER);
    Queue<String> ended = new ConcurrentLinkedQueue<>();
    await(
        TestServices.onLoop(
            vertx,
            () ->
                client
                    .request(
                        new RequestOptions()
                            .setHost("127.0.0.1")
                            .setPort(gateway.port())
                            .setURI("/api/trades/stream")
                            .putHeader("Accept", "text/event-stream")
                            .putHeader("Cookie", "ms_session=" + token))
                    .compose(request -> request.send())
                    .onSuccess(
                        answer ->
                            answer
                                .exceptionHandler(cut -> ended.add("cut"))
                                .endHandler(end -> ended.add("end")))));
    await(
        gateway
            .ask(HttpMethod.GET, "/api/logout")
            .putHeader("Cookie", "ms_session=" + token)
            .send());
    TestServices.eventually(() -> !ended.isEmpty());
    TestServices.eventually(() -> open.get() == 0);
  }

  @Test
  void opensSocketsForThoseWhoSignedInAndClosesThemWhenTheySignOut() throws Exception {
    var sockets = vertx.createWebSocketClient();
    WebSocketConnectOptions strange =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(gateway.port())
            .setURI("/ws/mel");
    boolean refused =
        await(sockets.connect(strange).transform(done -> Future.succeededFuture(done.failed())));
    assertThat(refused).isTrue();

    String token = gateway.session(TRADER);
    WebSocketConnectOptions known =
        new WebSocketConnectOptions(strange)
            .setURI("/ws/mel?x=1")
            .addHeader("Cookie", "ms_session=" + token)
            .addHeader("X-User-Tier", "administrator");
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    WebSocket socket =
        await(sockets.connect(known).onSuccess(opened -> opened.textMessageHandler(heard::add)));
    await(socket.writeTextMessage("hello"));
    TestServices.eventually(() -> heard.contains("navigator hello"));

    await(
        gateway
            .ask(HttpMethod.GET, "/api/logout")
            .putHeader("Cookie", "ms_session=" + token)
            .send());
    TestServices.eventually(socket::isClosed);
    assertThat(ask(HttpMethod.GET, "/ws/else").statusCode()).isEqualTo(404);
  }

  @Test
  void worksOverHttp2() throws Exception {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));
    assertThat(askOver(client, HttpMethod.GET, "/api/trades/export", Buffer.buffer()))
        .isEqualTo("HTTP_2 a,b\n");
    String position = "{\"legs\":[{\"instrumentType\":\"option\"}]}";
    String got = askOver(client, HttpMethod.POST, "/api/positions", Buffer.buffer(position));
    assertThat(got).startsWith("HTTP_2 {").contains("\"from\":\"journal\"");
  }

  private static String askOver(HttpClient client, HttpMethod method, String path, Buffer body)
      throws Exception {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setHost("127.0.0.1")
            .setPort(gateway.port())
            .setURI(path)
            .putHeader("Content-Type", "application/json")
            .putHeader("Cookie", "ms_session=" + gateway.session(TRADER));
    return await(
        TestServices.onLoop(
            vertx,
            () ->
                client
                    .request(options)
                    .compose(request -> request.send(body))
                    .compose(answer -> answer.body().map(got -> answer.version() + " " + got))));
  }

  @Test
  void asksForTheDoctrineBeforeTheCompanionIsSpokenTo() throws Exception {
    orchestrated.clear();
    JsonObject said =
        new JsonObject()
            .put("message", "hello")
            .put("doctrine_meta", "mine")
            .put("overlay_meta", "mine");
    JsonObject got = interact(said);
    JsonObject body = new JsonObject(got.getString("body"));
    assertThat(got.getString("uri")).isEqualTo("/api/vexy/interaction");
    assertThat(body.getString("message")).isEqualTo("hello");
    assertThat(body.getJsonObject("doctrine_meta").encode())
        .isEqualTo(
            "{\"doctrine_mode\":\"open\",\"lpd_domain\":\"risk\",\"lpd_confidence\":0.9,"
                + "\"playbook_domain\":\"fly\",\"allow_overlay\":true,\"fallback\":false}");
    assertThat(body.getJsonObject("overlay_meta").encode()).isEqualTo("{\"a\":1}");
    assertThat(orchestrated.peek().getString("sub")).isEqualTo("service:sse");
    assertThat(orchestrated.peek().getInteger("user_id")).isPositive();

    JsonObject strict = new JsonObject(interact(said.put("message", "wait")).getString("body"));
    assertThat(strict.getJsonObject("doctrine_meta").getBoolean("fallback")).isTrue();
    assertThat(strict.getJsonObject("doctrine_meta").getString("doctrine_mode"))
        .isEqualTo("strict");
    assertThat(strict.containsKey("overlay_meta")).isFalse();
    assertThat(
            ask(HttpMethod.POST, "/api/vexy/interaction/cancel/7")
                .bodyAsJsonObject()
                .getString("uri"))
        .isEqualTo("/api/vexy/interaction/cancel/7");
  }

  private static JsonObject interact(JsonObject said) throws Exception {
    return await(gateway.ask(HttpMethod.POST, "/api/vexy/interaction", TRADER).sendJsonObject(said))
        .bodyAsJsonObject();
  }

  @Test
  void hasLearntNothingWithoutAServiceThatLearns() throws Exception {
    JsonObject nothing = ask(HttpMethod.GET, "/api/ml/findings/7/history").bodyAsJsonObject();
    assertThat(nothing.getBoolean("success")).isTrue();
    assertThat(nothing.getJsonArray("data")).isEmpty();
    assertThat(nothing.getLong("ts")).isPositive();
    assertThat(ask(HttpMethod.POST, "/api/ml/findings").statusCode()).isEqualTo(404);

    try (RunningGateway learning =
        RunningGateway.plan()
            .with("ML_FEEDBACK_URL", "http://127.0.0.1:" + copilot.actualPort() + "/v1/")
            .start()) {
      assertThat(
              learning
                  .get("/api/ml/findings?category=x", TRADER)
                  .bodyAsJsonObject()
                  .getString("uri"))
          .isEqualTo("/v1/api/ml/findings?category=x");
    }
  }

  private static HttpResponse<Buffer> ask(HttpMethod method, String path) throws Exception {
    return await(gateway.ask(method, path, TRADER).send());
  }

  private static JsonObject claims(JsonObject got) {
    return Hs256.unverified(got.getJsonObject("headers").getString("x-gateway-auth")).orElseThrow();
  }
}
