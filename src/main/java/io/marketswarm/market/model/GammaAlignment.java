package io.marketswarm.market.model;

/** How well a butterfly sits among the gamma levels: near the magnet, on the right side of zero. */
final class GammaAlignment {
  private static final double MAGNET_WEIGHT = 0.40;
  private static final double ZERO_GAMMA_WEIGHT = 0.30;
  private static final double WINGS_WEIGHT = 0.30;

  private static final double WINGS_BASE = 50;
  private static final double WING_BONUS = 15;
  private static final double WINGS_BEST = 95;

  private GammaAlignment() {}

  static double score(double magnet, double zeroGamma, double wings) {
    return MAGNET_WEIGHT * magnet + ZERO_GAMMA_WEIGHT * zeroGamma + WINGS_WEIGHT * wings;
  }

  /**
   * @param distance from the strike to the magnet in points of the S&P 500, NaN without a magnet
   */
  static double magnet(double distance) {
    if (Double.isNaN(distance)) {
      return 60;
    }
    if (distance <= 10) {
      return 95;
    }
    if (distance <= 25) {
      return 80;
    }
    return distance <= 50 ? 60 : 40;
  }

  /**
   * @param zeroGamma NaN when net gamma never changes sign
   */
  static double zeroGamma(ButterflyGrid.Side side, int strike, double zeroGamma) {
    if (Double.isNaN(zeroGamma)) {
      return 50;
    }
    boolean aligned = side == ButterflyGrid.Side.CALL ? strike > zeroGamma : strike < zeroGamma;
    return aligned ? 80 : 30;
  }

  /** Positive net gamma under the wings holds price inside. */
  static double wings(GammaByStrike gamma, int strike, int width) {
    double score = WINGS_BASE;
    if (gamma.isPositiveAt(strike - width)) {
      score += WING_BONUS;
    }
    if (gamma.isPositiveAt(strike + width)) {
      score += WING_BONUS;
    }
    return Math.min(WINGS_BEST, score);
  }
}
