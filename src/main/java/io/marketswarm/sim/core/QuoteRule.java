package io.marketswarm.sim.core;

/**
 * How a market maker quotes around a theoretical value. Prices are integers in thousandths of a
 * dollar, because the midpoint of a five-cent spread needs half cents.
 */
final class QuoteRule {
  static final int MILLS = 1_000;

  private static final double SMALL_TICK_BELOW = 3;
  private static final int SMALL_TICK = 50;
  private static final int TICK = 100;
  private static final double SPREAD_SHARE = 0.012;

  private QuoteRule() {}

  static int tick(double theo) {
    return theo < SMALL_TICK_BELOW ? SMALL_TICK : TICK;
  }

  static int spread(double theo) {
    int tick = tick(theo);
    int ticks = (int) Math.ceil(SPREAD_SHARE * theo * MILLS / tick);
    return Math.max(1, ticks) * tick;
  }

  static int bid(double theo) {
    int tick = tick(theo);
    double raw = theo * MILLS - spread(theo) / 2.0;
    return Math.max(0, (int) Math.floor(raw / tick) * tick);
  }
}
