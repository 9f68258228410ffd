package io.marketswarm.stream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;

/**
 * Writes frames of one HTTP/2 stream whose response head is written, leaving the flush to the end:
 * all streams of a connection then leave in one write. Flow control stays with Netty.
 */
final class Http2Writer implements Writer {
  /** What the streams of one connection have in common. */
  static final class Connection extends Flushes.Shared {
    private final Http2ConnectionHandler handler;
    private final ChannelHandlerContext context;
    private final Http2ConnectionEncoder encoder;

    Connection(Http2ConnectionHandler handler, ChannelHandlerContext context) {
      this.handler = handler;
      this.context = context;
      this.encoder = handler.encoder();
    }

    @Override
    void flush() {
      handler.flush(context);
    }
  }

  private static final long CANCEL = 0x8;

  private final HttpServerResponse response;
  private final Connection connection;
  private final Http2Stream stream;

  Http2Writer(HttpServerResponse response, Connection connection, Http2Stream stream) {
    this.response = response;
    this.connection = connection;
    this.stream = stream;
  }

  @Override
  public boolean write(Chunk chunk, Flushes flushes) {
    if (!isOpen()) {
      return true; // closed, and about to be told
    }
    if (!connection.encoder.flowController().isWritable(stream)) {
      return false;
    }
    ChannelHandlerContext context = connection.context;
    connection.encoder.writeData(
        context, stream.id(), chunk.retainedContent(), 0, false, context.newPromise());
    flushes.note(connection);
    return true;
  }

  private boolean isOpen() {
    return stream.state().localSideOpen();
  }

  @Override
  public boolean isWritable() {
    return !isOpen() || connection.encoder.flowController().isWritable(stream);
  }

  @Override
  public boolean isDrained() {
    return !isOpen()
        || !connection.encoder.flowController().hasFlowControlled(stream)
            && connection.context.channel().isWritable();
  }

  @Override
  public boolean isClosed() {
    return !isOpen();
  }

  @Override
  public int connection() {
    return System.identityHashCode(connection);
  }

  @Override
  public Future<Void> end() {
    return response.end();
  }

  @Override
  public void abort() {
    response.reset(CANCEL);
  }
}
