package io.marketswarm.market.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing buffer of JSON text that is filled again and again. It writes what models are made of,
 * fixed decimals and short labels, several times faster than a general writer; numbers that JSON
 * does not know are refused.
 */
public final class JsonBytes extends OutputStream {
  private static final int FIRST_CAPACITY = 1 << 14;
  private static final int LONGEST_NUMBER = 24;
  private static final int UNITS_PER_POINT = 10_000;
  private static final double LARGEST_SCALED = 9e15;

  /** The two digits of every number below a hundred. */
  private static final byte[] PAIRS = pairs();

  private static final long[] POWERS = powers();

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int length;

  private static byte[] pairs() {
    byte[] pairs = new byte[200];
    for (int i = 0; i < 100; i++) {
      pairs[2 * i] = (byte) ('0' + i / 10);
      pairs[2 * i + 1] = (byte) ('0' + i % 10);
    }
    return pairs;
  }

  private static long[] powers() {
    long[] powers = new long[13];
    Arrays.setAll(powers, i -> (long) Math.pow(10, i));
    return powers;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Starts over, keeping the memory. */
  public JsonBytes clear() {
    length = 0;
    return this;
  }

  public int length() {
    return length;
  }

  /**
   * The buffer itself; only the first {@link #length()} bytes count, and only until the next use.
   */
  public byte[] array() {
    return bytes;
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public void write(int b) {
    reserve(1);
    bytes[length++] = (byte) b;
  }

  @Override
  public void write(byte[] from, int offset, int count) {
    reserve(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  /** Copies the text to a stream. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  JsonBytes raw(byte[] text) {
    write(text, 0, text.length);
    return this;
  }

  JsonBytes raw(char letter) {
    write(letter);
    return this;
  }

  /** A string of plain ASCII that needs no escaping, such as a symbol. */
  JsonBytes quoted(String text) {
    reserve(text.length() + 2);
    bytes[length++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        throw new IllegalArgumentException("\"" + text + "\" needs escaping");
      }
      bytes[length++] = (byte) c;
    }
    bytes[length++] = '"';
    return this;
  }

  /** Replaces a comma at the end by the bracket, or adds the bracket. */
  JsonBytes close(char bracket) {
    if (bytes[length - 1] == ',') {
      length--;
    }
    return raw(bracket);
  }

  /** Takes back everything after the first {@code length} bytes. */
  void truncate(int length) {
    this.length = length;
  }

  JsonBytes integer(long value) {
    reserve(LONGEST_NUMBER);
    if (value >= 0 && value < UNITS_PER_POINT) {
      small((int) value);
    } else {
      large(value);
    }
    return this;
  }

  /** Ten-thousandths of a point as points, without trailing zeros. */
  JsonBytes price(int units) {
    reserve(LONGEST_NUMBER);
    int value = units;
    if (value < 0) {
      bytes[length++] = '-';
      value = -value;
    }
    int whole = value / UNITS_PER_POINT;
    int fraction = value - whole * UNITS_PER_POINT;
    integer(whole);
    if (fraction != 0) {
      bytes[length++] = '.';
      int high = fraction / 100;
      int low = fraction - high * 100;
      pair(high);
      if (low != 0) {
        pair(low);
      }
      if (bytes[length - 1] == '0') {
        length--;
      }
    }
    return this;
  }

  /** Epoch milliseconds as seconds. */
  JsonBytes seconds(long millis) {
    return scaled(millis, 3);
  }

  /** A number rounded to so many decimals, without trailing zeros. */
  JsonBytes decimal(double value, int places) {
    double scaled = value * POWERS[places];
    if (Math.abs(scaled) < LARGEST_SCALED) {
      return scaled((long) Math.rint(scaled), places);
    }
    if (!(Math.abs(value) < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(value + " is no JSON number");
    }
    return raw(ascii(Double.toString(value)));
  }

  private JsonBytes scaled(long scaled, int places) {
    reserve(2 * LONGEST_NUMBER);
    long power = POWERS[places];
    long rest = Math.abs(scaled);
    if (scaled < 0) {
      bytes[length++] = '-';
    }
    integer(rest / power);
    rest %= power;
    if (rest != 0) {
      bytes[length++] = '.';
      for (long digit = power / 10; rest != 0; digit /= 10) {
        bytes[length++] = (byte) ('0' + rest / digit);
        rest %= digit;
      }
    }
    return this;
  }

  private void small(int value) {
    if (value >= 100) {
      int high = value / 100;
      if (high >= 10) {
        pair(high);
      } else {
        bytes[length++] = (byte) ('0' + high);
      }
      pair(value - high * 100);
    } else if (value >= 10) {
      pair(value);
    } else {
      bytes[length++] = (byte) ('0' + value);
    }
  }

  private void large(long value) {
    long rest = value;
    if (rest < 0) {
      if (rest == Long.MIN_VALUE) {
        raw(ascii(Long.toString(rest)));
        return;
      }
      bytes[length++] = '-';
      rest = -rest;
    }
    int digits = 1;
    for (long power = 10; digits < 19 && rest >= power; power *= 10) {
      digits++;
    }
    length += digits;
    int at = length;
    do {
      bytes[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
  }

  private void pair(int value) {
    bytes[length] = PAIRS[2 * value];
    bytes[length + 1] = PAIRS[2 * value + 1];
    length += 2;
  }

  void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
