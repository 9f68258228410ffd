package io.marketswarm.gateway;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static io.marketswarm.web.TestServices.onLoop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.cli.edge.EdgeTemplate;
import io.marketswarm.cli.edge.NginxProcess;
import io.marketswarm.gateway.streams.StreamRoutes;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.MultiMap;
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
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped configuration in a real nginx, between browsers and a real gateway. */
class EdgeIT {
  private static final Identity TRADER = RunningGateway.somebody("navigator");
  private static final int MOST_ASKED = 200;
  private static final Queue<MultiMap> arrived = new ConcurrentLinkedQueue<>();
  private static final Queue<MultiMap> atCopilot = new ConcurrentLinkedQueue<>();

  @TempDir static Path folder;

  private static Vertx vertx;
  private static RunningGateway gateway;
  private static NginxProcess nginx;
  private static Map<String, String> values;
  private static WebClient browser;

  @BeforeAll
  static void open() throws Exception {
    assumeTrue(NginxProcess.program().isPresent(), "nginx is not installed on this machine");
    vertx = Vertx.vertx();
    HttpServer copilot = await(vertx.createHttpServer().requestHandler(EdgeIT::copilot).listen(0));
    gateway = RunningGateway.plan().behind(StreamRoutes::new).behind(Echo::new).start();
    eventually(() -> gateway.stores().market().up());
    values = NginxProcess.values(folder);
    values.put("GATEWAY_PORT", String.valueOf(gateway.port()));
    values.put("COPILOT_PORT", String.valueOf(copilot.actualPort()));
    NginxProcess.furnish(folder);
    for (var file : EdgeTemplate.in(Path.of("nginx")).fill(values).entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    nginx = NginxProcess.start(folder, Optional.of(values.get("HTTPS_PORT")));
    browser =
        WebClient.create(
            vertx,
            new WebClientOptions(http2())
                .setFollowRedirects(false)
                .setDecompressionSupported(true));
  }

  @AfterAll
  static void close() throws Exception {
    if (nginx != null) {
      nginx.close();
    }
    if (gateway != null) {
      gateway.close();
    }
    if (vertx != null) {
      await(vertx.close());
    }
  }

  @BeforeEach
  void forget() {
    arrived.clear();
    atCopilot.clear();
  }

  private static HttpClientOptions http2() {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setSsl(true)
        .setUseAlpn(true)
        .setTrustAll(true)
        .setVerifyHost(false);
  }

  private static int httpsPort() {
    return Integer.parseInt(values.get("HTTPS_PORT"));
  }

  private static HttpRequest<Buffer> ask(HttpMethod method, String path) {
    return browser.request(method, httpsPort(), "localhost", path);
  }

  private static HttpRequest<Buffer> asTrader(HttpMethod method, String path) {
    return ask(method, path).putHeader("Cookie", "ms_session=" + gateway.session(TRADER));
  }

  private static HttpResponse<Buffer> get(String path) throws Exception {
    return await(ask(HttpMethod.GET, path).send());
  }

  private static HttpResponse<Buffer> getAsTrader(String path) throws Exception {
    return await(asTrader(HttpMethod.GET, path).send());
  }

  private static HttpResponse<Buffer> plain(String path) throws Exception {
    return await(
        WebClient.create(vertx, new WebClientOptions().setFollowRedirects(false))
            .get(Integer.parseInt(values.get("HTTP_PORT")), "localhost", path)
            .send());
  }

  private static void copilot(HttpServerRequest request) {
    atCopilot.add(MultiMap.caseInsensitiveMultiMap().addAll(request.headers()));
    if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      request
          .toWebSocket()
          .onSuccess(socket -> socket.textMessageHandler(socket::writeTextMessage));
    } else {
      request.response().end("{\"from\":\"copilot\"}");
    }
  }

  /** What reaches the gateway, seen by the gateway. */
  private static final class Echo implements RouteGroup {
    Echo(Edge edge) {}

    @Override
    public void mountStreamed(Router router) {
      router
          .route()
          .handler(
              request -> {
                arrived.add(MultiMap.caseInsensitiveMultiMap().addAll(request.request().headers()));
                request.next();
              });
    }

    @Override
    public void mount(Router router) {
      router
          .route("/api/models/echo")
          .handler(request -> request.json(new JsonObject().put("echo", "gateway")));
      router
          .get("/api/models/large")
          .handler(request -> request.json(new JsonObject().put("large", "x".repeat(5_000))));
    }
  }

