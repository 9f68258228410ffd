package io.marketswarm.bus.bridge;

import static io.marketswarm.bus.Waiting.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** A bridge with both transports on free ports, and the bus behind it. */
final class RunningBridge implements AutoCloseable {
  static final String SECRET = "a secret for tests, 32 bytes long";
  static final BridgeOptions OPTIONS = BridgeOptions.DEFAULTS.withPorts(0, 0);

  final Vertx vertx = Vertx.vertx();
  final MeterRegistry meters = new SimpleMeterRegistry();
  private final TcpBridgeVerticle tcp;
  private final HttpBridgeVerticle http;
  private final String tcpDeployment;
  private final String httpDeployment;

  RunningBridge() throws Exception {
    this(OPTIONS);
  }

  RunningBridge(BridgeOptions options) throws Exception {
    BridgeTokens tokens = new BridgeTokens(SECRET);
    tcp = new TcpBridgeVerticle(options, tokens, meters);
    http = new HttpBridgeVerticle(options, tokens, meters);
    tcpDeployment = await(vertx.deployVerticle(tcp));
    httpDeployment = await(vertx.deployVerticle(http));
  }

  static BridgeLimits limits(int messagesPerSecond, int maxRegistrations, int idleSeconds) {
    return new BridgeLimits(2_000, messagesPerSecond, maxRegistrations, 100, idleSeconds, 1);
  }

  static String token(String... roles) {
    return token(Duration.ofMinutes(1), roles);
  }

  static String token(Duration ttl, String... roles) {
    return BridgeTokens.issue(SECRET, "desk-7", List.of(roles), ttl);
  }

  int tcpPort() {
    return tcp.port();
  }

  int httpPort() {
    return http.port();
  }

  TcpClient connect() throws Exception {
    return new TcpClient(tcpPort());
  }

  /** A client over TCP that was let in. */
  TcpClient client(String... roles) throws Exception {
    return connect().enter(token(roles));
  }

  WebClient webClient(String... roles) throws Exception {
    return WebClient.open(httpPort(), token(roles));
  }

  void publish(String address, Object body) {
    vertx.eventBus().publish(address, body);
  }

  /** A service on the bus that replies with what it got. */
  void echo(String address) throws Exception {
    await(
        vertx.eventBus().consumer(address, message -> message.reply(message.body())).completion());
  }

  double refused(String transport, String reason) {
    return meters
        .counter("marketswarm.bridge.refused", "transport", transport, "reason", reason)
        .count();
  }

  double dropped(String transport) {
    return meters.counter("marketswarm.bridge.dropped", "transport", transport).count();
  }

  int connections(String transport) {
    return meters
        .get("marketswarm.bridge.connections")
        .tag("transport", transport)
        .longTaskTimer()
        .activeTasks();
  }

  void undeploy() throws Exception {
    await(vertx.undeploy(tcpDeployment));
    await(vertx.undeploy(httpDeployment));
  }

  static JsonObject frame(String type) {
    return new JsonObject().put("type", type);
  }

  static JsonObject frame(String type, String address) {
    return frame(type).put("address", address);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
