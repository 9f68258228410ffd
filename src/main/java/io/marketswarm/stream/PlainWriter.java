package io.marketswarm.stream;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;

/** Writes through the public interface of Vert.x, on any connection. */
final class PlainWriter implements Writer {
  private static final int WRITE_QUEUE_BYTES = 64 << 10;

  private final HttpServerResponse response;

  PlainWriter(HttpServerResponse response) {
    this.response = response.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
  }

  @Override
  public boolean write(Chunk chunk, Flushes flushes) {
    if (!isWritable()) {
      return false;
    }
    if (isOpen()) {
      response.write(chunk.copy());
    }
    return true;
  }

  @Override
  public boolean isWritable() {
    return !isOpen() || !response.writeQueueFull();
  }

  private boolean isOpen() {
    return !response.closed() && !response.ended();
  }

  @Override
  public boolean isDrained() {
    return isWritable();
  }

  @Override
  public boolean isClosed() {
    return response.closed();
  }

  @Override
  public int connection() {
    return 0;
  }

  @Override
  public Future<Void> end() {
    return response.end();
  }

  @Override
  public void abort() {
    response.reset();
  }
}