  @Test
  void answersHealthOverHttp2() throws Exception {
    HttpResponse<Buffer> health = get("/api/health");
    assertThat(health.version()).isEqualTo(HttpVersion.HTTP_2);
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.bodyAsJsonObject().getString("service")).isEqualTo("sse-gateway");
    assertThat(health.getHeader("X-Served-By")).isEqualTo("MARKETSWARM-PROD");
    assertThat(health.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(health.getHeader("X-Frame-Options")).isEqualTo("SAMEORIGIN");
    assertThat(health.getHeader("Referrer-Policy")).isEqualTo("strict-origin-when-cross-origin");
    assertThat(health.getHeader("Server")).isEqualTo("nginx");
  }

  @Test
  void tellsTheGatewayThatAClientCameEncrypted() throws Exception {
    HttpResponse<Buffer> answer =
        await(ask(HttpMethod.GET, "/api/health").virtualHost("app.example.com").send());
    assertThat(answer.getHeader("Strict-Transport-Security")).startsWith("max-age=");
    assertThat(getAsTrader("/api/models/echo").statusCode()).isEqualTo(200);
    MultiMap seen = arrived.poll();
    assertThat(seen.get("X-Forwarded-Proto")).isEqualTo("https");
    assertThat(seen.get("X-Forwarded-For")).isEqualTo("127.0.0.1");
    assertThat(seen.get("X-Request-Id")).matches("[0-9a-f]{32}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/some/page?q=1", "/api/health", "/sse/all"})
  void sendsPlainClientsToTheEncryptedPort(String path) throws Exception {
    HttpResponse<Buffer> answer = plain(path);
    assertThat(answer.statusCode()).isEqualTo(301);
    assertThat(answer.getHeader("Location")).isEqualTo("https://localhost" + path);
  }

