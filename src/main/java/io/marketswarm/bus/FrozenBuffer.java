package io.marketswarm.bus;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/** Buffers that refuse to be written to, so that many receivers can share one. */
final class FrozenBuffer {
  private FrozenBuffer() {}

  /** A view that cannot be written to, without a copy; the giver must let go of the original. */
  static Buffer of(Buffer buffer) {
    ByteBuf bytes = ((BufferInternal) buffer).getByteBuf();
    return bytes.isReadOnly() ? buffer : BufferInternal.buffer(bytes.asReadOnly());
  }
}
