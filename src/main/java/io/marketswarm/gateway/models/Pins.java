package io.marketswarm.gateway.models;

import io.marketswarm.gateway.rest.Fields;
import io.marketswarm.market.model.PinProbability;
import io.marketswarm.market.wire.PinJson;
import io.marketswarm.web.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Where a symbol is likely to be pinned. */
final class Pins {
  private static final double ANY = Double.MAX_VALUE;

  private Pins() {}

  /** The strikes of a published forecast. */
  static Model published(Model forecast) {
    JsonArray pins = new JsonObject(forecast.json()).getJsonArray("pins", new JsonArray());
    return new Model(pins.toBuffer());
  }

  /** The forecast for what a client describes. */
  static Model of(JsonObject asked) {
    Fields fields = new Fields(asked);
    JsonObject profile = object(asked, "volume_profile");
    return model(
        new PinProbability.Inputs(
            fields
                .number("spot", -ANY, ANY)
                .orElseThrow(() -> ApiError.badRequest("spot is required")),
            fields.number("zero_gamma", -ANY, ANY).orElse(Double.NaN),
            byStrike(object(asked, "gex")),
            byStrike(object(asked, "call_oi")),
            byStrike(object(asked, "put_oi")),
            prices(profile, "hvn"),
            prices(profile, "lvn"),
            new Fields(profile).number("poc", -ANY, ANY).orElse(Double.NaN)));
  }

  private static Model model(PinProbability.Inputs inputs) {
    return new Model(Buffer.buffer(PinJson.PINS.bytes(PinProbability.of(inputs))));
  }

  private static JsonObject object(JsonObject from, String name) {
    return from.getValue(name) instanceof JsonObject object ? object : new JsonObject();
  }

  /** Strikes are keys in JSON, and so they are texts; what is no number is left out. */
  private static Map<Double, Double> byStrike(JsonObject values) {
    Map<Double, Double> strikes = new TreeMap<>();
    for (Map.Entry<String, Object> entry : values) {
      if (entry.getKey().matches("\\d{1,9}(\\.\\d{1,6})?")
          && entry.getValue() instanceof Number value
          && Double.isFinite(value.doubleValue())) {
        strikes.put(Double.valueOf(entry.getKey()), value.doubleValue());
      }
    }
    return strikes;
  }

  private static Set<Double> prices(JsonObject from, String name) {
    Set<Double> prices = new HashSet<>();
    if (from.getValue(name) instanceof JsonArray list) {
      list.stream()
          .filter(Number.class::isInstance)
          .map(Number.class::cast)
          .forEach(price -> prices.add(price.doubleValue()));
    }
    return prices;
  }
}
