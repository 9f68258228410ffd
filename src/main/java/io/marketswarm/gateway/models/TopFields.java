package io.marketswarm.gateway.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBufInputStream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plain fields at the top of an encoded object; reading ends as soon as all of them are found, and
 * whatever is no JSON has none.
 */
public final class TopFields {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Object> values = new HashMap<>();

  private TopFields() {}

  public static TopFields of(Buffer json, String... names) {
    TopFields fields = new TopFields();
    InputStream bytes = new ByteBufInputStream(((BufferInternal) json).getByteBuf().duplicate());
    try (JsonParser in = JSON.createParser(bytes)) {
      fields.read(in, List.of(names));
    } catch (IOException broken) {
      // What was read before it broke off is still what it says.
    }
    return fields;
  }

  private void read(JsonParser in, List<String> wanted) throws IOException {
    int missing = wanted.size();
    if (in.nextToken() != JsonToken.START_OBJECT) {
      return;
    }
    while (missing > 0 && in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (!wanted.contains(name)) {
        in.skipChildren();
        continue;
      }
      missing--;
      if (value == JsonToken.VALUE_STRING) {
        values.put(name, in.getText());
      } else if (value.isNumeric()) {
        values.put(name, in.getNumberValue());
      } else {
        in.skipChildren();
      }
    }
  }

  public Optional<String> text(String name) {
    return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** NaN when the field is missing or no number. */
  public double number(String name) {
    return values.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** The fallback when the field is missing or no number. */
  public long whole(String name, long fallback) {
    return values.get(name) instanceof Number number ? number.longValue() : fallback;
  }

  /** As it stands: a text, a number or nothing. */
  public Optional<Object> value(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
