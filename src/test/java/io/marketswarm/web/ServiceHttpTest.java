package io.marketswarm.web;

import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.log.Level;
import io.marketswarm.log.Line;
import io.marketswarm.log.LogSettings;
import io.marketswarm.log.Logs;
import io.marketswarm.service.Busy;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.ServiceSpec;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceHttpTest {
  private static final ServiceSpec SPEC =
      ServiceSpec.service("journal", "A service under test")
          .buses()
          .port(0, "TEST_PORT", "/api/health")
          .runs();

  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final Queue<Line> said = new ConcurrentLinkedQueue<>();
  private Vertx vertx;
  private WebClient client;
  private Sample service;
  private Runnable stopListening;

  @BeforeEach
  void open() throws Exception {
    Logs.start(new LogSettings(Level.INFO, false, false, null, ""));
    stopListening = Logs.onLine(said::add);
    vertx = Vertx.vertx();
    client = WebClient.create(vertx);
    service = new Sample(TestServices.context(SPEC, metrics));
    await(vertx.deployVerticle(service));
  }

  @AfterEach
  void close() throws Exception {
    stopListening.run();
    await(vertx.close());
  }

  @Test
  void answersWithARequestIdAndSafeHeaders() throws Exception {
    HttpResponse<Buffer> answer = get("/api/trades/7");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.getHeader("X-Request-Id")).matches("[0-9a-f]{16}");
    assertThat(answer.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.getHeader("X-Frame-Options")).isEqualTo("SAMEORIGIN");
    assertThat(answer.getHeader("Referrer-Policy")).isEqualTo("strict-origin-when-cross-origin");
    assertThat(answer.getHeader("Strict-Transport-Security")).isNull();
  }

  @Test
  void keepsTheRequestIdOfTheProxyUnlessItIsStrange() throws Exception {
    assertThat(withRequestId("edge-42").getHeader("X-Request-Id")).isEqualTo("edge-42");
    assertThat(withRequestId("a b\"c").getHeader("X-Request-Id")).matches("[0-9a-f]{16}");
    assertThat(withRequestId("x".repeat(65)).getHeader("X-Request-Id")).matches("[0-9a-f]{16}");
  }

  @Test
  void saysWhatWasWrongWithARequest() throws Exception {
    HttpResponse<Buffer> answer = get("/api/refused");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.bodyAsJsonObject())
        .isEqualTo(
            new JsonObject()
                .put("success", false)
                .put("error", "quantity 0 is not at least 1")
                .put("field", "quantity"));
  }

  @Test
  void hidesInternalErrorsFromTheClientAndLogsThemOnce() throws Exception {
    HttpResponse<Buffer> answer = get("/api/broken/secret-path");

    assertThat(answer.statusCode()).isEqualTo(500);
    String id = answer.getHeader("X-Request-Id");
    assertThat(answer.bodyAsJsonObject())
        .isEqualTo(
            new JsonObject()
                .put("success", false)
                .put("error", "Internal server error")
                .put("request_id", id));
    List<Line> errors = errorsSaid();
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0).message())
        .contains(id)
        .contains("GET /api/broken/:what")
        .doesNotContain("secret-path");
    assertThat(errors.get(0).trace()).contains("the cable is cut");
  }

  @Test
  void hidesWhatAFailedFutureSays() throws Exception {
    HttpResponse<Buffer> answer = get("/api/failed-future");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.bodyAsString()).doesNotContain("password");
    assertThat(errorsSaid()).hasSize(1);
  }

  @Test
  void refusesAChangeWhileAnotherIsUnderWay() throws Exception {
    HttpResponse<Buffer> answer = get("/api/busy");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(errorsSaid()).isEmpty();
  }

  @Test
  void saysWhereABodyIsNotJson() throws Exception {
    for (String path : List.of("/api/echo", "/api/plain-echo")) {
      HttpResponse<Buffer> answer = post(path, "{\"a\": 1,\n \"b\": }");

      assertThat(answer.statusCode()).isEqualTo(400);
      JsonObject body = answer.bodyAsJsonObject();
      assertThat(body.getString("error")).isEqualTo("Invalid JSON");
      assertThat(body.getJsonObject("position").getInteger("line")).isEqualTo(2);
      assertThat(body.getJsonObject("position").getInteger("column")).isBetween(6, 8);
    }
    assertThat(errorsSaid()).isEmpty();
  }

  @Test
  void takesObjectsArraysAndNothingForWhatTheyAre() throws Exception {
    assertThat(post("/api/echo", "{\"a\":1}").bodyAsJsonObject())
        .isEqualTo(new JsonObject().put("a", 1));
    assertThat(post("/api/echo", "[1]").statusCode()).isEqualTo(400);
    assertThat(post("/api/echo", "null").statusCode()).isEqualTo(400);
    assertThat(post("/api/echo", "").statusCode()).isEqualTo(400);
    assertThat(post("/api/list", "[1]").bodyAsJsonArray()).isEqualTo(new JsonArray().add(1));
    assertThat(post("/api/list", "{}").statusCode()).isEqualTo(400);
    assertThat(post("/api/optional", "").bodyAsJsonObject()).isEqualTo(new JsonObject());
  }

  @Test
  void treatsBrokenInternalJsonAsItsOwnFault() throws Exception {
    HttpResponse<Buffer> answer = post("/api/broken-store", "{}");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(errorsSaid()).hasSize(1);
  }

  @Test
  void answersUnknownPathsAndMethodsInJson() throws Exception {
    HttpResponse<Buffer> unknown = get("/nowhere");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.bodyAsJsonObject().getString("error")).isEqualTo("Not Found");
    assertThat(unknown.getHeader("X-Request-Id")).isNotNull();

    HttpResponse<Buffer> method = send(HttpMethod.PATCH, "/api/trades/7", "");
    assertThat(method.statusCode()).isEqualTo(405);
    assertThat(method.getHeader("Allow")).isEqualTo("DELETE, GET");
    assertThat(method.bodyAsJsonObject().getString("error")).isEqualTo("Method Not Allowed");

    assertThat(send(HttpMethod.POST, "/mounted/inside", "{}").getHeader("Allow")).isEqualTo("GET");
  }

  @Test
  void answersAPathThatCannotBeDecoded() throws Exception {
    String answer = raw("GET /api/trades/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"success\":false");
    assertThat(errorsSaid()).isEmpty();
  }

  @Test
  void refusesBodiesHeadersAndLinesThatAreTooLong() throws Exception {
    HttpResponse<Buffer> body = post("/api/echo", "\"" + "x".repeat(2_000) + "\"");
    assertThat(body.statusCode()).isEqualTo(413);
    assertThat(body.bodyAsJsonObject().getBoolean("success")).isFalse();

    String line = raw("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(line).contains(" 414 ").contains("\"success\":false");

    String header = raw("GET / HTTP/1.1\r\nHost: x\r\nA: " + "x".repeat(17_000) + "\r\n\r\n");
    assertThat(header).contains(" 431 ").contains("\"success\":false");

    assertThat(raw("this is not HTTP\r\n\r\n")).contains(" 400 ");
  }

  @Test
  void goesOnWithAConnectionAfterABodyThatWasTooLong() throws Exception {
    String big = "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n";
    String next = "GET /api/trades/7 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    String answers = raw(big + "x".repeat(5_000) + next);

    assertThat(answers).startsWith("HTTP/1.1 413 ").contains("HTTP/1.1 200 OK");
  }

  @Test
  void waitsOnlySoLongForABody() throws Exception {
    String answer = raw("POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"a\":");

    assertThat(answer).startsWith("HTTP/1.1 408 ").contains("\"success\":false");
  }

  @Test
  void breaksTheConnectionWhenAnAnswerFailsHalfWay() throws Exception {
    String answer = raw("GET /api/half HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(answer).contains("the first half").doesNotContain("0\r\n\r\n");
    assertThat(errorsSaid()).hasSize(1);
  }

  @Test
  void leavesTheBodyOfAStreamedRouteToIt() throws Exception {
    HttpResponse<Buffer> answer = post("/api/upload", "x".repeat(5_000));

    assertThat(answer.bodyAsString()).isEqualTo("5000");
  }

  @Test
  void saysThatItIsHealthy() throws Exception {
    for (String path : List.of("/health", "/api/health")) {
      HttpResponse<Buffer> answer = get(path);

      JsonObject health = answer.bodyAsJsonObject();
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(health.fieldNames())
          .containsExactly("status", "service", "ts", "uptime", "db_pool");
      assertThat(health.getString("status")).isEqualTo("healthy");
      assertThat(health.getString("service")).isEqualTo("journal");
      assertThat(health.getLong("ts")).isGreaterThan(1_700_000_000_000L);
      assertThat(health.getLong("uptime")).isNotNegative();
      assertThat(health.getJsonObject("db_pool").getInteger("size")).isEqualTo(4);
    }
  }

  @Test
  void saysWhyItIsNotHealthy() throws Exception {
    service.databaseUp = false;

    HttpResponse<Buffer> answer = get("/health");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.bodyAsJsonObject().getString("status")).isEqualTo("unhealthy");
    assertThat(answer.bodyAsJsonObject().getJsonArray("reasons"))
        .containsExactly("database is down");
  }

  @Test
  void timesRequestsByDeclaredRoute() throws Exception {
    get("/api/trades/7");
    get("/api/trades/8");
    get("/api/broken/x");
    get("/nowhere/1");
    get("/nowhere/2");
    get("/mounted/inside");
    get("/api/stream");
    send(HttpMethod.valueOf("BREW"), "/api/trades/7", "");
    TestServices.eventually(() -> labels().size() >= 5);

    assertThat(labels())
        .containsExactlyInAnyOrder(
            "GET /api/trades/:id 200 x2",
            "GET /api/broken/:what 500 x1",
            "GET none 404 x2",
            "GET /mounted/inside 200 x1",
            "OTHER none 405 x1");
  }

  @Test
  void closesWhatItOpenedWhenItStops() throws Exception {
    await(vertx.undeploy(vertx.deploymentIDs().iterator().next()));

    assertThat(service.opened).isFalse();
  }

  @Test
  void closesWhatItOpenedWhenItCannotListen() throws Exception {
    ServiceContext taken = TestServices.context(SPEC, "192.0.2.1", metrics, null, null);
    Sample second = new Sample(taken);

    Future<String> deployed =
        vertx.deployVerticle(second).recover(cause -> Future.succeededFuture("failed"));

    assertThat(await(deployed)).isEqualTo("failed");
    assertThat(second.opened).isFalse();
  }

  private Set<String> labels() {
    return metrics.find(RequestMetrics.TIMER).timers().stream()
        .map(ServiceHttpTest::label)
        .collect(Collectors.toSet());
  }

  private static String label(Timer timer) {
    return timer.getId().getTag("method")
        + " "
        + timer.getId().getTag("route")
        + " "
        + timer.getId().getTag("status")
        + " x"
        + timer.count();
  }

  private List<Line> errorsSaid() {
    return said.stream().filter(line -> line.level() == Level.ERROR).toList();
  }

  private HttpResponse<Buffer> get(String path) throws Exception {
    return send(HttpMethod.GET, path, "");
  }

  private HttpResponse<Buffer> post(String path, String body) throws Exception {
    return send(HttpMethod.POST, path, body);
  }

  private HttpResponse<Buffer> send(HttpMethod method, String path, String body) throws Exception {
    return await(
        client.request(method, service.port(), "127.0.0.1", path).sendBuffer(Buffer.buffer(body)));
  }

  private HttpResponse<Buffer> withRequestId(String id) throws Exception {
    return await(
        client
            .get(service.port(), "127.0.0.1", "/api/trades/7")
            .putHeader("X-Request-Id", id)
            .send());
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", service.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** A service as others write them. */
  private static final class Sample extends ServiceHttp {
    private volatile boolean databaseUp = true;
    private volatile boolean opened;

    Sample(ServiceContext context) {
      super(context);
    }

    @Override
    protected Future<?> open() {
      opened = true;
      return Future.succeededFuture();
    }

    @Override
    protected Future<?> close() {
      opened = false;
      return Future.succeededFuture();
    }

    @Override
    protected HttpLimits limits() {
      return HttpLimits.DEFAULT.withBody(1_000).withSending(Duration.ofMillis(500));
    }

    @Override
    protected Health health() {
      return super.health()
          .needs("database", () -> databaseUp)
          .reports("db_pool", () -> new JsonObject().put("size", 4));
    }

    @Override
    protected void streamed(Router router) {
      router
          .post("/api/upload")
          .handler(
              request ->
                  request
                      .request()
                      .body()
                      .onSuccess(body -> request.end(Integer.toString(body.length()))));
    }

    @Override
    protected void routes(Router router) {
      router.get("/api/trades/:id").handler(r -> r.json(new JsonObject()));
      router.delete("/api/trades/:id").handler(r -> r.response().setStatusCode(204).end());
      router
          .get("/api/refused")
          .handler(
              r -> {
                throw new ApiError(
                    422, "quantity 0 is not at least 1", Map.of("field", "quantity"));
              });
      router
          .get("/api/broken/:what")
          .handler(
              r -> {
                throw new IllegalStateException("the cable is cut");
              });
      router
          .get("/api/failed-future")
          .respond(r -> Future.failedFuture(new IOException("password=hunter22 was wrong")));
      router.get("/api/busy").respond(r -> Future.failedFuture(new Busy("massive")));
      router.post("/api/echo").handler(r -> r.json(JsonBody.object(r)));
      router.post("/api/plain-echo").handler(r -> r.json(r.body().asJsonObject()));
      router.post("/api/list").handler(r -> r.json(JsonBody.array(r)));
      router.post("/api/optional").handler(r -> r.json(JsonBody.objectOrEmpty(r)));
      router.post("/api/broken-store").handler(r -> r.json(new JsonObject("{from the store")));
      router
          .get("/api/half")
          .handler(
              r -> {
                r.response()
                    .setChunked(true)
                    .write("the first half")
                    .onSuccess(v -> r.fail(new IllegalStateException("no second half")));
              });
      router
          .get("/api/stream")
          .handler(
              r -> r.response().putHeader("Content-Type", "text/event-stream").end("data: 1\n\n"));
      Router inside = Router.router(vertx);
      inside.get("/inside").handler(r -> r.end("in"));
      router.route("/mounted/*").subRouter(inside);
    }
  }
}
