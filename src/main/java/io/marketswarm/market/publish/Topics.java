package io.marketswarm.market.publish;

import io.marketswarm.market.model.OptionSide;

/** The keys and channels that models are published under. */
public final class Topics {
  /** Who reads models by key hears here that one has changed. */
  public static final String UPDATED = "massive:model:updated";

  public static final String GAMMA_OF_ALL = "massive:gex:model";
  public static final String BIAS = "massive:bias_lfi:model:latest";
  public static final String MARKET_MODE = "massive:market_mode:model:latest";
  public static final String VIX_REGIME = "massive:vix_regime:model:latest";

  private Topics() {}

  public static String heatmap(String symbol) {
    return "massive:heatmap:model:" + symbol + ":latest";
  }

  public static String heatmapDiff(String symbol) {
    return "massive:heatmap:diff:" + symbol;
  }

  public static String heatmapReplay(String symbol) {
    return "massive:heatmap:replay:" + symbol;
  }

  public static String gamma(String symbol, OptionSide side) {
    return GAMMA_OF_ALL + ":" + symbol + (side == OptionSide.CALL ? ":calls" : ":puts");
  }

  public static String exposure(String symbol) {
    return "massive:exposure:model:" + symbol;
  }

  public static String bias(String symbol) {
    return "massive:bias_lfi:model:" + symbol + ":latest";
  }

  public static String pin(String symbol) {
    return "massive:pin:model:" + symbol + ":latest";
  }

  public static String selector(String symbol) {
    return "massive:selector:model:" + symbol + ":latest";
  }
}
