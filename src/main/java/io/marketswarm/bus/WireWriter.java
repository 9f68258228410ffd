package io.marketswarm.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** Appends compact values to a buffer; what it writes, {@link WireReader} reads back in order. */
public final class WireWriter {
  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;

  private final Buffer buffer;

  WireWriter(Buffer buffer) {
    this.buffer = buffer;
  }

  /** One to five bytes, fewer for smaller values. */
  public WireWriter count(int value) {
    if (value < 0) {
      throw new IllegalArgumentException("count " + value + " is negative");
    }
    return unsigned(value);
  }

  /** One to ten bytes, fewer the nearer to zero, whatever the sign. */
  public WireWriter number(long value) {
    return unsigned((value << 1) ^ (value >> (Long.SIZE - 1)));
  }

  public WireWriter real(double value) {
    buffer.appendDouble(value);
    return this;
  }

  public WireWriter flag(boolean value) {
    buffer.appendByte((byte) (value ? 1 : 0));
    return this;
  }

  public WireWriter choice(Enum<?> value) {
    return count(value.ordinal());
  }

  public WireWriter text(String value) {
    byte[] bytes = value.getBytes(UTF_8);
    count(bytes.length);
    buffer.appendBytes(bytes);
    return this;
  }

  public WireWriter bytes(Buffer value) {
    count(value.length());
    buffer.appendBuffer(value);
    return this;
  }

  public WireWriter texts(Map<String, String> values) {
    count(values.size());
    values.forEach((key, value) -> text(key).text(value));
    return this;
  }

  public WireWriter longs(long[] values) {
    count(values.length);
    for (long value : values) {
      buffer.appendLong(value);
    }
    return this;
  }

  public WireWriter reals(double[] values) {
    count(values.length);
    for (double value : values) {
      buffer.appendDouble(value);
    }
    return this;
  }

  private WireWriter unsigned(long value) {
    long rest = value;
    while ((rest & ~SEVEN_BITS) != 0) {
      buffer.appendByte((byte) ((rest & SEVEN_BITS) | MORE));
      rest >>>= 7;
    }
    buffer.appendByte((byte) rest);
    return this;
  }
}
