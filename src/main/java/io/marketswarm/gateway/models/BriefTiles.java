package io.marketswarm.gateway.models;

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
import java.util.Arrays;
import java.util.Set;

/**
 * A heatmap, or a change of one, in a sixth of its size: of each tile its four prices, those of the
 * call and of the put by theory and by the market, {@code null} where there is none. All else of a
 * tile follows from its key, {@code strategy:dte:width:strike}, and from the price.
 */
public final class BriefTiles {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();
  private static final Set<String> OF_TILES = Set.of("tiles", "changed");
  private static final int PRICES = 4;

  private final String[] prices = new String[PRICES];
  private final JsonParser in;
  private final JsonGenerator out;

  private BriefTiles(JsonParser in, JsonGenerator out) {
    this.in = in;
    this.out = out;
  }

  /** Whatever is no tile stays as it is. */
  public static Buffer of(Buffer json) throws IOException {
    ByteArrayBuilder bytes = new ByteArrayBuilder(json.length() / 4);
    try (JsonParser in =
            JSON.createParser(
                (InputStream)
                    new ByteBufInputStream(((BufferInternal) json).getByteBuf().duplicate()));
        JsonGenerator out = JSON.createGenerator(bytes)) {
      new BriefTiles(in, out).write();
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  private void write() throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("no JSON object");
    }
    out.writeStartObject();
    out.writeBooleanField("brief", true);
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      out.writeFieldName(name);
      if (in.nextToken() == JsonToken.START_OBJECT && OF_TILES.contains(name)) {
        tiles();
      } else {
        out.copyCurrentStructure(in);
      }
    }
    out.writeEndObject();
  }

  private void tiles() throws IOException {
    out.writeStartObject();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      out.writeFieldName(in.currentName());
      if (in.nextToken() == JsonToken.START_OBJECT) {
        tile();
      } else {
        out.copyCurrentStructure(in);
      }
    }
    out.writeEndObject();
  }

  private void tile() throws IOException {
    Arrays.fill(prices, null);
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (value == JsonToken.START_OBJECT && name.equals("call")) {
        side(0);
      } else if (value == JsonToken.START_OBJECT && name.equals("put")) {
        side(2);
      } else {
        in.skipChildren();
      }
    }
    out.writeStartArray();
    for (String price : prices) {
      if (price == null) {
        out.writeNull();
      } else {
        out.writeNumber(price);
      }
    }
    out.writeEndArray();
  }

  private void side(int first) throws IOException {
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
}
