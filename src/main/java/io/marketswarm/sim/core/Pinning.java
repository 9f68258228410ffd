package io.marketswarm.sim.core;

/** Dealers' hedging draws the market to the strike with the largest open interest. */
final class Pinning {
  private static final int LAST_HOUR = 3_600;
  private static final double REACH = 0.003;
  private static final double STRENGTH = 0.15;
  private static final double SCENARIO_STRENGTH = 1.0;

  private final boolean lastHour;
  private final int length;
  private double target = Double.NaN;

  Pinning(boolean lastHour, int length) {
    this.lastHour = lastHour;
    this.length = length;
  }

  /** The strike to be drawn to, NaN for none. */
  void target(double strike) {
    target = strike;
  }

  /**
   * @param deviation daily standard deviation; the pull is a share of it per hour
   */
  double pull(double market, int step, Scenario regime, double deviation) {
    boolean late = lastHour && step > length - LAST_HOUR;
    if (!(late || regime == Scenario.PIN) || !(Math.abs(market / target - 1) <= REACH)) {
      return 0;
    }
    double strength = regime == Scenario.PIN ? SCENARIO_STRENGTH : STRENGTH;
    double perSecond = strength * deviation / LAST_HOUR;
    double distance = Math.log(target / market);
    return Math.max(-perSecond, Math.min(perSecond, distance));
  }
}
