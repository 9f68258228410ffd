package io.marketswarm.bus.bridge;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;

/** Serves integrators over SockJS and WebSocket; may be deployed many times on one port. */
public final class HttpBridgeVerticle extends VerticleBase {
  private final BridgeOptions options;
  private final BridgeTokens tokens;
  private final MeterRegistry meters;
  private SockJsBridge bridge;
  private HttpServer server;

  public HttpBridgeVerticle(BridgeOptions options, BridgeTokens tokens, MeterRegistry meters) {
    this.options = options;
    this.tokens = tokens;
    this.meters = meters;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    bridge = new SockJsBridge(vertx, options, tokens, meters);
    bridge.mount(router);
    server = vertx.createHttpServer(SockJsBridge.serverOptions(options)).requestHandler(router);
    return server.listen();
  }

  @Override
  public Future<?> stop() {
    bridge.close();
    return server.close();
  }

  /** The port it really listens on. */
  public int port() {
    return server.actualPort();
  }
}
