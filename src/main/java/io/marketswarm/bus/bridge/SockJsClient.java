package io.marketswarm.bus.bridge;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/** A client behind SockJS or plain WebSocket. */
final class SockJsClient implements BridgeSocket {
  private static final int MAX_IN_FLIGHT_BYTES = 64 << 10;

  /** How long a client may take to read our last words before it is cut off. */
  private static final long CLOSING_MILLIS = 2_000;

  private final Vertx vertx;
  private final SockJSSocket socket;
  private Runnable onDrain = () -> {};
  private int inFlightBytes;
  private boolean full;

  SockJsClient(Vertx vertx, SockJSSocket socket) {
    this.vertx = vertx;
    this.socket = socket;
  }

  @Override
  public void write(Frame frame) {
    inFlightBytes += frame.size();
    full |= inFlightBytes >= MAX_IN_FLIGHT_BYTES;
    socket.write(frame.text()).onComplete(written -> landed(frame.size()));
  }

  /** Counted here, because a SockJS socket takes everything and calls itself never full. */
  @Override
  public boolean full() {
    return full;
  }

  @Override
  public void onDrain(Runnable action) {
    onDrain = action;
  }

  /** Not possible: a paused SockJS socket would hoard what it reads. The rate limit bounds it. */
  @Override
  public void pause() {}

  @Override
  public void resume() {}

  @Override
  public void close(BridgeError reason) {
    socket.close(reason.closeCode(), reason.code());
    vertx.setTimer(CLOSING_MILLIS, late -> cut());
  }

  private void landed(int bytes) {
    inFlightBytes -= bytes;
    if (full && inFlightBytes < MAX_IN_FLIGHT_BYTES / 2) {
      full = false;
      onDrain.run();
    }
  }

  /**
   * A WebSocket's own close would wait for a client that reads no more to read everything; from the
   * front of the pipeline, nothing waits.
   */
  private void cut() {
    HttpServerRequest request = socket.routingContext().request();
    if (request.version() == HttpVersion.HTTP_1_1
        && request.connection() instanceof ConnectionBase connection) {
      connection.channel().pipeline().firstContext().close();
    }
  }
}
