package io.marketswarm.bus.bridge;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;

/** Serves integrators over framed TCP; may be deployed many times on one port. */
public final class TcpBridgeVerticle extends VerticleBase {
  private final BridgeOptions options;
  private final BridgeTokens tokens;
  private final MeterRegistry meters;
  private BridgeCore core;
  private NetServer server;

  public TcpBridgeVerticle(BridgeOptions options, BridgeTokens tokens, MeterRegistry meters) {
    this.options = options;
    this.tokens = tokens;
    this.meters = meters;
  }

  @Override
  public Future<?> start() {
    core = BridgeCore.of(vertx, options, tokens, meters, Dialect.TCP);
    server =
        vertx
            .createNetServer(
                new NetServerOptions()
                    .setHost(options.host())
                    .setPort(options.tcpPort())
                    .setTcpNoDelay(true))
            .connectHandler(new TcpBridge(core));
    return server.listen();
  }

  @Override
  public Future<?> stop() {
    core.endAll(BridgeError.GOING_AWAY);
    return server.close();
  }

  /** The port it really listens on. */
  public int port() {
    return server.actualPort();
  }
}
