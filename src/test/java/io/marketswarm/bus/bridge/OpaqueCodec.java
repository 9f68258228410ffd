package io.marketswarm.bus.bridge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Lets any object onto the local bus. */
final class OpaqueCodec implements MessageCodec<Object, Object> {
  @Override
  public void encodeToWire(Buffer buffer, Object body) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object decodeFromWire(int position, Buffer buffer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object transform(Object body) {
    return body;
  }

  @Override
  public String name() {
    return "opaque";
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
