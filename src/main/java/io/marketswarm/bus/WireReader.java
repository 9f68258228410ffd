package io.marketswarm.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads what {@link WireWriter} wrote. Every length is checked against the bytes that are really
 * there before anything is allocated, so that a damaged frame costs an exception and no memory.
 */
public final class WireReader {
  private static final int LONGEST_COUNT_BITS = 31;
  private static final int SMALLEST_ENTRY_BYTES = 2;
  private static final char REPLACEMENT = '\ufffd';

  private final Buffer buffer;
  private int position;

  WireReader(Buffer buffer, int position) {
    this.buffer = buffer;
    this.position = position;
  }

  public int count() {
    long value = unsigned(LONGEST_COUNT_BITS);
    return (int) value;
  }

  public long number() {
    long value = unsigned(Long.SIZE);
    return (value >>> 1) ^ -(value & 1);
  }

  public double real() {
    return buffer.getDouble(claim(Double.BYTES));
  }

  public boolean flag() {
    byte value = octet();
    if (value != 0 && value != 1) {
      throw new WireException("flag is " + value + " at byte " + (position - 1));
    }
    return value == 1;
  }

  public <E extends Enum<E>> E choice(E[] values) {
    int ordinal = count();
    if (ordinal >= values.length) {
      throw new WireException("choice " + ordinal + " is not one of " + values.length);
    }
    return values[ordinal];
  }

  public String text() {
    int length = length();
    byte[] bytes = buffer.getBytes(position, position + length);
    position += length;
    String text = new String(bytes, UTF_8);
    // Decoding puts this character where the bytes make no sense; it may also be there by right.
    if (text.indexOf(REPLACEMENT) >= 0 && !Arrays.equals(text.getBytes(UTF_8), bytes)) {
      throw new WireException("text of " + length + " bytes is not UTF-8");
    }
    return text;
  }

  /** A view on the frame, no copy: frames are never written to again. */
  public Buffer bytes() {
    int length = length();
    int start = position;
    position += length;
    return buffer.slice(start, position);
  }

  public Map<String, String> texts() {
    int size = count();
    if (size > remaining() / SMALLEST_ENTRY_BYTES) {
      throw new WireException(size + " entries do not fit into " + remaining() + " bytes");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      values.put(text(), text());
    }
    return values;
  }

  public long[] longs() {
    long[] values = new long[entries(Long.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.getLong(claim(Long.BYTES));
    }
    return values;
  }

  public double[] reals() {
    double[] values = new double[entries(Double.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.getDouble(claim(Double.BYTES));
    }
    return values;
  }

  private int entries(int bytesEach) {
    int size = count();
    if (size > remaining() / bytesEach) {
      throw new WireException(size + " entries do not fit into " + remaining() + " bytes");
    }
    return size;
  }

  byte octet() {
    return buffer.getByte(claim(1));
  }

  int remaining() {
    return buffer.length() - position;
  }

  private int length() {
    int length = count();
    if (length > remaining()) {
      throw new WireException(length + " bytes announced, " + remaining() + " left");
    }
    return length;
  }

  private int claim(int bytes) {
    if (bytes > remaining()) {
      throw new WireException(bytes + " bytes needed, " + remaining() + " left");
    }
    int start = position;
    position += bytes;
    return start;
  }

  private long unsigned(int bits) {
    long value = 0;
    for (int shift = 0; shift < bits; shift += 7) {
      long octet = octet();
      long sevenBits = octet & 0x7f;
      if (bits - shift < 7 && sevenBits >>> (bits - shift) != 0) {
        break;
      }
      value |= sevenBits << shift;
      if (octet >= 0) {
        return value;
      }
    }
    throw new WireException("number longer than " + bits + " bits before byte " + position);
  }
}
