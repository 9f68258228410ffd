package io.marketswarm.web;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainingServerTest {
  private static final Patience SHORT =
      new Patience(Duration.ofMillis(300), Duration.ofMillis(2_000));

  private static final short GOING_AWAY = 1001;

  private Vertx vertx;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void losesNoRequestOfPooledConnectionsWhenInstancesLeave() throws Exception {
    int port = freePort();
    List<String> deployments = deploy(3, options(port), port);
    Hammer hammer = new Hammer(client(24, true), port, 24);
    hammer.run();
    hammer.awaitAnswers(2_000);

    await(Future.all(vertx.undeploy(deployments.get(0)), vertx.undeploy(deployments.get(1))));
    hammer.awaitAnswers(2_000);

    assertThat(hammer.stop()).isEmpty();
    assertThat(hammer.answeredBy).containsKeys("instance 0", "instance 1", "instance 2");
  }

  @Test
  void losesNoRequestOfShortConnectionsWhenInstancesComeAndGo() throws Exception {
    int port = freePort();
    await(vertx.deployVerticle(new Answering("stays", options(port), SHORT)));
    Hammer hammer = new Hammer(client(16, false), port, 16);
    hammer.run();

    for (int round = 0; round < 12; round++) {
      String guest =
          await(vertx.deployVerticle(new Answering("guest " + round, options(port), SHORT)));
      hammer.awaitAnswers(300);
      await(vertx.undeploy(guest));
    }

    assertThat(hammer.stop()).isEmpty();
  }

  @Test
  void losesNoRequestOverHttp2WhenInstancesLeave() throws Exception {
    int port = freePort();
    SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
    HttpServerOptions options =
        options(port).setSsl(true).setUseAlpn(true).setKeyCertOptions(certificate.keyCertOptions());
    List<String> deployments = deploy(3, options, port);
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setProtocolVersion(HttpVersion.HTTP_2),
            new PoolOptions().setHttp2MaxSize(12));
    Hammer hammer = new Hammer(client, port, 48);
    hammer.run();
    hammer.awaitAnswers(2_000);

    await(Future.all(vertx.undeploy(deployments.get(0)), vertx.undeploy(deployments.get(1))));
    hammer.awaitAnswers(2_000);

    assertThat(hammer.stop()).isEmpty();
    assertThat(hammer.versions).containsExactly(HttpVersion.HTTP_2);
  }

  @Test
  void losesNoRequestOfShortConnectionsWhereTheyMaySpeakClearTextHttp2() throws Exception {
    int port = freePort();
    HttpServerOptions options = options(port).setHttp2ClearTextEnabled(true);
    await(vertx.deployVerticle(new Answering("stays", options, SHORT)));
    Hammer hammer = new Hammer(client(16, false), port, 16);
    hammer.run();

    for (int round = 0; round < 12; round++) {
      String guest = await(vertx.deployVerticle(new Answering("guest " + round, options, SHORT)));
      hammer.awaitAnswers(300);
      await(vertx.undeploy(guest));
    }

    assertThat(hammer.stop()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void losesNoRequestOverClearTextHttp2WhenInstancesLeave(boolean upgrade) throws Exception {
    int port = freePort();
    HttpServerOptions options = options(port).setHttp2ClearTextEnabled(true);
    List<String> deployments = deploy(3, options, port);
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(upgrade),
            new PoolOptions().setHttp2MaxSize(12));
    Hammer hammer = new Hammer(client, port, 48);
    hammer.run();
    hammer.awaitAnswers(2_000);

    await(Future.all(vertx.undeploy(deployments.get(0)), vertx.undeploy(deployments.get(1))));
    hammer.awaitAnswers(2_000);

    assertThat(hammer.stop()).isEmpty();
    assertThat(hammer.versions).containsExactly(HttpVersion.HTTP_2);
  }

  @Test
  void finishesASlowAnswerAndSaysThatTheConnectionEnds() throws Exception {
    int port = freePort();
    DrainingServer server = new DrainingServer(vertx, options(port), SHORT);
    List<HttpServerRequest> waiting = new ArrayList<>();
    server.requestHandler(waiting::add);
    await(server.listen());
    try (Socket socket = new Socket("127.0.0.1", port)) {
      ask(socket);
      eventually(() -> waiting.size() == 1);

      Future<Void> drained = server.drain();
      await(server.draining());
      waiting.get(0).response().end("late but whole");

      String answer = readAll(socket);
      assertThat(answer).containsIgnoringCase("connection: close").endsWith("late but whole");
      await(drained);
    }
  }

  @Test
  void answersOneMoreRequestOnAnIdleConnection() throws Exception {
    int port = freePort();
    DrainingServer server = new DrainingServer(vertx, options(port), SHORT);
    server.requestHandler(request -> request.response().end("here"));
    await(server.listen());
    try (Socket socket = new Socket("127.0.0.1", port)) {
      ask(socket);
      assertThat(readUntil(socket, "here")).doesNotContainIgnoringCase("connection: close");

      Future<Void> drained = server.drain();
      await(server.draining());
      ask(socket);

      assertThat(readAll(socket)).containsIgnoringCase("connection: close").endsWith("here");
      await(drained);
    }
  }

  @Test
  void closesAnIdleConnectionWhenThePoliteWhileIsOver() throws Exception {
    int port = freePort();
    DrainingServer server = new DrainingServer(vertx, options(port), SHORT);
    server.requestHandler(request -> request.response().end("here"));
    await(server.listen());
    try (Socket socket = new Socket("127.0.0.1", port)) {
      ask(socket);
      readUntil(socket, "here");

      Future<Void> drained = server.drain();

      assertThat(readAll(socket)).isEmpty();
      await(drained);
    }
  }

  @Test
  void letsAnEventStreamEndItselfWhole() throws Exception {
    int port = freePort();
    DrainingServer server = new DrainingServer(vertx, options(port), SHORT);
    server.requestHandler(
        request -> {
          request
              .response()
              .setChunked(true)
              .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
              .write("data: first\n\n");
          server.draining().onSuccess(v -> request.response().end("data: last\n\n"));
        });
    await(server.listen());
    try (Socket socket = new Socket("127.0.0.1", port)) {
      ask(socket);
      readUntil(socket, "first");

      Future<Void> drained = server.drain();

      assertThat(readAll(socket)).contains("data: last").endsWith("0\r\n\r\n");
      await(drained);
    }
  }

  @Test
  void letsAWebSocketEndItself() throws Exception {
    int port = freePort();
    DrainingServer server = new DrainingServer(vertx, options(port), SHORT);
    server.requestHandler(
        request ->
            request
                .toWebSocket()
                .onSuccess(
                    socket -> {
                      socket.textMessageHandler(text -> socket.writeTextMessage("echo " + text));
                      server.draining().onSuccess(v -> socket.close(GOING_AWAY, "moving"));
                    }));
    await(server.listen());
    WebSocketClient client = vertx.createWebSocketClient();
    WebSocket socket = await(client.connect(port, "127.0.0.1", "/"));
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    socket.textMessageHandler(heard::add);
    await(socket.writeTextMessage("hello"));
    eventually(() -> heard.contains("echo hello"));

    await(server.drain());

    eventually(socket::isClosed);
    assertThat(socket.closeStatusCode()).isEqualTo(GOING_AWAY);
    assertThat(socket.closeReason()).isEqualTo("moving");
  }

  @Test
  void cutsAnAnswerWithoutEndWhenThePatienceIsOver() throws Exception {
    int port = freePort();
    DrainingServer server = new DrainingServer(vertx, options(port), SHORT);
    server.requestHandler(request -> request.response().setChunked(true).write("and so on"));
    await(server.listen());
    try (Socket socket = new Socket("127.0.0.1", port)) {
      ask(socket);
      readUntil(socket, "and so on");

      await(server.drain());

      assertThat(readAll(socket)).doesNotContain("0\r\n\r\n");
    }
  }

  @Test
  void refusesConnectionsOnceTheLastServerHasLeft() throws Exception {
    int port = freePort();
    DrainingServer server = new DrainingServer(vertx, options(port), SHORT);
    server.requestHandler(request -> request.response().end());
    await(server.listen());

    await(server.drain());

    eventually(() -> !canConnect(port));
    assertThat(server.drain().succeeded()).isTrue();
  }

  private static HttpServerOptions options(int port) {
    return new HttpServerOptions()
        .setHost("127.0.0.1")
        .setPort(port)
        .setHttp2ClearTextEnabled(false);
  }

  private HttpClient client(int connections, boolean keepAlive) {
    return vertx.createHttpClient(
        new HttpClientOptions().setKeepAlive(keepAlive),
        new PoolOptions().setHttp1MaxSize(connections));
  }

  private List<String> deploy(int instances, HttpServerOptions options, int port) throws Exception {
    List<String> deployments = new ArrayList<>();
    for (int i = 0; i < instances; i++) {
      deployments.add(await(vertx.deployVerticle(new Answering("instance " + i, options, SHORT))));
    }
    return deployments;
  }

  private static void ask(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static String readUntil(Socket socket, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (read.indexOf(text) < 0) {
      int next = in.read();
      assertThat(next).as("end of stream after: " + read).isNotNegative();
      read.append((char) next);
    }
    return read.toString();
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private static boolean canConnect(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  private static void eventually(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      MILLISECONDS.sleep(5);
    }
  }

  /** Answers with its name, now and then a little later, as a real service does. */
  private static final class Answering extends VerticleBase {
    private final String name;
    private final HttpServerOptions options;
    private final Patience patience;
    private final AtomicLong asked = new AtomicLong();
    private DrainingServer server;

    Answering(String name, HttpServerOptions options, Patience patience) {
      this.name = name;
      this.options = options;
      this.patience = patience;
    }

    @Override
    public Future<?> start() {
      server = new DrainingServer(vertx, options, patience).requestHandler(this::answer);
      return server.listen();
    }

    private void answer(HttpServerRequest request) {
      if (asked.incrementAndGet() % 50 == 0) {
        vertx.setTimer(20, t -> request.response().end(name));
      } else {
        request.response().end(name);
      }
    }

    @Override
    public Future<?> stop() {
      return server.drain();
    }
  }

  /** Asks without a pause over many connections at once and keeps every failure. */
  private final class Hammer {
    private final HttpClient client;
    private final int port;
    private final int parallel;
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicLong answers = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final java.util.Map<String, Long> answeredBy =
        new java.util.concurrent.ConcurrentHashMap<>();
    private final java.util.Set<HttpVersion> versions =
        java.util.concurrent.ConcurrentHashMap.newKeySet();

    Hammer(HttpClient client, int port, int parallel) {
      this.client = client;
      this.port = port;
      this.parallel = parallel;
    }

    void run() {
      for (int i = 0; i < parallel; i++) {
        active.incrementAndGet();
        vertx.runOnContext(v -> strike());
      }
    }

    private void strike() {
      if (!running.get()) {
        active.decrementAndGet();
        return;
      }
      client
          .request(HttpMethod.POST, port, "127.0.0.1", "/")
          .compose(request -> request.send(Buffer.buffer("work")))
          .compose(
              response -> {
                versions.add(response.version());
                return response.body().map(body -> response.statusCode() + " " + body);
              })
          .onSuccess(
              answer -> {
                answers.incrementAndGet();
                if (answer.startsWith("200 ")) {
                  answeredBy.merge(answer.substring(4), 1L, Long::sum);
                } else {
                  failures.add(answer);
                }
              })
          .onFailure(cause -> failures.add(cause.toString()))
          .onComplete(done -> strike());
    }

    void awaitAnswers(long more) throws InterruptedException {
      long goal = answers.get() + more;
      eventually(() -> answers.get() >= goal || failures.size() > 100);
    }

    Queue<String> stop() throws Exception {
      running.set(false);
      eventually(() -> active.get() == 0);
      await(client.close());
      return failures;
    }
  }
}
