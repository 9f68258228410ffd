package io.marketswarm.web.api;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON written as it goes, without a tree. */
public final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Writes values. */
  @FunctionalInterface
  public interface Body {
    void write(JsonGenerator out) throws IOException;
  }

  private JsonText() {}

  public static Buffer of(Body body) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(FACTORY._getBufferRecycler())) {
      try (JsonGenerator out = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
        body.write(out);
      }
      return Buffer.buffer(bytes.getClearAndRelease());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** {@code {"success":true,"data":...}}. */
  public static Buffer data(Body value) {
    return of(
        out -> {
          out.writeStartObject();
          out.writeBooleanField("success", true);
          out.writeFieldName("data");
          value.write(out);
          out.writeEndObject();
        });
  }

  /** A generator over a growing text, for lists written row by row. */
  static JsonGenerator generator(ByteArrayBuilder bytes) throws IOException {
    return FACTORY.createGenerator(bytes, JsonEncoding.UTF8);
  }

  /** Whole numbers without a fraction, others as short as they can be. */
  public static void number(JsonGenerator out, double value) throws IOException {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      out.writeNumber((long) value);
    } else {
      out.writeNumber(value);
    }
  }
}
