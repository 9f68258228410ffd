package io.marketswarm.market.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketswarm.market.model.TileKey;
import io.marketswarm.market.model.TilePlan;
import io.marketswarm.market.model.TileSeed;
import java.io.IOException;

/**
 * Reads a published heatmap model and the diffs after it back, so that a restarted builder knows
 * what clients hold.
 */
public final class HeatmapDecoder {
  private static final JsonFactory JSON = new JsonFactory();

  private double theory;
  private double market;

  /** The tiles of a model; text that is no heatmap model fails with an {@link IOException}. */
  public static TileSeed seed(TilePlan plan, byte[] model) throws IOException {
    TileSeed seed = new TileSeed(plan);
    try (JsonParser parser = JSON.createParser(model)) {
      expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        if (field.equals("version")) {
          expect(parser, value, JsonToken.VALUE_NUMBER_INT);
          seed.version(parser.getLongValue());
        } else if (field.equals("tiles")) {
          expect(parser, value, JsonToken.START_OBJECT);
          tiles(parser, seed);
        } else {
          parser.skipChildren();
        }
      }
      expect(parser, parser.currentToken(), JsonToken.END_OBJECT);
    }
    return seed;
  }

  /** Brings a seed up to date with a diff that was published after it. */
  public static void apply(TileSeed seed, byte[] diff) throws IOException {
    try (JsonParser parser = JSON.createParser(diff)) {
      expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        switch (field) {
          case "version" -> {
            expect(parser, value, JsonToken.VALUE_NUMBER_INT);
            seed.version(parser.getLongValue());
          }
          case "changed" -> {
            expect(parser, value, JsonToken.START_OBJECT);
            tiles(parser, seed);
          }
          case "removed" -> {
            expect(parser, value, JsonToken.START_ARRAY);
            removed(parser, seed);
          }
          default -> parser.skipChildren();
        }
      }
      expect(parser, parser.currentToken(), JsonToken.END_OBJECT);
    }
  }

  private static void removed(JsonParser parser, TileSeed seed) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser, parser.currentToken(), JsonToken.VALUE_STRING);
      seed.remove(key(parser, parser.getText()));
    }
  }

  private static void tiles(JsonParser parser, TileSeed seed) throws IOException {
    HeatmapDecoder side = new HeatmapDecoder();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      long key = key(parser, name);
      expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
      double callTheory = Double.NaN;
      double callMarket = Double.NaN;
      double putTheory = Double.NaN;
      double putMarket = Double.NaN;
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        if (field.equals("call") && value == JsonToken.START_OBJECT) {
          side.read(parser);
          callTheory = side.theory;
          callMarket = side.market;
        } else if (field.equals("put") && value == JsonToken.START_OBJECT) {
          side.read(parser);
          putTheory = side.theory;
          putMarket = side.market;
        } else {
          parser.skipChildren();
        }
      }
      seed.add(key, callTheory, callMarket, putTheory, putMarket);
    }
  }

  private void read(JsonParser parser) throws IOException {
    theory = Double.NaN;
    market = Double.NaN;
    for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
      if (!parser.nextToken().isNumeric()) {
        parser.skipChildren();
        continue;
      }
      switch (field) {
        case "mid", "debit" -> theory = parser.getDoubleValue();
        case "market_mid", "market_debit" -> market = parser.getDoubleValue();
        default -> {}
      }
    }
  }

  private static long key(JsonParser parser, String name) throws IOException {
    long key = TileKey.parse(name);
    if (key == TileKey.UNKNOWN) {
      throw new IOException(
          "%s is no key of a tile, at %s"
              .formatted(name, parser.currentLocation().offsetDescription()));
    }
    return key;
  }

  private static void expect(JsonParser parser, JsonToken found, JsonToken wanted)
      throws IOException {
    if (found != wanted) {
      throw new IOException(
          "heatmap model has %s instead of %s at %s"
              .formatted(found, wanted, parser.currentLocation().offsetDescription()));
    }
  }
}
