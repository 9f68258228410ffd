package io.marketswarm.market.model;

import static java.lang.Math.abs;

/** How well dealers' hedging absorbs flow near spot (LFI): 0 accelerating … 100 absorbing. */
final class LiquidityAbsorption {
  static final double NEUTRAL = 50;

  /** Relative distances from spot. */
  private static final double CLOSE = 0.01;

  private static final double MEDIUM = 0.02;

  private LiquidityAbsorption() {}

  static double base(GammaByStrike gamma, double spot) {
    double lean = gamma.totalLean();
    if (lean == 0) {
      return NEUTRAL;
    }
    double closeNet = 0;
    double closeLean = 0;
    double mediumLean = 0;
    for (int i = 0; i < gamma.size(); i++) {
      double distance = abs(gamma.strike(i) - spot) / spot;
      double net = gamma.net(i);
      if (distance <= CLOSE) {
        closeNet += net;
        closeLean += abs(net);
      }
      if (distance <= MEDIUM) {
        mediumLean += abs(net);
      }
    }
    double ratio = closeLean == 0 ? 0 : closeNet / closeLean;
    double net = (ratio + 1) / 2 * 100;
    double concentration = 30 + 40 * mediumLean / lean;
    double magnitude = 40 + 40 * closeLean / lean;
    return Clamp.between(0, 100, 0.5 * net + 0.3 * concentration + 0.2 * magnitude);
  }
}
