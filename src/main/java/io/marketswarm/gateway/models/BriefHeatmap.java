package io.marketswarm.gateway.models;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.netty.buffer.ByteBufInputStream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A heatmap in a sixth of its size: of each tile its four prices, those of the call and of the put
 * by theory and by the market, {@code null} where there is none. All else of a tile follows from
 * its key, {@code strategy:dte:width:strike}, and from the price. It is kept up to date with the
 * changes that are put in brief here. For one thread at a time.
 */
public final class BriefHeatmap {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();
  private static final String TILES = "tiles";
  private static final String CHANGED = "changed";
  private static final String REMOVED = "removed";

  /** Parts of a heatmap that a change brings anew. */
  private static final Set<String> RENEWED = Set.of("ts", "version", "dtes_available", "atm_iv");

  /** How many tiles there are of each day follows from their keys. */
  private static final String COUNTS = "dte_tile_counts";

  private static final int PRICES = 4;

  private final Map<String, String> head = new LinkedHashMap<>();
  private final Map<String, String> tiles = new LinkedHashMap<>();
  private long version = Long.MIN_VALUE;

  long version() {
    return version;
  }

  /** Takes over a heatmap as its publisher told it. */
  public void take(Buffer whole) throws IOException {
    Message message = Message.read(whole);
    head.clear();
    tiles.clear();
    head.putAll(message.fields);
    head.remove(COUNTS);
    tiles.putAll(message.tiles);
    version = message.version;
  }

  /** A change as its publisher told it, in brief; it is in what is {@link #whole} from now on. */
  public Buffer change(Buffer diff) throws IOException {
    Message message = Message.read(diff);
    if (message.version > version) {
      version = message.version;
      tiles.putAll(message.tiles);
      message.removed.forEach(tiles::remove);
      message.fields.forEach(
          (name, value) -> {
            if (RENEWED.contains(name)) {
              head.put(name, value);
            }
          });
    }
    return written(message.fields, CHANGED, message.tiles);
  }

  /** All of it. */
  public Buffer whole() throws IOException {
    return written(head, TILES, tiles);
  }

  private static Buffer written(
      Map<String, String> fields, String name, Map<String, String> members) throws IOException {
    ByteArrayBuilder bytes = new ByteArrayBuilder(64 * members.size() + 512);
    try (JsonGenerator out = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      out.writeStartObject();
      out.writeBooleanField("brief", true);
      for (Map.Entry<String, String> field : fields.entrySet()) {
        raw(out, field);
      }
      out.writeObjectFieldStart(name);
      for (Map.Entry<String, String> member : members.entrySet()) {
        raw(out, member);
      }
      out.writeEndObject();
      out.writeEndObject();
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private static void raw(JsonGenerator out, Map.Entry<String, String> member) throws IOException {
    out.writeFieldName(member.getKey());
    out.writeRawValue(member.getValue());
  }

  /** What a publisher told, taken apart; values are JSON, those of tiles in brief. */
  private static final class Message {
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Map<String, String> tiles = new LinkedHashMap<>();
    private final List<String> removed = new ArrayList<>();
    private final String[] prices = new String[PRICES];
    private final StringBuilder tile = new StringBuilder();
    private long version = Long.MIN_VALUE;

    static Message read(Buffer json) throws IOException {
      Message message = new Message();
      InputStream bytes = new ByteBufInputStream(((BufferInternal) json).getByteBuf().duplicate());
      try (JsonParser in = JSON.createParser(bytes)) {
        message.read(in);
      }
      return message;
    }

    private void read(JsonParser in) throws IOException {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no JSON object");
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        if (name.equals(TILES) || name.equals(CHANGED)) {
          if (value == JsonToken.START_OBJECT) {
            tiles(in);
          } else {
            in.skipChildren();
          }
        } else if (name.equals(REMOVED) && value == JsonToken.START_ARRAY) {
          removed(in);
        } else {
          if (name.equals("version") && value == JsonToken.VALUE_NUMBER_INT) {
            version = in.getLongValue();
          }
          fields.put(name, text(in));
        }
      }
    }

    private void removed(JsonParser in) throws IOException {
      StringBuilder list = new StringBuilder("[");
      while (in.nextToken() != JsonToken.END_ARRAY) {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
          removed.add(in.getText());
        }
        list.append(list.length() > 1 ? "," : "").append(text(in));
      }
      fields.put(REMOVED, list.append(']').toString());
    }

    private void tiles(JsonParser in) throws IOException {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String key = in.currentName();
        tiles.put(key, in.nextToken() == JsonToken.START_OBJECT ? tile(in) : text(in));
      }
    }

    private String tile(JsonParser in) throws IOException {
      Arrays.fill(prices, null);
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        if (value == JsonToken.START_OBJECT && name.equals("call")) {
          side(in, 0);
        } else if (value == JsonToken.START_OBJECT && name.equals("put")) {
          side(in, 2);
        } else {
          in.skipChildren();
        }
      }
      tile.setLength(0);
      for (String price : prices) {
        tile.append(tile.length() == 0 ? '[' : ',').append(price);
      }
      return tile.append(']').toString();
    }

    private void side(JsonParser in, int first) throws IOException {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        if (!in.nextToken().isNumeric()) {
          in.skipChildren();
          continue;
        }
        switch (name) {
          case "mid", "debit" -> prices[first] = in.getText();
          case "market_mid", "market_debit" -> prices[first + 1] = in.getText();
          default -> {
            // It follows from these.
          }
        }
      }
    }

    /** The value the parser stands on, as JSON. */
    private static String text(JsonParser in) throws IOException {
      ByteArrayBuilder bytes = new ByteArrayBuilder(32);
      try (JsonGenerator out = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
        out.copyCurrentStructure(in);
      }
      return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    }
  }
}
