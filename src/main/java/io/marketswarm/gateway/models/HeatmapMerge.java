package io.marketswarm.gateway.models;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A heatmap with later changes worked in, for publishers that tell the changes faster than the
 * whole. Tiles are copied, whatever stands in them; a value that a diff does not tell stays as it
 * was.
 */
final class HeatmapMerge {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String TILES = "tiles";
  private static final String COUNTS = "dte_tile_counts";

  /** Parts of a heatmap that are about the whole of it; a diff brings them anew. */
  private static final Set<String> RENEWED = Set.of("ts", "version", "dtes_available", "atm_iv");

  private final Map<String, String> renewed = new LinkedHashMap<>();
  private final Map<String, String> changed = new LinkedHashMap<>();
  private final Set<String> removed = new HashSet<>();
  private final Map<Integer, Integer> counts = new TreeMap<>();

  private HeatmapMerge() {}

  /** The whole with the differences applied, in the order of their versions. */
  static Buffer merge(Buffer whole, List<Buffer> diffs) throws IOException {
    HeatmapMerge merge = new HeatmapMerge();
    for (Buffer diff : diffs) {
      merge.readDiff(diff);
    }
    return merge.write(whole);
  }

  private void readDiff(Buffer diff) throws IOException {
    try (JsonParser in = JSON.createParser(diff.getBytes())) {
      in.nextToken();
      Map<String, String> tiles = Map.of();
      List<String> gone = List.of();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "changed" -> tiles = members(in);
          case "removed" -> gone = texts(in);
          default -> {
            if (RENEWED.contains(name)) {
              renewed.put(name, text(in));
            } else {
              in.skipChildren();
            }
          }
        }
      }
      changed.putAll(tiles);
      removed.removeAll(tiles.keySet());
      for (String key : gone) {
        changed.remove(key);
        removed.add(key);
      }
    }
  }

  private Buffer write(Buffer whole) throws IOException {
    ByteArrayBuilder bytes = new ByteArrayBuilder(whole.length() + 1_024);
    try (JsonParser in = JSON.createParser(whole.getBytes());
        JsonGenerator out = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      in.nextToken();
      out.writeStartObject();
      Set<String> written = new HashSet<>();
      boolean counted = false;
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        written.add(name);
        if (renewed.containsKey(name)) {
          in.skipChildren();
          raw(out, name, renewed.get(name));
        } else if (name.equals(TILES) && in.currentToken() == JsonToken.START_OBJECT) {
          tiles(in, out);
        } else if (name.equals(COUNTS)) {
          in.skipChildren();
          counted = true;
        } else {
          out.writeFieldName(name);
          out.copyCurrentStructure(in);
        }
      }
      for (Map.Entry<String, String> field : renewed.entrySet()) {
        if (!written.contains(field.getKey())) {
          raw(out, field.getKey(), field.getValue());
        }
      }
      if (counted) {
        counts(out);
      }
      out.writeEndObject();
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private void tiles(JsonParser in, JsonGenerator out) throws IOException {
    Map<String, String> fresh = new HashMap<>(changed);
    out.writeObjectFieldStart(TILES);
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      in.nextToken();
      String tile = fresh.remove(key);
      if (removed.contains(key)) {
        in.skipChildren();
        continue;
      }
      if (tile != null) {
        in.skipChildren();
        raw(out, key, tile);
      } else {
        out.writeFieldName(key);
        out.copyCurrentStructure(in);
      }
      count(key);
    }
    for (Map.Entry<String, String> tile : changed.entrySet()) {
      if (fresh.containsKey(tile.getKey())) {
        raw(out, tile.getKey(), tile.getValue());
        count(tile.getKey());
      }
    }
    out.writeEndObject();
  }

  /** Keys read {@code strategy:dte:width:strike}. */
  private void count(String key) {
    String[] parts = key.split(":", 3);
    if (parts.length == 3 && parts[1].matches("\\d{1,4}")) {
      counts.merge(Integer.valueOf(parts[1]), 1, Integer::sum);
    }
  }

  private void counts(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart(COUNTS);
    for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
      out.writeNumberField(count.getKey().toString(), count.getValue());
    }
    out.writeEndObject();
  }

  private static void raw(JsonGenerator out, String name, String value) throws IOException {
    out.writeFieldName(name);
    out.writeRawValue(value);
  }

  private static Map<String, String> members(JsonParser in) throws IOException {
    Map<String, String> members = new LinkedHashMap<>();
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return members;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      members.put(name, text(in));
    }
    return members;
  }

  private static List<String> texts(JsonParser in) throws IOException {
    List<String> texts = new ArrayList<>();
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return texts;
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      texts.add(in.getText());
      in.skipChildren();
    }
    return texts;
  }

  /** The value the parser stands on, as JSON. */
  private static String text(JsonParser in) throws IOException {
    ByteArrayBuilder bytes = new ByteArrayBuilder();
    try (JsonGenerator out = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      out.copyCurrentStructure(in);
    }
    return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
  }
}
