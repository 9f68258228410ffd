package io.marketswarm.market.model;

/** Which value of the underlying models price with. */
public final class PricingSpot {
  /** A live value older than this gives way to the one that came with the chain. */
  public static final long FRESH_MILLIS = 15_000;

  private PricingSpot() {}

  /** The live value while fresh, else the chain's, else NaN. */
  public static double of(double live, long ageMillis, double ofChain) {
    if (isUsable(live) && ageMillis < FRESH_MILLIS) {
      return live;
    }
    return isUsable(ofChain) ? ofChain : Double.NaN;
  }

  static boolean isUsable(double spot) {
    return spot > 0 && spot < Double.POSITIVE_INFINITY;
  }
}
