package io.marketswarm.market.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A JSON object of plain fields and lists of texts; deeper values are passed over. */
final class FlatObject {
  private final Map<String, Object> fields = new HashMap<>();

  private FlatObject() {}

  static FlatObject read(byte[] json) throws IOException {
    FlatObject object = new FlatObject();
    try (JsonParser in = JsonCodec.FACTORY.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("expected an object, found " + in.currentToken());
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        object.fields.put(name, value(in));
      }
    }
    return object;
  }

  private static Object value(JsonParser in) throws IOException {
    return switch (in.nextToken()) {
      case VALUE_STRING -> in.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getDoubleValue();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case START_ARRAY -> texts(in);
      case START_OBJECT -> {
        in.skipChildren();
        yield null;
      }
      default -> null;
    };
  }

  private static List<String> texts(JsonParser in) throws IOException {
    List<String> texts = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() == JsonToken.VALUE_STRING) {
        texts.add(in.getText());
      } else {
        in.skipChildren();
      }
    }
    return texts;
  }

  boolean has(String name) {
    return fields.get(name) != null;
  }

  String text(String name) {
    return of(name, String.class);
  }

  Instant time(String name) {
    return Instant.parse(text(name));
  }

  double number(String name) {
    return of(name, Double.class);
  }

  int whole(String name) {
    double value = number(name);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(name + " must be a whole number, not " + value);
    }
    return (int) value;
  }

  /** NaN when the field is null or missing. */
  double numberOrNaN(String name) {
    return has(name) ? number(name) : Double.NaN;
  }

  boolean flag(String name) {
    return of(name, Boolean.class);
  }

  /** Empty when the field is missing. */
  List<String> texts(String name) {
    return fields.get(name) instanceof List<?> list
        ? list.stream().map(String.class::cast).toList()
        : List.of();
  }

  private <T> T of(String name, Class<T> type) {
    Object value = fields.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "%s must be a %s, not %s".formatted(name, type.getSimpleName(), value));
    }
    return type.cast(value);
  }
}
