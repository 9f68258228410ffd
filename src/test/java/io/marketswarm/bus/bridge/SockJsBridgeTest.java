package io.marketswarm.bus.bridge;

import static io.marketswarm.bus.Waiting.until;
import static io.marketswarm.bus.bridge.RunningBridge.OPTIONS;
import static io.marketswarm.bus.bridge.RunningBridge.frame;
import static io.marketswarm.bus.bridge.RunningBridge.limits;
import static io.marketswarm.bus.bridge.RunningBridge.token;
import static io.marketswarm.bus.bridge.TcpBridgeTest.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.bus.ModelUpdate;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SockJsBridgeTest {
  private static final int MANY = 1_000_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private RunningBridge bridge;
  private SevereLog severe;

  @BeforeAll
  static void allowTheTestsToSetAnOrigin() {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "origin");
  }

  @BeforeEach
  void listenToTheLog() {
    severe = new SevereLog();
  }

  @AfterEach
  void stop() {
    severe.close();
    bridge.close();
  }

  @Test
  void aTokenInTheHeaderOrTheQueryOpensTheSocket() throws Exception {
    bridge = new RunningBridge();
    bridge.echo("integrator.echo");
    try (WebClient byQuery = bridge.webClient();
        WebClient byHeader =
            WebClient.open(
                WebClient.uri(bridge.httpPort(), "/eventbus/websocket"),
                WebClient.builder().header("Authorization", "bearer " + token()))) {
      for (WebClient client : List.of(byQuery, byHeader)) {
        JsonObject reply =
            client.ask(
                frame("send", "integrator.echo").put("replyAddress", "r1").put("body", "hello"));
        assertThat(reply.getString("type")).isEqualTo("rec");
        assertThat(reply.getString("address")).isEqualTo("r1");
        assertThat(reply.getString("body")).isEqualTo("hello");
      }
    }
    assertThat(severe.lines()).isEmpty();
  }

  @Test
  void withoutAValidTokenNothingIsOpenedAndNoStackIsLogged() throws Exception {
    bridge = new RunningBridge();
    for (String query :
        List.of("", "?token=", "?token=nonsense", "?token=" + token() + "x", "?token=a.b.c")) {
      assertThatThrownBy(
              () ->
                  WebClient.open(
                      WebClient.uri(bridge.httpPort(), "/eventbus/websocket" + query),
                      WebClient.builder()))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              e -> assertThat(e.getResponse().statusCode()).isEqualTo(401));
      HttpResponse<String> info = get("/eventbus/info" + query);
      assertThat(info.statusCode()).isEqualTo(401);
      assertThat(info.headers().firstValue("www-authenticate")).contains("Bearer realm=\"bridge\"");
      assertThat(new JsonObject(info.body()).getString("error")).isNotBlank();
    }
    assertThat(severe.lines()).isEmpty();
  }

  @Test
  void aTypedMessageArrivesAsJson() throws Exception {
    bridge = new RunningBridge();
    try (WebClient client = bridge.webClient("market").listen("market.model")) {
      MessageBus.on(bridge.vertx, bridge.meters)
          .publish(
              Addresses.MARKET_MODEL,
              new ModelUpdate("t", 3, 9, ModelUpdate.Kind.FULL, Buffer.buffer("{\"a\":[1]}")));
      assertThat(client.read())
          .isEqualTo(
              frame("rec", "market.model")
                  .put("headers", new JsonObject())
                  .put(
                      "body",
                      new JsonObject()
                          .put("topic", "t")
                          .put("seq", 3)
                          .put("ts", 9)
                          .put("full", true)
                          .put("data", new JsonObject().put("a", new JsonArray().add(1))))
                  .put("send", false));
    }
  }

  @Test
  void theRulesAreThoseOfTheOtherTransport() throws Exception {
    bridge = new RunningBridge(OPTIONS.withLimits(limits(MANY, 2, 30)));
    try (WebClient client = bridge.webClient()) {
      assertError(client.ask(frame("register", "market.model")), "access_denied");
      assertError(client.ask(frame("register", "user.events")), "access_denied");
      assertError(client.ask(frame("publish", "truth.updated")), "access_denied");
      assertError(client.ask(frame("dance")), "invalid_type");
      assertError(client.ask(new JsonObject()), "missing_type");
      assertError(client.ask(frame("register")), "missing_address");
      client.send("[1]");
      assertError(client.read(), "invalid_json");
      client.send("{");
      assertError(client.read(), "invalid_json");
      client.listen("integrator.a").listen("integrator.a").listen("integrator.b");
      assertError(client.ask(frame("register", "integrator.c")), "max_handlers_reached");
      JsonObject nobody = client.ask(frame("send", "integrator.x").put("replyAddress", "r"));
      assertThat(nobody.getString("failureType")).isEqualTo("NO_HANDLERS");
      bridge.publish("integrator.a", "once");
      assertThat(client.read().getString("body")).isEqualTo("once");
      bridge.publish("integrator.b", "and then this");
      assertThat(client.read().getString("body")).isEqualTo("and then this");
    }
    until("the session is gone", () -> bridge.connections("sockjs") == 0);
    assertThat(severe.lines()).isEmpty();
  }

  @Test
  void bothTransportsShareTheBus() throws Exception {
    bridge = new RunningBridge();
    try (WebClient web = bridge.webClient().listen("integrator.news");
        TcpClient tcp = bridge.client()) {
      tcp.send(frame("publish", "integrator.news").put("body", "from afar"));
      assertThat(web.read().getString("body")).isEqualTo("from afar");
    }
  }

  @Test
  void anExpiredTokenClosesTheOpenSocketWithTheReason() throws Exception {
    bridge = new RunningBridge();
    try (WebClient client =
        WebClient.open(bridge.httpPort(), token(Duration.ofSeconds(1))).listen("integrator.a")) {
      assertError(client.read(), "token_expired");
      assertThat(client.closeCode()).isEqualTo(1008);
      assertThat(client.closeReason()).isEqualTo("token_expired");
    }
    assertThat(bridge.connections("sockjs")).isZero();
  }

  @Test
  void aTokenCanBeRenewedOnTheOpenSocket() throws Exception {
    bridge = new RunningBridge();
    try (WebClient client = WebClient.open(bridge.httpPort(), token(Duration.ofSeconds(2)))) {
      JsonObject welcome = client.ask(frame("auth").put("token", token()));
      assertThat(welcome.getBoolean("ok")).isTrue();
      long started = System.nanoTime();
      until(
          "the first token has expired",
          () -> System.nanoTime() - started > Duration.ofMillis(2_100).toNanos());
      client.listen("integrator.still-here");
    }
  }

  @Test
  void aFrameBeyondTheLimitIsAnsweredBeforeTheClose() throws Exception {
    bridge = new RunningBridge(OPTIONS.withLimits(limits(MANY, 10, 30)));
    try (WebClient client = bridge.webClient()) {
      client.send("x".repeat(2_001));
      assertError(client.read(), "frame_too_large");
      assertThat(client.closeCode()).isEqualTo(1009);
    }
    assertThat(severe.lines()).isEmpty();
  }

  @Test
  void aMegabyteAtOnceClosesTheSocketOfItsSenderOnly() throws Exception {
    bridge = new RunningBridge();
    byte[] noise = new byte[1 << 20];
    new Random(1).nextBytes(noise);
    try (WebClient bystander = bridge.webClient().listen("integrator.news");
        WebClient client = bridge.webClient()) {
      try {
        client.send(new String(noise, StandardCharsets.ISO_8859_1));
      } catch (ExecutionException cut) {
        assertThat(cut).hasCauseInstanceOf(IOException.class);
      }
      until("the session is gone", () -> bridge.connections("sockjs") == 1);
      bridge.publish("integrator.news", "still here");
      assertThat(bystander.read().getString("body")).isEqualTo("still here");
    }
    assertThat(severe.lines()).isEmpty();
  }

  @Test
  void tooManyFramesAreAnsweredWithAnErrorUntilPatienceEnds() throws Exception {
    bridge = new RunningBridge(OPTIONS.withLimits(limits(1, 10, 30)));
    try (WebClient client = bridge.webClient()) {
      for (int i = 0; i < 30; i++) {
        try {
          client.send(frame("ping"));
        } catch (ExecutionException closed) {
          break;
        }
      }
      assertError(client.read(), "rate_limited");
      assertThat(client.closeCode()).isEqualTo(1008);
      assertThat(client.closeReason()).isEqualTo("rate_limited");
    }
  }

  @Test
  void aSilentClientIsClosed() throws Exception {
    bridge = new RunningBridge(OPTIONS.withLimits(limits(MANY, 10, 1)));
    try (WebClient client = bridge.webClient()) {
      assertError(client.read(), "idle");
      assertThat(client.closeCode()).isEqualTo(1001);
    }
  }

  @Test
  void aFullHouseTakesNoMoreClients() throws Exception {
    bridge = new RunningBridge(OPTIONS.withLimits(new BridgeLimits(2_000, 100, 10, 1, 30, 1)));
    try (WebClient inside = bridge.webClient().listen("integrator.a")) {
      assertThatThrownBy(() -> bridge.webClient())
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              e -> assertThat(e.getResponse().statusCode()).isEqualTo(503));
      inside.listen("integrator.b");
    }
  }

  @Test
  void onlyPagesOfAllowedOriginsMayConnect() throws Exception {
    bridge = new RunningBridge(OPTIONS.withAllowedOrigins(Set.of("https://desk.example.com")));
    String own = "http://127.0.0.1:" + bridge.httpPort();
    for (String origin : List.of("https://desk.example.com", own)) {
      try (WebClient client =
          WebClient.open(
              WebClient.uri(bridge.httpPort(), "/eventbus/websocket?token=" + token()),
              WebClient.builder().header("Origin", origin))) {
        client.listen("integrator.a");
      }
      HttpResponse<String> info = get("/eventbus/info?token=" + token(), "Origin", origin);
      assertThat(info.statusCode()).isEqualTo(200);
      assertThat(info.headers().allValues("access-control-allow-origin")).containsExactly(origin);
    }
    for (String origin :
        List.of("https://evil.example.com", "null", "https://desk.example.com.x")) {
      assertThatThrownBy(
              () ->
                  WebClient.open(
                      WebClient.uri(bridge.httpPort(), "/eventbus/websocket?token=" + token()),
                      WebClient.builder().header("Origin", origin)))
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
      assertThat(get("/eventbus/info?token=" + token(), "Origin", origin).statusCode())
          .isEqualTo(403);
    }
    assertThat(severe.lines()).isEmpty();
  }

  @Test
  void aBrowserMayAskBeforehandWithoutAToken() throws Exception {
    bridge = new RunningBridge(OPTIONS.withAllowedOrigins(Set.of("https://desk.example.com")));
    HttpRequest preflight =
        HttpRequest.newBuilder(uri("/eventbus/info"))
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", "https://desk.example.com")
            .header("Access-Control-Request-Method", "GET")
            .build();
    HttpResponse<String> answer = http.send(preflight, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("access-control-allow-headers"))
        .contains("authorization");
  }

  @Test
  void theFramedSockJsTransportWorksAndTheOldFallbacksAreOff() throws Exception {
    bridge = new RunningBridge();
    try (WebClient client =
        WebClient.open(
            WebClient.uri(bridge.httpPort(), "/eventbus/123/abcdefgh/websocket?token=" + token()),
            WebClient.builder())) {
      assertThat(client.readText()).isEqualTo("o");
      String register = frame("register", "integrator.a").put("ack", true).encode();
      client.send(new JsonArray().add(register).encode());
      assertThat(client.readText())
          .isEqualTo(
              "a" + new JsonArray().add(frame("registered", "integrator.a").encode()).encode());
      bridge.publish("integrator.a", "hello");
      assertThat(unframed(client.readText()).get(0).getString("body")).isEqualTo("hello");
    }
    for (String fallback : List.of("xhr", "xhr_streaming", "eventsource", "htmlfile", "jsonp")) {
      HttpRequest poll =
          HttpRequest.newBuilder(
                  uri("/eventbus/123/abcdefgi/" + fallback + "?c=x&token=" + token()))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      assertThat(http.send(poll, HttpResponse.BodyHandlers.ofString()).statusCode()).isIn(404, 405);
    }
  }

  @Test
  void aStoppedBridgeTakesLeave() throws Exception {
    bridge = new RunningBridge();
    try (WebClient client = bridge.webClient().listen("integrator.a")) {
      bridge.undeploy();
      assertError(client.read(), "going_away");
      assertThat(client.closeCode()).isEqualTo(1001);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/eventbus/websocket", "/eventbus/123/abcdefgh/websocket"})
  void aReaderThatStopsIsBoundedAndShownOutEvenIfItPings(String path) throws Exception {
    bridge = new RunningBridge(OPTIONS.withLimits(limits(MANY, 10, 2)));
    boolean framed = !path.equals("/eventbus/websocket");
    try (Socket deaf = new Socket()) {
      deaf.setReceiveBufferSize(4_096);
      deaf.connect(new InetSocketAddress("127.0.0.1", bridge.httpPort()));
      deaf.getOutputStream().write(handshake(path).getBytes(StandardCharsets.US_ASCII));
      until("the client is in", () -> bridge.connections("sockjs") == 1);
      deaf.getOutputStream().write(masked(frame("register", "integrator.flood"), framed));
      String ballast = "x".repeat(60_000);
      until(
          "it lags so far that messages are dropped",
          () -> {
            bridge.publish("integrator.flood", ballast);
            return bridge.dropped("sockjs") > 10;
          });
      byte[] ping = masked(frame("ping"), framed);
      until(
          "its socket is closed",
          () -> {
            try {
              deaf.getOutputStream().write(ping);
              return false;
            } catch (IOException closed) {
              return true;
            }
          });
      assertThat(bridge.connections("sockjs")).isZero();
      assertThat(bridge.refused("sockjs", "idle")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/eventbus/websocket", "/eventbus/123/abcdefgh/websocket"})
  void aSlowReaderGetsTheNewestAndIsToldWhatItMissed(String path) throws Exception {
    bridge = new RunningBridge();
    boolean framed = !path.equals("/eventbus/websocket");
    try (WebClient slow =
        WebClient.open(
            WebClient.uri(bridge.httpPort(), path + "?token=" + token()), WebClient.builder())) {
      if (framed) {
        assertThat(slow.readText()).isEqualTo("o");
      }
      String register = frame("register", "integrator.flood").put("ack", true).encode();
      slow.send(framed ? new JsonArray().add(register).encode() : register);
      assertThat(slow.readText()).contains("registered");
      slow.stopReading();
      String ballast = "x".repeat(60_000);
      AtomicInteger published = new AtomicInteger();
      until(
          "it lags so far that messages are dropped",
          () -> {
            bridge.publish("integrator.flood", published.incrementAndGet() + ballast);
            return bridge.dropped("sockjs") > 10;
          });
      bridge.publish("integrator.flood", "the newest");
      slow.startReading();
      int seen = 0;
      int missed = 0;
      boolean newest = false;
      while (missed == 0 || !newest) {
        String text = slow.readText();
        for (JsonObject frame : framed ? unframed(text) : List.of(new JsonObject(text))) {
          missed += frame.getInteger("dropped", 0);
          if (frame.getString("type").equals("rec")) {
            seen++;
            newest = frame.getString("body").equals("the newest");
          }
        }
      }
      assertThat(seen + missed).isEqualTo(published.get() + 1);
    }
  }

  /** SockJS may put several messages into one. */
  private static List<JsonObject> unframed(String sockJs) {
    assertThat(sockJs).startsWith("a");
    return new JsonArray(sockJs.substring(1))
        .stream().map(json -> new JsonObject((String) json)).toList();
  }

  private String handshake(String path) {
    return "GET "
        + path
        + "?token="
        + token()
        + " HTTP/1.1\r\nHost: bridge\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
  }

  /** A short text frame of a client, with a mask of zeros. */
  private static byte[] masked(JsonObject frame, boolean framed) {
    String json = frame.encode();
    byte[] bytes =
        (framed ? new JsonArray().add(json).encode() : json).getBytes(StandardCharsets.US_ASCII);
    return Buffer.buffer()
        .appendByte((byte) 0x81)
        .appendByte((byte) (0x80 | bytes.length))
        .appendInt(0)
        .appendBytes(bytes)
        .getBytes();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + bridge.httpPort() + path);
  }
}
