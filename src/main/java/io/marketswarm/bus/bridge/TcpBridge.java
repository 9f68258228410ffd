package io.marketswarm.bus.bridge;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;

/** The framed TCP transport: a JSON object behind its length, four bytes, big-endian. */
final class TcpBridge implements Handler<NetSocket> {
  private final BridgeCore core;

  TcpBridge(BridgeCore core) {
    this.core = core;
  }

  @Override
  public void handle(NetSocket socket) {
    RecordParser parser = RecordParser.newFixed(Frame.LENGTH_BYTES, socket);
    BridgeSocket client = new TcpClient(core.vertx(), socket, parser);
    if (core.full()) {
      core.metrics().refused(BridgeError.TOO_MANY_CONNECTIONS);
      BridgeError reason = BridgeError.TOO_MANY_CONNECTIONS;
      client.write(core.frames().error(reason, null, reason.explanation()));
      client.close(reason);
      return;
    }
    BridgeSession session = new BridgeSession(core, client);
    parser.handler(new FrameReader(parser, session, core.limits().maxFrameBytes()));
    socket.closeHandler(closed -> session.release());
    socket.exceptionHandler(broken -> session.release());
  }

  private record TcpClient(Vertx vertx, NetSocket socket, RecordParser parser)
      implements BridgeSocket {
    /** Time for the client to read our last word: closing on unread input would destroy it. */
    private static final long LINGER_MILLIS = 500;

    @Override
    public void write(Frame frame) {
      socket.write(frame.prefixed());
    }

    @Override
    public boolean full() {
      return socket.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable action) {
      socket.drainHandler(drained -> action.run());
    }

    @Override
    public void pause() {
      parser.pause();
    }

    @Override
    public void resume() {
      parser.resume();
    }

    @Override
    public void close(BridgeError reason) {
      socket.handler(ignored -> {});
      socket.resume();
      long timer = vertx.setTimer(LINGER_MILLIS, late -> cut());
      socket.closeHandler(closed -> vertx.cancelTimer(timer));
    }

    /** The socket's own close would wait for a client that reads no more to read everything. */
    private void cut() {
      ((NetSocketInternal) socket).channelHandlerContext().close();
    }
  }
}