  @Test
  void leavesTheRenewalOfCertificatesWhereItIs() throws Exception {
    Path challenge = folder.resolve("acme/.well-known/acme-challenge/token");
    Files.createDirectories(challenge.getParent());
    Files.writeString(challenge, "answer");
    HttpResponse<Buffer> answer = plain("/.well-known/acme-challenge/token");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.bodyAsString()).isEqualTo("answer");
    assertThat(plain("/.well-known/acme-challenge/none").statusCode()).isEqualTo(404);
  }

  /** One of each class of the route map; 401 says that the gateway was reached and asked who. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/sse/all",
        "/sse",
        "/api/vexy/interaction",
        "/api/vexy/chat",
        "/api/vexy/doctrine",
        "/api/profile/me",
        "/api/admin/stats",
        "/api/models/spot",
        "/api/positions",
        "/api/logs",
        "/api/journal/entries",
        "/api/trades",
        "/api/prompt-alerts",
        "/api/settings",
        "/api/risk-graph/strategies",
        "/api/analytics",
        "/api/imports",
        "/api/ai/csv",
        "/api/nowhere",
      })
  void asksWhoeverHasNoSession(String path) throws Exception {
    HttpResponse<Buffer> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.bodyAsString()).contains("\"Not authenticated\"");
    assertThat(answer.getHeader("X-Request-Id")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/models/echo, 200",
    "/api/profile/me, 200",
    "/api/auth/me, 200",
    "/api/nowhere, 404",
    "/api/users/with-logs, 404",
    "/api/logs/health, 404",
    "/api/vexy/admin/orchestrate, 404",
    "/API/internal/users, 404",
  })
  void letsATraderThroughToTheGateway(String path, int status) throws Exception {
    HttpResponse<Buffer> answer = getAsTrader(path);
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
    assertThat(answer.getHeader("Content-Type")).startsWith("application/json");
    assertThat(answer.getHeader("X-Served-By")).isEqualTo("MARKETSWARM-PROD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/internal",
        "/api/internal/users",
        "/api/%69nternal/users",
        "/api/x/../internal/users",
        "/api/auth/verify",
        "//api/auth/verify"
      })
  void hidesWhatServicesSayAmongThemselves(String path) throws Exception {
    HttpResponse<Buffer> answer =
        await(asTrader(HttpMethod.GET, path).putHeader("X-Original-URI", "/api/mel/state").send());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.bodyAsJsonObject()).isEqualTo(new JsonObject().put("error", "Not found"));
    assertThat(answer.getHeader("Content-Type")).startsWith("application/json");
    assertThat(arrived).isEmpty();
  }

  private static HttpRequest<Buffer> withFalsePapers(HttpRequest<Buffer> request) {
    for (String name :
        List.of(
            "X-Gateway-Auth",
            "X-User-Id",
            "X-User-Db-Id",
            "X-User-Email",
            "X-User-Name",
            "X-User-Issuer",
            "X-User-Tier",
            "X-User-Roles",
            "X-Internal-User-Id",
            "X-Internal-Auth",
            "X-Original-URI",
            "X-Forwarded-For",
            "X-Forwarded-Proto")) {
      request.putHeader(name, "forged");
    }
    return request;
  }

  @Test
  void bringsNoIdentityThatAClientMadeUp() throws Exception {
    var answer = await(withFalsePapers(asTrader(HttpMethod.GET, "/api/models/echo")).send());
    assertThat(answer.statusCode()).isEqualTo(200);
    MultiMap seen = arrived.poll();
    assertThat(seen.names())
        .noneMatch(name -> name.toLowerCase().matches("x-(user|internal|gateway)-.*"));
    assertThat(seen.getAll("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(seen.getAll("X-Forwarded-Proto")).containsExactly("https");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/mel/state", "/api/adi/x", "/api/commentary", "/api/commentary/x"})
  void asksTheGatewayBeforeTheCopilotHears(String path) throws Exception {
    HttpResponse<Buffer> refused = await(withFalsePapers(ask(HttpMethod.GET, path)).send());
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.bodyAsJsonObject().getString("detail")).isEqualTo("Not authenticated");
    assertThat(atCopilot).isEmpty();
    arrived.clear();

    HttpResponse<Buffer> let = await(withFalsePapers(asTrader(HttpMethod.GET, path)).send());
    assertThat(let.statusCode()).as(let.bodyAsString()).isEqualTo(200);
    assertThat(let.bodyAsString()).contains("copilot");
    MultiMap asked = arrived.poll();
    assertThat(asked.getAll("X-Original-URI")).containsExactly(path);
    assertThat(asked.names())
        .noneMatch(name -> name.toLowerCase().matches("x-(user|internal|gateway)-.*"));
    MultiMap seen = atCopilot.poll();
    assertThat(seen.get("X-User-Id")).isEqualTo(TRADER.wpId());
    assertThat(seen.getAll("X-Gateway-Auth")).singleElement().asString().startsWith("ey");
    assertThat(seen.toString()).doesNotContain("forged");
  }

  @Test
  void upgradesToWebSocketsOfTheCopilot() throws Exception {
    var sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
    WebSocketConnectOptions where =
        new WebSocketConnectOptions()
            .setHost("localhost")
            .setPort(httpsPort())
            .setSsl(true)
            .setURI("/ws/mel")
            .putHeader("Cookie", "ms_session=" + gateway.session(TRADER));
    WebSocket socket = await(sockets.connect(where));
    AtomicReference<String> heard = new AtomicReference<>();
    socket.textMessageHandler(heard::set);
    await(socket.writeTextMessage("hello"));
    eventually(() -> "hello".equals(heard.get()));
    await(socket.close());
    assertThat(atCopilot.poll().get("X-User-Id")).isEqualTo(TRADER.wpId());
  }

  @Test
  void servesTheSite() throws Exception {
    HttpResponse<Buffer> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.getHeader("Content-Type")).startsWith("text/html");
    assertThat(page.getHeader("Cache-Control")).contains("no-store");
    assertThat(page.getHeader("Content-Security-Policy")).contains("frame-ancestors");
    assertThat(get("/some/page").getHeader("Content-Type")).startsWith("text/html");
    assertThat(get("/assets/none.js").statusCode()).isEqualTo(404);
  }

  @Test
  void packsWhatIsLarge() throws Exception {
    HttpClient client = vertx.createHttpClient(http2());
    int length =
        await(
            onLoop(
                vertx,
                () ->
                    client
                        .request(raw("/api/models/large"))
                        .compose(request -> request.send())
                        .compose(
                            answer -> {
                              assertThat(answer.getHeader("Content-Encoding")).isEqualTo("gzip");
                              return answer.body();
                            })
                        .map(Buffer::length)));
    assertThat(length).isBetween(1, 1_000);
    await(client.close());
  }

  /** A request whose answer comes as it was packed. */
  private static RequestOptions raw(String path) {
    return new RequestOptions()
        .setHost("localhost")
        .setPort(httpsPort())
        .setURI(path)
        .putHeader("Accept-Encoding", "gzip")
        .putHeader("Cookie", "ms_session=" + gateway.session(TRADER));
  }

  @Test
  void acceptsWritesFromItsOwnPages() throws Exception {
    String own = "https://localhost:" + httpsPort();
    assertThat(post("/api/models/echo", own).statusCode()).isEqualTo(200);
    assertThat(post("/api/models/echo", "https://elsewhere.example").statusCode()).isEqualTo(403);
  }

  private static HttpResponse<Buffer> post(String path, String origin) throws Exception {
    return await(
        asTrader(HttpMethod.POST, path)
            .putHeader("Origin", origin)
            .putHeader("Content-Type", "application/json")
            .sendBuffer(Buffer.buffer("{}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/models/echo", "/api/journal/entries"})
  void refusesBodiesThatAreTooLarge(String path) throws Exception {
    HttpResponse<Buffer> answer =
        await(
            asTrader(HttpMethod.POST, path)
                .putHeader("Content-Type", "application/json")
                .sendBuffer(Buffer.buffer(new byte[(10 << 20) + 1])));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.bodyAsJsonObject().getString("error")).contains("10 MB");
    assertThat(answer.getHeader("X-Served-By")).isEqualTo("MARKETSWARM-PROD");
    assertThat(arrived).isEmpty();
  }

  /** Fewer than the configuration grants pass for sure: other tests have asked there too. */
  @ParameterizedTest
  @CsvSource({"/api/ai/nothing, 9", "/api/auth/sso?sso=none&next=/, 18"})
  void limitsHowOftenSomebodyAsks(String path, int granted) throws Exception {
    HttpResponse<Buffer> answer = getAsTrader(path);
    int passed = 0;
    while (!isRefusedByTheEdge(answer) && passed < MOST_ASKED) {
      passed++;
      answer = getAsTrader(path);
    }
    assertThat(passed).isBetween(granted, MOST_ASKED - 1);
    assertThat(answer.getHeader("Retry-After")).isEqualTo("10");
    assertThat(answer.getHeader("X-Served-By")).isEqualTo("MARKETSWARM-PROD");
    assertThat(answer.bodyAsJsonObject().getBoolean("success")).isFalse();
    assertThat(getAsTrader("/api/models/echo").statusCode()).isEqualTo(200);
  }

  /** The gateway has limits of its own. */
  private static boolean isRefusedByTheEdge(HttpResponse<Buffer> answer) {
    return answer.statusCode() == 429 && answer.bodyAsString().contains("in a moment");
  }

  @Test
  void passesEventsOnAtOnce() throws Exception {
    String symbol = "E" + Long.toString(System.nanoTime(), 36).toUpperCase(Locale.ROOT);
    HttpClient client = vertx.createHttpClient(http2());
    StringBuffer text = new StringBuffer();
    var answer =
        await(
            onLoop(
                vertx,
                () ->
                    client
                        .request(raw("/sse/trade_selector/" + symbol))
                        .compose(request -> request.send())
                        .onSuccess(
                            begun -> begun.handler(bytes -> text.append(bytes.toString())))));
    assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.getHeader("Content-Type")).startsWith("text/event-stream");
    assertThat(answer.getHeader("Content-Encoding")).isNull();
    eventually(() -> text.indexOf("event: connected") >= 0);
    for (int i = 1; i <= 3; i++) {
      String event = "{\"ts\":" + i + "}";
      publish("massive:selector:model:" + symbol + ":latest", i, event);
      eventually(() -> text.indexOf("data: " + event) >= 0);
    }
    await(client.close());
  }

  private static void publish(String topic, long sequence, String json) {
    gateway
        .context()
        .messages()
        .publish(
            Addresses.MARKET_MODEL,
            new ModelUpdate(
                topic,
                sequence,
                System.currentTimeMillis(),
                ModelUpdate.Kind.FULL,
                Buffer.buffer(json)));
  }

  @Test
  void logsNoTokens() throws Exception {
    get("/sse/all?token=secret-of-a-stream");
    get("/api/sso?sso=secret-of-a-visit");
    get("/api/health?logged=yes");
    Path log = Path.of(values.get("ACCESS_LOG"));
    eventually(() -> read(log).contains("logged=yes"));
    assertThat(read(log)).contains("GET /sse/all HTTP/2.0", "GET /api/sso HTTP/2.0");
    assertThat(read(log)).doesNotContain("secret-of-a");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException notYet) {
      return "";
    }
  }
}
