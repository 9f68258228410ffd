package io.marketswarm.gateway.gravity;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * What a language model saw in a chart of volume.
 *
 * @param strength of market memory, 0 … 1
 */
record ChartReading(
    JsonArray nodes,
    JsonArray wells,
    JsonArray crevasses,
    double strength,
    String bias,
    String summary) {
  private static final Set<String> BIASES = Set.of("bullish", "bearish", "neutral");
  private static final int MOST = 50;
  private static final int LONGEST_SUMMARY = 2_000;

  /** Whatever makes no sense in what it says is left out. */
  static ChartReading of(JsonObject said) {
    Object strength = said.getValue("marketMemoryStrength");
    Object summary = said.getValue("summary");
    String text = summary instanceof String words ? words.strip() : "";
    return new ChartReading(
        prices(said.getValue("volumeNodes")),
        ranges(said.getValue("volumeWells")),
        ranges(said.getValue("crevasses")),
        strength instanceof Number number
            ? Math.round(Math.max(0, Math.min(1, number.doubleValue())) * 100) / 100.0
            : 0,
        BIASES.contains(String.valueOf(said.getValue("bias"))) ? said.getString("bias") : "neutral",
        text.length() > LONGEST_SUMMARY ? text.substring(0, LONGEST_SUMMARY) : text);
  }

  private static JsonArray prices(Object given) {
    JsonArray prices = new JsonArray();
    if (given instanceof JsonArray list) {
      list.stream().filter(ChartReading::isPrice).limit(MOST).forEach(prices::add);
    }
    return prices;
  }

  private static JsonArray ranges(Object given) {
    JsonArray ranges = new JsonArray();
    if (given instanceof JsonArray list) {
      list.stream().filter(ChartReading::isRange).limit(MOST).forEach(ranges::add);
    }
    return ranges;
  }

  private static boolean isPrice(Object value) {
    return value instanceof Number number
        && number.doubleValue() > 0
        && Double.isFinite(number.doubleValue());
  }

  private static boolean isRange(Object value) {
    return value instanceof JsonArray range
        && range.size() == 2
        && range.stream().allMatch(ChartReading::isPrice);
  }
}
