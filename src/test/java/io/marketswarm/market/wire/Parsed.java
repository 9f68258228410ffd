package io.marketswarm.market.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON read by somebody else's parser into maps and lists, every number a double. */
final class Parsed {
  private Parsed() {}

  static <M> Map<String, Object> object(JsonShape<M> shape, M model) {
    return object(shape.bytes(model));
  }

  static Map<String, Object> object(byte[] json) {
    return plain(new JsonObject(text(json)));
  }

  static <M> List<Object> array(JsonShape<M> shape, M model) {
    return plain(new JsonArray(text(shape.bytes(model))));
  }

  static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  /** An expected object: names and values in turn, whole numbers welcome. */
  static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], plain(namesAndValues[i + 1]));
    }
    return fields;
  }

  static List<Object> list(Object... values) {
    List<Object> list = new ArrayList<>();
    for (Object value : values) {
      list.add(plain(value));
    }
    return list;
  }

  private static Map<String, Object> plain(JsonObject object) {
    Map<String, Object> plain = new LinkedHashMap<>();
    object.forEach(field -> plain.put(field.getKey(), plain(field.getValue())));
    return plain;
  }

  private static List<Object> plain(JsonArray array) {
    List<Object> plain = new ArrayList<>();
    array.forEach(value -> plain.add(plain(value)));
    return plain;
  }

  private static Object plain(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof JsonObject object) {
      return plain(object);
    }
    return value instanceof JsonArray array ? plain(array) : value;
  }

  /** Every number and text found anywhere in a value, for laws about all of them. */
  static List<Object> leaves(Object value) {
    List<Object> leaves = new ArrayList<>();
    collect(value, leaves);
    return leaves;
  }

  private static void collect(Object value, List<Object> leaves) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, inner) -> {
            leaves.add(name);
            collect(inner, leaves);
          });
    } else if (value instanceof List<?> list) {
      list.forEach(inner -> collect(inner, leaves));
    } else {
      leaves.add(value);
    }
  }
}
