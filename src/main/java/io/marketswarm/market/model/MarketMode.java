package io.marketswarm.market.model;

import java.time.Instant;
import java.util.Locale;

/** Whether the market is being held together or let go, on a scale of 0 to 100. */
public record MarketMode(Instant ts, String symbol, double score) {
  private static final double EXPANSION_FROM = 67;
  private static final double TRANSITION_FROM = 34;

  /** The label of a score. */
  public enum Label {
    COMPRESSION,
    TRANSITION,
    EXPANSION;

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static MarketMode of(BiasLfi bias) {
    return new MarketMode(bias.ts(), bias.symbol(), bias.marketModeScore());
  }

  public Label mode() {
    if (score >= EXPANSION_FROM) {
      return Label.EXPANSION;
    }
    return score >= TRANSITION_FROM ? Label.TRANSITION : Label.COMPRESSION;
  }
}
