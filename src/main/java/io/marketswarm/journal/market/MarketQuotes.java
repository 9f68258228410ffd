package io.marketswarm.journal.market;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Prices of structures in the live market model. */
public final class MarketQuotes {
  /** Nobody deals at prices older than this. */
  private static final double STALE_SECONDS = 15;

  private static final JsonFactory JSON = new JsonFactory();

  private final RedisBus market;

  public MarketQuotes(RedisBus market) {
    this.market = market;
  }

  /**
   * What structures cost now, in dollars per unit, by tile and side ({@code
   * butterfly:0:20:6000/call}). What is not quoted is missing, and everything is when the model is
   * stale.
   */
  public Future<Map<String, BigDecimal>> of(String symbol, Set<String> tiles) {
    return market
        .send(Request.cmd(Command.GET).arg("massive:heatmap:model:I:" + symbol + ":latest"))
        .map(
            model -> {
              try {
                return model == null
                    ? Map.of()
                    : read(model.toBytes(), tiles, System.currentTimeMillis() / 1_000.0);
              } catch (IOException broken) {
                return Map.of();
              }
            });
  }

  static Map<String, BigDecimal> read(byte[] model, Set<String> tiles, double nowSeconds)
      throws IOException {
    Map<String, BigDecimal> prices = new HashMap<>();
    double told = 0;
    try (JsonParser in = JSON.createParser(model)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String field = in.currentName();
        in.nextToken();
        if (field.equals("ts") && in.currentToken().isNumeric()) {
          told = in.getDoubleValue();
        } else if (field.equals("tiles") && in.currentToken() == JsonToken.START_OBJECT) {
          tiles(in, tiles, prices);
        } else {
          in.skipChildren();
        }
      }
    }
    return nowSeconds - told > STALE_SECONDS ? Map.of() : prices;
  }

  private static void tiles(JsonParser in, Set<String> wanted, Map<String, BigDecimal> prices)
      throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String tile = in.currentName();
      if (in.nextToken() == JsonToken.START_OBJECT && wanted.contains(tile)) {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
          String side = in.currentName();
          if (in.nextToken() == JsonToken.START_OBJECT) {
            side(in, tile + "/" + side, prices);
          } else {
            in.skipChildren();
          }
        }
      } else {
        in.skipChildren();
      }
    }
  }

  /** The market's own price, not the theoretical one: nobody deals at theory. */
  private static void side(JsonParser in, String name, Map<String, BigDecimal> prices)
      throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      boolean price = field.equals("market_debit") || field.equals("market_mid");
      if (in.nextToken().isNumeric() && price) {
        prices.put(name, in.getDecimalValue().setScale(2, RoundingMode.HALF_UP));
      } else {
        in.skipChildren();
      }
    }
  }
}
