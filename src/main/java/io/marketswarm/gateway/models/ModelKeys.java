package io.marketswarm.gateway.models;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where models lie on the market bus, and how their symbols are spelt. */
public final class ModelKeys {
  public static final String MARKET_MODE = "massive:market_mode:model:latest";
  public static final String VIX_REGIME = "massive:vix_regime:model:latest";
  public static final String BIAS = "massive:bias_lfi:model:latest";
  public static final String VEXY_EPOCH = "vexy:model:playbyplay:epoch:latest";
  public static final String VEXY_EVENT = "vexy:model:playbyplay:event:latest";

  /** Those that are about no symbol in particular. */
  static final List<String> GLOBAL = List.of(MARKET_MODE, VIX_REGIME, BIAS, VEXY_EPOCH, VEXY_EVENT);

  private static final String SPOT = "massive:model:spot:";
  private static final String TRAIL = ":trail";
  private static final String GAMMA = "massive:gex:model:";
  private static final String HEATMAP = "massive:heatmap:model:";
  private static final String HEATMAP_DIFF = "massive:heatmap:diff:";
  private static final String SELECTOR = "massive:selector:model:";
  private static final String EXPOSURE = "massive:exposure:model:";
  private static final String PIN = "massive:pin:model:";
  private static final String LATEST = ":latest";

  private static final Set<String> INDICES = Set.of("SPX", "NDX", "VIX", "RUT", "XSP");

  private ModelKeys() {}

  public static String spot(String symbol) {
    return SPOT + symbol;
  }

  public static String trail(String symbol) {
    return SPOT + symbol + TRAIL;
  }

  public static String calls(String symbol) {
    return GAMMA + symbol + ":calls";
  }

  public static String puts(String symbol) {
    return GAMMA + symbol + ":puts";
  }

  public static String heatmap(String symbol) {
    return HEATMAP + symbol + LATEST;
  }

  static String heatmap(String symbol, String strategy) {
    return HEATMAP + symbol + ":" + strategy;
  }

  public static String selector(String symbol) {
    return SELECTOR + symbol + LATEST;
  }

  public static String exposure(String symbol) {
    return EXPOSURE + symbol;
  }

  public static String pin(String symbol) {
    return PIN + symbol + LATEST;
  }

  static String heatmapDiffs() {
    return HEATMAP_DIFF + "*";
  }

  /** The symbol of a channel or topic of heatmap differences. */
  static Optional<String> symbolOfDiff(String topic) {
    return between(HEATMAP_DIFF, topic, "");
  }

  /** The symbol of a key that holds a whole heatmap. */
  static Optional<String> symbolOfHeatmap(String key) {
    return between(HEATMAP, key, LATEST);
  }

  /** The symbol of a key that holds a spot value. */
  static Optional<String> symbolOfSpot(String key) {
    return key.endsWith(TRAIL) ? Optional.empty() : between(SPOT, key, "");
  }

  /** The symbol of a key that holds gamma of calls or puts. */
  public static Optional<String> symbolOfGamma(String key) {
    return between(GAMMA, key, ":calls").or(() -> between(GAMMA, key, ":puts"));
  }

  /** The symbol of a key that holds recommendations. */
  public static Optional<String> symbolOfSelector(String key) {
    return between(SELECTOR, key, LATEST);
  }

  /** The symbol of a key that holds dealer exposures. */
  public static Optional<String> symbolOfExposure(String key) {
    return between(EXPOSURE, key, "");
  }

  /** Whether a key holds a model of one symbol that is worth keeping. */
  static boolean isModel(String key) {
    return symbolOfSpot(key).isPresent()
        || symbolOfGamma(key).isPresent()
        || symbolOfSelector(key).isPresent()
        || between(PIN, key, LATEST).isPresent()
        || symbolOfExposure(key).isPresent();
  }

  /**
   * The keys a publisher means when it names model and symbol; empty when it means none of ours.
   */
  static List<String> announced(String model, String symbol) {
    return switch (model) {
      case "spot" -> List.of(spot(symbol));
      case "gex" -> List.of(calls(symbol), puts(symbol));
      case "heatmap" -> List.of(heatmap(symbol));
      case "bias_lfi" -> List.of(BIAS);
      case "market_mode" -> List.of(MARKET_MODE);
      case "vix_regime" -> List.of(VIX_REGIME);
      case "trade_selector", "selector" -> List.of(selector(symbol));
      case "exposure" -> List.of(exposure(symbol));
      case "pin" -> List.of(pin(symbol));
      case "vexy" -> List.of(VEXY_EPOCH, VEXY_EVENT);
      default -> List.of();
    };
  }

  /** Indices carry a prefix; clients may leave it out. */
  public static String canonical(String symbol) {
    return INDICES.contains(symbol) ? "I:" + symbol : symbol;
  }

  private static Optional<String> between(String before, String key, String after) {
    int length = key.length() - before.length() - after.length();
    return length > 0 && key.startsWith(before) && key.endsWith(after)
        ? Optional.of(key.substring(before.length(), before.length() + length))
        : Optional.empty();
  }
}
