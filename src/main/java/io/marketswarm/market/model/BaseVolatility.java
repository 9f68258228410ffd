package io.marketswarm.market.model;

/** The at-the-money volatility of an expiry, which the skew bends per strike. */
final class BaseVolatility {
  /** Strikes closer than this count as at the money: points, or a share of spot if that is more. */
  private static final double NEAR_POINTS = 30;

  private static final double NEAR_SHARE = 0.0043;
  private static final double LOWEST = 0.01;
  private static final double HIGHEST = 5;

  private static final double WITHOUT_VIX = 0.20;
  private static final double LOWEST_VIX = 5;

  private BaseVolatility() {}

  /** Mean of what the vendor implies near the money, NaN without any. */
  static double measured(ChainColumns chain, int expiry, double spot) {
    ChainGeometry geometry = chain.geometry();
    double near = Math.max(NEAR_POINTS, NEAR_SHARE * spot);
    double sum = 0;
    int count = 0;
    for (int row = firstAbove(geometry, expiry, spot - near);
        row < geometry.endRow(expiry) && geometry.strike(row) < spot + near;
        row++) {
      for (int slot = ChainGeometry.callSlot(row); slot <= ChainGeometry.putSlot(row); slot++) {
        double volatility = chain.volatility[slot];
        if (volatility > LOWEST && volatility < HIGHEST) {
          sum += volatility;
          count++;
        }
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  /** What stands in for a missing measurement: VIX, else a usual value. */
  static double assumed(double vix) {
    return vix > 0 ? Math.max(LOWEST_VIX, vix) / 100 : WITHOUT_VIX;
  }

  private static int firstAbove(ChainGeometry geometry, int expiry, double price) {
    int low = geometry.firstRow(expiry);
    int high = geometry.endRow(expiry);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (geometry.strike(middle) > price) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
