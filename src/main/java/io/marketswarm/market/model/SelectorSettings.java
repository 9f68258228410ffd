package io.marketswarm.market.model;

/** What an operator decides about the selector. */
public record SelectorSettings(PriceSource prices, int recommendations, int scores) {
  public static final SelectorSettings DEFAULT = new SelectorSettings(PriceSource.MARKET, 10, 200);

  /** Which debit is judged. */
  public enum PriceSource {
    /** The market's, or the theoretical one where the market has none. */
    MARKET,
    THEO
  }

  public SelectorSettings {
    if (recommendations < 1) {
      throw new IllegalArgumentException(
          "recommendations must be positive, not " + recommendations);
    }
    if (scores < recommendations) {
      throw new IllegalArgumentException(
          "scores must be at least the %d recommendations, not %d"
              .formatted(recommendations, scores));
    }
  }
}
