package io.marketswarm.market.feed;

import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.log.Log;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SelfSignedCertificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connection against a provider that says just what a test wants. */
class ProviderSocketTest {
  private static final String CALL = "T.O:SPXW260127C06985000";
  private static final String PUT = "T.O:SPXW260127P06985000";
  private static final String TRADE =
      "[{\"ev\":\"T\",\"sym\":\"O:SPXW260127C06985000\",\"p\":7.7,\"s\":3,\"c\":[227],\"t\":5}]";

  private static final SocketRhythm QUICK = rhythm(Duration.ofSeconds(10));

  private static Vertx vertx;
  private static ScriptedProvider provider;

  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Heard heard = new Heard();
  private final Context context = vertx.getOrCreateContext();
  private volatile boolean marketOpen;
  private ProviderSocket socket;

  private static SocketRhythm rhythm(Duration auth) {
    return new SocketRhythm(
        Duration.ofSeconds(10),
        auth,
        Duration.ofMillis(50),
        Duration.ofSeconds(10),
        Duration.ofMillis(200),
        Duration.ofMillis(20),
        Duration.ofMillis(80),
        Duration.ofMillis(5),
        Duration.ofMillis(150));
  }

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    provider = new ScriptedProvider(vertx);
  }

  @AfterAll
  static void stop() {
    provider.close();
    get(vertx.close());
  }

  @BeforeEach
  void provider() {
    provider.sockets().clear();
    provider.converses(this::behave);
  }

  @AfterEach
  void disconnect() {
    if (socket != null) {
      get(on(() -> socket.close()));
    }
  }

  /** Lets everybody in. */
  private void behave(ServerWebSocket client) {
    status(client, "connected", "Connected Successfully");
    client.textMessageHandler(
        text -> {
          said.add(text);
          if (new JsonObject(text).getString("action").equals("auth")) {
            status(client, "auth_success", "authenticated");
          }
        });
  }

  private static void status(ServerWebSocket client, String status, String message) {
    client.writeTextMessage(
        "[{\"ev\":\"status\",\"status\":\"" + status + "\",\"message\":\"" + message + "\"}]");
  }

  private void connect(ProviderAddress address, String... channels) {
    connect(QUICK, address, channels);
  }

  private void connect(SocketRhythm rhythm, ProviderAddress address, String... channels) {
    socket =
        new ProviderSocket(
            vertx,
            ProviderDirectory.fixed(address),
            Cluster.OPTIONS,
            rhythm,
            () -> marketOpen,
            heard,
            new SimpleMeterRegistry(),
            Log.of("test"));
    on(
        () -> {
          socket.open();
          socket.want(Set.of(channels));
          return Future.succeededFuture();
        });
  }

  private void want(String... channels) {
    on(
        () -> {
          socket.want(Set.of(channels));
          return Future.succeededFuture();
        });
  }

  private Future<Void> on(Supplier<Future<Void>> action) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(v -> action.get().onComplete(done));
    return done.future();
  }

  private ServerWebSocket client(int number) {
    until("connection " + number, () -> provider.sockets().size() >= number);
    return provider.sockets().get(number - 1);
  }

  private void live() {
    until("the socket is live", () -> socket.state() == SocketState.LIVE);
  }

  @Test
  void letsItselfInBeforeItSubscribes() {
    connect(provider.address(), CALL, PUT);
    live();
    until("it subscribed", () -> said.size() == 2);
    assertThat(said)
        .containsExactly(
            "{\"action\":\"auth\",\"params\":\"secret-key\"}",
            "{\"action\":\"subscribe\",\"params\":\"" + CALL + "," + PUT + "\"}");
    client(1).writeTextMessage(TRADE);
    until("the frame came", () -> heard.frames.size() == 1);
    assertThat(heard.frames).containsExactly(TRADE);
    assertThat(heard.trades).isEqualTo(1);
    assertThat(heard.states).containsExactly(SocketState.CONNECTING, SocketState.LIVE);
  }

  @Test
  void doesNotConnectForNothing() {
    connect(provider.address());
    assertThat(socket.state()).isEqualTo(SocketState.IDLE);
    want(CALL);
    live();
    ServerWebSocket first = client(1);
    want();
    until("it left", first::isClosed);
    assertThat(heard.states)
        .containsExactly(SocketState.CONNECTING, SocketState.LIVE, SocketState.IDLE);
    assertThat(socket.counts().of(SocketEvent.RECONNECT)).isZero();
  }

  @Test
  void followsChangesOnTheSameConnection() {
    connect(provider.address(), CALL);
    live();
    want(PUT);
    until("it changed", () -> said.size() == 4);
    assertThat(said.subList(2, 4))
        .containsExactly(
            "{\"action\":\"unsubscribe\",\"params\":\"" + CALL + "\"}",
            "{\"action\":\"subscribe\",\"params\":\"" + PUT + "\"}");
    assertThat(provider.sockets()).hasSize(1);
  }

  @Test
  void subscribesInPieces() {
    Set<String> many =
        IntStream.range(0, 1_201)
            .mapToObj(i -> "T.O:SPXW260127C%08d".formatted(1_000 * (i + 1)))
            .collect(Collectors.toSet());
    connect(provider.address(), many.toArray(String[]::new));
    live();
    until("all pieces came", () -> said.size() == 4);
    List<String> channels = new ArrayList<>();
    for (String message : said.subList(1, 4)) {
      String[] piece = new JsonObject(message).getString("params").split(",");
      assertThat(piece.length).isLessThanOrEqualTo(500);
      assertThat(message.length()).isLessThan(33 * 1024);
      channels.addAll(List.of(piece));
    }
    assertThat(channels).isSorted().hasSize(1_201).containsExactlyInAnyOrderElementsOf(many);
  }

  @Test
  void comesBackAndSubscribesAgain() {
    connect(provider.address(), CALL);
    live();
    until("it subscribed", () -> said.size() == 2);
    client(1).close((short) 1001);
    until("it subscribed again", () -> said.size() == 4);
    assertThat(said.get(3)).isEqualTo(said.get(1));
    assertThat(socket.counts().of(SocketEvent.RECONNECT)).isEqualTo(1);
    assertThat(heard.states)
        .containsExactly(
            SocketState.CONNECTING,
            SocketState.LIVE,
            SocketState.WAITING,
            SocketState.CONNECTING,
            SocketState.LIVE);
  }

  @Test
  void backsOffWhenItIsNotLetIn() {
    provider.converses(
        client -> {
          status(client, "connected", "");
          client.textMessageHandler(
              text -> {
                status(client, "auth_failed", "authentication failed");
                client.close((short) 1008, "authentication failed");
              });
        });
    connect(provider.address(), CALL);
    until("it was refused", () -> socket.state() == SocketState.REFUSED);
    assertThat(socket.counts().of(SocketEvent.AUTH_FAILURE)).isEqualTo(1);
    provider.converses(this::behave);
    live();
    assertThat(provider.sockets()).as("one try, then a long pause").hasSize(2);
  }

  @Test
  void beingOneTooManyIsNoMatterOfTheKey() {
    provider.converses(
        client -> {
          status(client, "max_connections", "Maximum number of websocket connections exceeded.");
          client.close((short) 1008, "too many");
        });
    connect(provider.address(), CALL);
    client(2);
    assertThat(heard.states).doesNotContain(SocketState.REFUSED);
    provider.converses(this::behave);
    live();
    assertThat(socket.counts().of(SocketEvent.AUTH_FAILURE)).isZero();
  }

  @Test
  void aProviderThatSaysNothingIsLeft() {
    provider.converses(client -> {});
    connect(rhythm(Duration.ofMillis(100)), provider.address(), CALL);
    client(2);
    assertThat(heard.states).doesNotContain(SocketState.LIVE);
  }

  @Test
  void silenceIsSuspiciousOnlyWhileTheMarketIsOpen() {
    connect(provider.address(), CALL);
    live();
    ServerWebSocket first = client(1);
    int[] pings = new int[1];
    first.frameHandler(frame -> pings[0] += frame.isPing() ? 1 : 0);
    until("a night has passed", () -> pings[0] > 10);
    assertThat(provider.sockets()).hasSize(1);
    marketOpen = true;
    client(2);
    assertThat(socket.counts().of(SocketEvent.STALL)).isPositive();
  }

  @Test
  void damagedFramesAreCountedAndTheConnectionLives() {
    connect(provider.address(), CALL);
    live();
    ServerWebSocket client = client(1);
    client.writeTextMessage("[{\"ev\":\"T\",\"sym\":");
    client.writeTextMessage("nonsense");
    client.writeTextMessage(TRADE);
    until("the frame came", () -> heard.frames.size() == 1);
    assertThat(socket.counts().of(SocketEvent.GARBAGE)).isEqualTo(2);
    assertThat(socket.counts().frames()).isEqualTo(5);
    assertThat(provider.sockets()).hasSize(1);
  }

  @Test
  void framesInPiecesAreWholeAgain() {
    connect(provider.address(), CALL);
    live();
    ServerWebSocket client = client(1);
    io.vertx.core.http.WebSocketFrame first =
        io.vertx.core.http.WebSocketFrame.textFrame(TRADE.substring(0, 20), false);
    client.writeFrame(first);
    client.writeFrame(
        io.vertx.core.http.WebSocketFrame.continuationFrame(
            io.vertx.core.buffer.Buffer.buffer(TRADE.substring(20)), true));
    until("the frame came", () -> heard.frames.size() == 1);
    assertThat(heard.frames).containsExactly(TRADE);
  }

  @Test
  void framesOfStatusAloneAreNotHandedOn() {
    connect(provider.address(), CALL);
    live();
    ServerWebSocket client = client(1);
    status(client, "success", "subscribed to: " + CALL);
    client.writeTextMessage("[{\"ev\":\"status\",\"status\":\"success\"}," + TRADE.substring(1));
    until("the mixed frame came", () -> heard.frames.size() == 1);
    assertThat(heard.frames.get(0)).contains("\"ev\":\"T\"");
  }

  @Test
  void aProviderWithoutATrustedCertificateIsNotTalkedTo() {
    SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
    List<ServerWebSocket> met = new CopyOnWriteArrayList<>();
    io.vertx.core.http.HttpServer server =
        get(
            vertx
                .createHttpServer(
                    new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(certificate.keyCertOptions()))
                .webSocketHandler(met::add)
                .listen(0, "127.0.0.1"));
    String url = "wss://127.0.0.1:" + server.actualPort() + "/options";
    connect(new ProviderAddress("", Map.of(Cluster.OPTIONS, url), "k"), CALL);
    until("it gave up", () -> heard.states.contains(SocketState.WAITING));
    assertThat(met).isEmpty();
    get(server.close());
  }

  private static final class Heard implements ProviderSocket.Listener {
    private final List<String> frames = new CopyOnWriteArrayList<>();
    private final List<SocketState> states = new CopyOnWriteArrayList<>();
    private volatile int trades;

    @Override
    public void optionTrade(long ticker, double price, long size, long millis, boolean off) {
      trades++;
    }

    @Override
    public void frame(byte[] frame) {
      frames.add(new String(frame));
    }

    @Override
    public void changed(SocketState state, String reason) {
      states.add(state);
    }
  }
}
