package io.marketswarm.stream;

import io.vertx.core.Future;

/** Where the bytes of one stream go. Used on the event loop of its connection only. */
interface Writer {
  /**
   * Hands bytes over. They leave at once or when the connection is flushed.
   *
   * @param flushes where a connection that must be flushed is noted
   * @return false when the client is behind; nothing was taken then
   */
  boolean write(Chunk chunk, Flushes flushes);

  /** Whether the client would take more. */
  boolean isWritable();

  /** Whether nothing waits in this process any more for the client to read on. */
  boolean isDrained();

  /** Whether the client is gone. */
  boolean isClosed();

  /** Streams of one connection stand side by side when they are ordered by this. */
  int connection();

  /** Ends the response properly. */
  Future<Void> end();

  /** Ends it at once; what was not sent is lost. */
  void abort();
}
