package io.marketswarm.sim.core;

import java.time.LocalDate;

/**
 * Open contracts at the start of a day: humps above and below the market, tall at round strikes.
 */
final class OpenInterest {
  private static final double PEAK = 1_400;
  private static final double CALL_CENTER = 1.010;
  private static final double CALL_WIDTH = 0.018;
  private static final double PUT_CENTER = 0.985;
  private static final double PUT_WIDTH = 0.028;
  private static final double LATER_SHARE = 0.8;
  private static final double NOISE = 0.15;

  private OpenInterest() {}

  /** How much rounder strikes are liked. */
  static double roundness(double strike) {
    if (strike % 100 == 0) {
      return 4;
    }
    if (strike % 50 == 0) {
      return 2.2;
    }
    return strike % 25 == 0 ? 1.5 : 1;
  }

  static double smooth(double strike, boolean call, double open, long dte) {
    double center = open * (call ? CALL_CENTER : PUT_CENTER);
    double width = open * (call ? CALL_WIDTH : PUT_WIDTH);
    double z = (strike - center) / width;
    double life = dte == 0 ? 1 : LATER_SHARE / Math.sqrt(dte);
    return PEAK * roundness(strike) * StrictMath.exp(-z * z / 2) * life;
  }

  /** The smooth curve, off by up to 15 % in a way only the ticker and the date decide. */
  static int noisy(double smooth, long tickerHash, LocalDate date) {
    double unit = Seeds.unit(Seeds.mix(tickerHash ^ Seeds.mix(date.toEpochDay())));
    return (int) Math.round(Math.round(smooth) * (1 + NOISE * (2 * unit - 1)));
  }
}
