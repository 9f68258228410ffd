package io.marketswarm.web;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.impl.ShutdownEvent;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An HTTP server that can leave under load without failing a request. Several share a port, one for
 * each instance of a verticle; when one drains, new connections go to the others, requests under
 * way are answered, and clients are told to go before their connections are closed.
 *
 * <p>With clear-text HTTP/2 a connection shows only with its first bytes what it speaks, and until
 * then Vert.x closes it the moment the server leaves. So before that moment nobody new is let in
 * for a little while, in which those who are in say their first word.
 */
public final class DrainingServer {
  /** A client that has connected sends its first bytes at once, or has no request under way. */
  private static final long FIRST_BYTES_MILLIS = 30;

  private final Vertx vertx;
  private final HttpServer server;
  private final long settleMillis;
  private final Patience patience;
  private final AtomicBoolean leaving = new AtomicBoolean();

  /** Touched on the event loop of the server only. */
  private final Set<Leaving> connections = new HashSet<>();

  private final Promise<Void> draining = Promise.promise();
  private final Promise<Void> drained = Promise.promise();
  private ContextInternal context;

  public DrainingServer(Vertx vertx, HttpServerOptions options) {
    this(vertx, options, Patience.DEFAULT);
  }

  public DrainingServer(Vertx vertx, HttpServerOptions options, Patience patience) {
    this.vertx = vertx;
    this.patience = patience;
    this.settleMillis =
        options.isHttp2ClearTextEnabled() && !options.isSsl() ? FIRST_BYTES_MILLIS : 0;
    this.server = vertx.createHttpServer(options).connectionHandler(this::welcome);
  }

  public DrainingServer requestHandler(Handler<HttpServerRequest> handler) {
    server.requestHandler(handler);
    return this;
  }

  /** Answers what cannot be read as HTTP, or is longer than allowed. */
  public DrainingServer invalidRequestHandler(Handler<HttpServerRequest> handler) {
    server.invalidRequestHandler(handler);
    return this;
  }

  /** Listens on the context of the calling verticle. */
  public Future<Void> listen() {
    Context caller = vertx.getOrCreateContext();
    context = (ContextInternal) caller;
    return server.listen().mapEmpty();
  }

  /**
   * Shows another certificate from the next handshake on; open connections stay. Fails, and changes
   * nothing, when certificate and key do not belong together.
   */
  public Future<Void> present(KeyCertOptions certificate) {
    ServerSSLOptions options = new ServerSSLOptions().setKeyCertOptions(certificate);
    return server.updateSSLOptions(options, true).mapEmpty();
  }

  /** The port it listens on, also when the options said 0. */
  public int port() {
    return server.actualPort();
  }

  /**
   * Completes when the server begins to leave. Whoever writes a response without end (event
   * streams) ends it then; what is still open at the end of the patience is cut.
   */
  public Future<Void> draining() {
    return draining.future();
  }

  /** Leaves; completes when the last connection is gone, or cut when the patience is over. */
  public Future<Void> drain() {
    if (leaving.compareAndSet(false, true)) {
      if (context == null) {
        drained.complete();
      } else {
        Door.closing(vertx, context, settleMillis, this::leave).onComplete(drained);
      }
    }
    return drained.future();
  }

  private Future<Void> leave() {
    Future<Void> gone = server.shutdown(patience.overall().toMillis(), TimeUnit.MILLISECONDS);
    connections.forEach(connection -> connection.leave(order()));
    draining.complete();
    return gone;
  }

  private ShutdownEvent order() {
    return new ShutdownEvent(patience.overall().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void welcome(HttpConnection connection) {
    ChannelPipeline pipeline =
        ((HttpServerConnection) connection).channelHandlerContext().pipeline();
    Leaving farewell =
        pipeline.get(Http2ConnectionHandler.class) != null
            ? new Http2Leaving(connection, patience)
            : new Http1Leaving(patience);
    pipeline.addBefore("handler", "leaving", (ChannelHandler) farewell);
    connections.add(farewell);
    pipeline.channel().closeFuture().addListener(closed -> connections.remove(farewell));
    if (draining.future().isComplete()) {
      // Its handshake ended after the order to leave went round.
      farewell.leave(order());
    }
  }
}
