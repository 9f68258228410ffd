package io.marketswarm.market.model;

import static java.lang.Math.abs;
import static java.lang.Math.max;
import static java.lang.Math.min;

/** Which way net gamma around spot pushes: -100 hostile … +100 supportive. */
final class DealerBias {
  private static final double IMBALANCE_WEIGHT = 0.6;
  private static final double GRAVITY_WEIGHT = 0.4;

  /** Sides that cancel out leave rounding noise behind, whose sign means nothing. */
  private static final double NOISE = 1e-12;

  private DealerBias() {}

  /**
   * @param gravityScale distance in points at which the centre of gravity counts in full
   */
  static double base(GammaByStrike gamma, double spot, double gravityScale) {
    double above = 0;
    double below = 0;
    double lean = 0;
    double torque = 0;
    for (int i = 0; i < gamma.size(); i++) {
      double net = gamma.net(i);
      double distance = gamma.strike(i) - spot;
      if (distance > 0) {
        above += net;
      } else if (distance < 0) {
        below += net;
      }
      lean += abs(net);
      torque += abs(net) * distance;
    }
    above = abs(above) < NOISE * lean ? 0 : above;
    below = abs(below) < NOISE * lean ? 0 : below;
    double supportive = max(0, above) + max(0, below);
    double hostile = abs(min(0, above)) + abs(min(0, below));
    if (lean == 0 || supportive + hostile == 0) {
      return 0;
    }
    double imbalance = (supportive - hostile) / (supportive + hostile);
    double gravity = Clamp.between(-1, 1, torque / lean / gravityScale);
    return Clamp.between(
        -100, 100, 100 * (IMBALANCE_WEIGHT * imbalance + GRAVITY_WEIGHT * gravity));
  }
}
