package io.marketswarm.market.model;

import static io.marketswarm.market.model.Rounding.r2;

/** How far volatility expects the index to go, in points and as the band around spot. */
public record ExpectedMove(double today, double tomorrow, double upper, double lower) {
  private static final double TRADING_DAYS_PER_YEAR = 252;

  static ExpectedMove of(double spot, double vix) {
    double today = points(spot, vix, 0);
    return new ExpectedMove(today, points(spot, vix, 1), r2(spot + today), r2(spot - today));
  }

  /** One standard deviation until expiry in points, two decimals; never less than a day's. */
  public static double points(double spot, double vix, int dte) {
    return r2(spot * vix / 100 * Math.sqrt(Math.max(1, dte) / TRADING_DAYS_PER_YEAR));
  }
}
