package io.marketswarm.market.chain;

import io.marketswarm.market.MassiveSettings.Grid;

/**
 * The strikes around the money that are followed.
 *
 * @param atm the strike at the money, in points
 * @param radius points to either side
 * @param increment points between strikes
 */
record StrikeWindow(double atm, int radius, int increment) {
  private static final double TRADING_DAYS = 252;

  /** Without a volatility index a day is taken to move an index by so much of its value. */
  private static final double MOVE_WITHOUT_VIX = 0.03;

  private static final int LEAST_RADIUS = 50;

  /** A contract that is followed stays so until it is this many strikes outside. */
  private static final int HELD_STRIKES = 2;

  /**
   * As many expected moves as the grid wants, to either side of the money.
   *
   * @param vix NaN when unknown
   * @param dte calendar days to expiry
   */
  static StrikeWindow around(double spot, double vix, Grid grid, int dte) {
    return new StrikeWindow(
        atm(spot, grid.increment()), radius(spot, vix, grid, dte), grid.increment());
  }

  private static double atm(double spot, int increment) {
    return Math.rint(spot / increment) * increment;
  }

  private static int radius(double spot, double vix, Grid grid, int dte) {
    double days = Math.max(1, dte);
    if (!(vix > 0)) {
      return (int) (spot * MOVE_WITHOUT_VIX * Math.sqrt(days));
    }
    double expectedMove = spot * (vix / 100) * Math.sqrt(days / TRADING_DAYS);
    int radius = (int) Math.rint(grid.moveMultiple() * expectedMove);
    return radius == 0 ? LEAST_RADIUS : radius;
  }

  double low() {
    return atm - radius;
  }

  double high() {
    return atm + radius;
  }

  boolean contains(double strike) {
    return Math.abs(strike - atm) <= radius;
  }

  /** Whether a strike that is followed already is still near enough. */
  boolean holds(double strike) {
    return Math.abs(strike - atm) <= radius + HELD_STRIKES * increment;
  }
}
