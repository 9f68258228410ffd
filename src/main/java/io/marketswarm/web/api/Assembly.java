package io.marketswarm.web.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** A published document that is kept in several resources, one for each slice. */
public final class Assembly {
  private static final String COMPONENTS = "components";

  private Assembly() {}

  /** The document in a resource, completed by what others hold. Blocks. */
  public static JsonObject of(String resource, List<String> parts) {
    JsonObject whole = read(resource);
    for (String part : parts) {
      for (Map.Entry<String, Object> section : read(part)) {
        merge(whole, section.getKey(), section.getValue(), part);
      }
    }
    return whole;
  }

  private static void merge(JsonObject whole, String section, Object more, String part) {
    if (more instanceof JsonArray list) {
      whole.getJsonArray(section).addAll(list);
    } else if (section.equals(COMPONENTS)) {
      JsonObject components = whole.getJsonObject(COMPONENTS);
      for (Map.Entry<String, Object> kind : (JsonObject) more) {
        add(components, kind.getKey(), (JsonObject) kind.getValue(), part);
      }
    } else {
      add(whole, section, (JsonObject) more, part);
    }
  }

  private static void add(JsonObject whole, String section, JsonObject more, String part) {
    JsonObject target = whole.getJsonObject(section);
    for (Map.Entry<String, Object> entry : more) {
      if (target.containsKey(entry.getKey())) {
        throw new IllegalArgumentException(
            part + " describes " + entry.getKey() + " again, in " + section);
      }
      target.put(entry.getKey(), entry.getValue());
    }
  }

  private static JsonObject read(String resource) {
    try (InputStream in = Assembly.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no resource " + resource);
      }
      return new JsonObject(Buffer.buffer(in.readAllBytes()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
