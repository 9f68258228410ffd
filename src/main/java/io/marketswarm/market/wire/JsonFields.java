package io.marketswarm.market.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Fields as every model writes them: no NaN, no infinity, whole numbers without a fraction. */
final class JsonFields {
  /** Below this every whole double is a long, and above it digits of a long would be made up. */
  private static final double WHOLE_LIMIT = 1L << 53;

  private JsonFields() {}

  /** A number, null when it is not finite. */
  static void number(JsonGenerator out, String name, double value) throws IOException {
    out.writeFieldName(name);
    number(out, value);
  }

  static void number(JsonGenerator out, double value) throws IOException {
    if (!Double.isFinite(value)) {
      out.writeNull();
    } else if (value == Math.rint(value) && Math.abs(value) < WHOLE_LIMIT) {
      out.writeNumber((long) value);
    } else {
      out.writeNumber(value);
    }
  }

  static void numbers(JsonGenerator out, String name, double... values) throws IOException {
    out.writeArrayFieldStart(name);
    for (double value : values) {
      number(out, value);
    }
    out.writeEndArray();
  }

  /** A text, null when there is none. */
  static void text(JsonGenerator out, String name, String value) throws IOException {
    if (value == null) {
      out.writeNullField(name);
    } else {
      out.writeStringField(name, value);
    }
  }

  static void texts(JsonGenerator out, String name, List<String> values) throws IOException {
    out.writeArrayFieldStart(name);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }

  /** The two time stamps of a model: {@code ts} in seconds and {@code ts_iso}. */
  static void stamps(JsonGenerator out, Instant time) throws IOException {
    seconds(out, "ts", time);
    iso(out, "ts_iso", time);
  }

  /** Seconds since the epoch, with milliseconds as their fraction. */
  static void seconds(JsonGenerator out, String name, Instant time) throws IOException {
    out.writeFieldName(name);
    long millis = time.toEpochMilli();
    if (millis % 1000 == 0) {
      out.writeNumber(millis / 1000);
    } else {
      out.writeNumber(BigDecimal.valueOf(millis, 3));
    }
  }

  /** For example {@code 2026-11-20T14:30:00Z}, null when there is none. */
  static void iso(JsonGenerator out, String name, Instant time) throws IOException {
    text(out, name, time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
