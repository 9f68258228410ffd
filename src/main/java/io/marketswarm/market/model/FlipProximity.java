package io.marketswarm.market.model;

import static java.lang.Math.abs;
import static java.lang.Math.max;

/** What a nearby gamma flip takes away from bias and absorption; both are zero or negative. */
record FlipProximity(double biasAdjustment, double lfiAdjustment) {
  private static final FlipProximity NONE = new FlipProximity(0, 0);

  /** Relative distances from spot: no effect from FAR on, full effect up to NEAR. */
  private static final double FAR = 0.015;

  private static final double NEAR = 0.005;

  /** A flip this close underneath makes it worse. */
  private static final double TRAPDOOR = 0.003;

  private static final double TRAPDOOR_PENALTY = 0.2;
  private static final double BIAS_AT_STAKE = 50;
  private static final double LFI_AT_STAKE = 30;

  static FlipProximity of(FlipLevels flips, double spot) {
    double nearest = flips.nearest(spot);
    if (Double.isNaN(nearest)) {
      return NONE;
    }
    double distance = abs(spot - nearest) / spot;
    double effect;
    if (distance >= FAR) {
      effect = 0;
    } else if (distance <= NEAR) {
      effect = 1;
    } else {
      effect = 1 - (distance - NEAR) / (FAR - NEAR);
    }
    double penalty = (spot - flips.below()) / spot < TRAPDOOR ? TRAPDOOR_PENALTY : 0;
    return new FlipProximity(
        max(-BIAS_AT_STAKE, -BIAS_AT_STAKE * (effect + penalty)),
        max(-LFI_AT_STAKE, -LFI_AT_STAKE * (effect + 0.5 * penalty)));
  }
}
