package io.marketswarm.market.model;

/** How good a butterfly is, 0 … 100 with one decimal, and how sure the selector is, 0 … 1. */
public record TileScore(
    String tileKey,
    double composite,
    double confidence,
    double rewardToRisk,
    double convexity,
    double widthFit,
    double gammaAlignment) {

  static final double CONVEXITY_WEIGHT = 0.40;
  static final double REWARD_WEIGHT = 0.25;
  static final double WIDTH_FIT_WEIGHT = 0.20;
  static final double GAMMA_WEIGHT = 0.15;

  static double composite(
      double rewardToRisk, double convexity, double widthFit, double gammaAlignment) {
    return CONVEXITY_WEIGHT * convexity
        + REWARD_WEIGHT * rewardToRisk
        + WIDTH_FIT_WEIGHT * widthFit
        + GAMMA_WEIGHT * gammaAlignment;
  }

  static double confidence(boolean knowsGamma, boolean knowsBias, double debit) {
    double confidence = 0.5;
    if (knowsGamma) {
      confidence += 0.25;
    }
    if (knowsBias) {
      confidence += 0.15;
    }
    if (debit >= 1) {
      confidence += 0.10;
    }
    return Rounding.r2(Math.min(1, confidence));
  }
}
