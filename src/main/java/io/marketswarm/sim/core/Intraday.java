package io.marketswarm.sim.core;

/** The shape of a day: lively at both ends, quiet at noon. */
final class Intraday {
  private static final double FLOOR = 0.6;
  private static final double SWING = 1.6;
  private static final double MEAN_SQUARE = 1.133333;

  private Intraday() {}

  /** Activity at a fraction of the session; its mean square over a session is one. */
  static double activity(double fraction) {
    return Math.sqrt(squared(fraction));
  }

  static double squared(double fraction) {
    double fromNoon = 2 * fraction - 1;
    return (FLOOR + SWING * fromNoon * fromNoon) / MEAN_SQUARE;
  }
}
