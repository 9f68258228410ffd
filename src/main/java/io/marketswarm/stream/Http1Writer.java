package io.marketswarm.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.Socket;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;

/**
 * Writes framed chunks past the codec of an HTTP/1.1 connection whose response head is written. A
 * connection with nothing on its way is written to directly; what the system does not take then,
 * and everything encrypted, goes through the channel.
 */
final class Http1Writer implements Writer {
  private final HttpServerResponse response;
  private final HttpConnection connection;
  private final Channel channel;
  private final Channel.Unsafe unsafe;
  private final ChannelHandlerContext above;
  private final Socket socket;

  /**
   * @param above where a write enters the pipeline below the codec
   * @param socket to write to directly; null when that is not possible
   */
  Http1Writer(HttpServerRequest request, ChannelHandlerContext above, Socket socket) {
    this.response = request.response();
    this.connection = request.connection();
    this.channel = above.channel();
    this.unsafe = channel.unsafe();
    this.above = above;
    this.socket = socket;
  }

  @Override
  public boolean write(Chunk chunk, Flushes flushes) {
    ChannelOutboundBuffer waiting = unsafe.outboundBuffer();
    if (waiting == null) {
      // Closed, and about to be told. The number of its socket may be another client's already.
      return true;
    }
    if (!waiting.isWritable()) {
      return false;
    }
    ByteBuf bytes = chunk.framed();
    int size = bytes.readableBytes();
    int sent = 0;
    if (socket != null && waiting.totalPendingWriteBytes() == 0) {
      sent = send(bytes, size);
    }
    if (sent < size) {
      above.writeAndFlush(
          bytes.retainedSlice(bytes.readerIndex() + sent, size - sent), channel.voidPromise());
    }
    return true;
  }

  private int send(ByteBuf bytes, int size) {
    try {
      int from = bytes.readerIndex();
      return bytes.hasMemoryAddress()
          ? socket.sendAddress(bytes.memoryAddress(), from, from + size)
          : socket.send(bytes.internalNioBuffer(from, size), from, from + size);
    } catch (IOException gone) {
      channel.close();
      return size;
    }
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable() || !channel.isActive();
  }

  @Override
  public boolean isDrained() {
    ChannelOutboundBuffer waiting = unsafe.outboundBuffer();
    return waiting == null || waiting.totalPendingWriteBytes() == 0;
  }

  @Override
  public boolean isClosed() {
    return !channel.isActive();
  }

  @Override
  public int connection() {
    return 0;
  }

  /** The connection goes too: nothing watches over an idle one any more. */
  @Override
  public Future<Void> end() {
    return response.end().eventually(() -> connection.close());
  }

  @Override
  public void abort() {
    channel.close();
  }
}
