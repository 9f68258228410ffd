package io.marketswarm.market.model;

/**
 * Net dealer gamma at other prices of the underlying: every contract is priced anew at each price
 * of a grid, keeping its own volatility. The grid is even in the logarithm of the price, on which a
 * contract's gamma is a bell curve.
 */
public final class GammaCurve {
  /** The grid reaches this share of spot to either side. */
  private static final double REACH = 0.10;

  private static final int POINTS_PER_SIDE = 100;
  private static final double STEP = Math.log1p(REACH) / POINTS_PER_SIDE;

  private static final int MOST_REFINEMENTS = 40;
  private static final double CLOSE_ENOUGH = 1e-9;

  private final double[] prices = new double[2 * POINTS_PER_SIDE + 1];
  private final double[] gammas;
  private final double zero;

  GammaCurve(ExposureBook book, double spot) {
    double lowest = Math.log(spot) - POINTS_PER_SIDE * STEP;
    BellGrid grid = new BellGrid(lowest, STEP, prices.length);
    book.addTo(grid);
    gammas = grid.sums();
    for (int point = 0; point < prices.length; point++) {
      prices[point] = Math.exp(lowest + point * STEP);
      gammas[point] *= book.dollars(prices[point]);
    }
    zero = zero(book, spot);
  }

  /** The change of sign nearest to spot, refined to the exact price; NaN without one. */
  private double zero(ExposureBook book, double spot) {
    int before = -1;
    int found = -1;
    int foundAfter = -1;
    double nearest = Double.POSITIVE_INFINITY;
    for (int point = 0; point < gammas.length; point++) {
      if (gammas[point] == 0) {
        continue;
      }
      if (before >= 0 && gammas[before] > 0 != gammas[point] > 0) {
        double distance = Math.abs((prices[before] + prices[point]) / 2 - spot);
        if (distance < nearest) {
          nearest = distance;
          found = before;
          foundAfter = point;
        }
      }
      before = point;
    }
    return found < 0 ? Double.NaN : refine(book, found, foundAfter);
  }

  /** False position; an end that stays loses half its weight, so that both move. */
  private double refine(ExposureBook book, int from, int to) {
    double low = prices[from];
    double high = prices[to];
    double atLow = gammas[from];
    double atHigh = gammas[to];
    double price = low;
    int stayed = 0;
    for (int i = 0; i < MOST_REFINEMENTS && high - low > CLOSE_ENOUGH * high; i++) {
      price = low - atLow * (high - low) / (atHigh - atLow);
      double here = book.gammaAt(price);
      if (Math.abs(here) <= CLOSE_ENOUGH * Math.abs(gammas[from])) {
        return price;
      }
      if (here > 0 == atHigh > 0) {
        high = price;
        atHigh = here;
        atLow *= stayed == 1 ? 0.5 : 1;
        stayed = 1;
      } else {
        low = price;
        atLow = here;
        atHigh *= stayed == -1 ? 0.5 : 1;
        stayed = -1;
      }
    }
    return price;
  }

  public int points() {
    return prices.length;
  }

  /** A price of the underlying; prices ascend. */
  public double price(int point) {
    return prices[point];
  }

  /** Net dealer gamma there, in dollars per percent. */
  public double gamma(int point) {
    return gammas[point];
  }

  /** The price nearest to spot at which net gamma changes sign, NaN when it does not. */
  public double zero() {
    return zero;
  }
}
