package io.marketswarm.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Hands a message on by reference inside the JVM and as a {@link Wire} frame to others. */
record BusCodec<T extends BusMessage>(Wire<T> wire) implements MessageCodec<T, T> {
  private static final byte USER_DEFINED = -1;

  @Override
  public void encodeToWire(Buffer buffer, T message) {
    wire.write(message, buffer);
  }

  @Override
  public T decodeFromWire(int position, Buffer buffer) {
    return wire.read(buffer, position);
  }

  @Override
  public T transform(T message) {
    return message;
  }

  @Override
  public String name() {
    return wire.name();
  }

  @Override
  public byte systemCodecID() {
    return USER_DEFINED;
  }
}
