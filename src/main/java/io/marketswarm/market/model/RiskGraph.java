package io.marketswarm.market.model;

import java.util.Arrays;
import java.util.List;

/**
 * Profit and loss of a position over a range of prices, per share.
 *
 * @param spots ascending, evenly spaced
 * @param profits at each of them
 * @param breakevens where the profit is zero, by straight lines between the points, ascending
 * @param maxProfit best point of the range
 * @param maxLoss worst point of the range
 */
public record RiskGraph(
    double[] spots, double[] profits, double[] breakevens, double maxProfit, double maxLoss) {
  private static final double DAYS_PER_YEAR = 365;

  /** One leg; quantity is negative when sold. */
  public record Leg(OptionSide side, double strike, int daysLeft, double quantity) {
    public Leg {
      Require.positive(strike, "strike");
      Require.notNegative(daysLeft, "days left");
      Require.finite(quantity, "quantity");
    }
  }

  /**
   * What to look at.
   *
   * @param range share of spot on either side
   * @param points how many prices to compute
   * @param daysForward calendar days that pass before
   */
  public record View(double range, int points, int daysForward, double volatility, double rate) {
    /** 15 % either side in 100 points, today, at 20 % volatility. */
    public static final View DEFAULT = new View(0.15, 100, 0, 0.20, BlackScholes.RATE);

    public View {
      if (!(range > 0 && range < 1)) {
        throw new IllegalArgumentException("range " + range + " is not between 0 and 1");
      }
      if (points < 2) {
        throw new IllegalArgumentException("points " + points + " make no line");
      }
      Require.notNegative(daysForward, "days forward");
      Require.notNegative(volatility, "volatility");
      Require.finite(rate, "rate");
    }
  }

  /**
   * The graph of a position around spot.
   *
   * @param paid per share: positive for a debit, negative for a credit received
   */
  public static RiskGraph of(List<Leg> legs, double paid, double spot, View view) {
    Require.positive(spot, "spot");
    Require.finite(paid, "paid");
    double lowest = spot * (1 - view.range());
    double step = (spot * (1 + view.range()) - lowest) / (view.points() - 1);
    double[] spots = new double[view.points()];
    double[] profits = new double[view.points()];
    for (int i = 0; i < spots.length; i++) {
      spots[i] = lowest + i * step;
      profits[i] = value(legs, spots[i], view) - paid;
    }
    return new RiskGraph(
        spots,
        profits,
        breakevens(spots, profits),
        Arrays.stream(profits).max().orElseThrow(),
        Arrays.stream(profits).min().orElseThrow());
  }

  private static double value(List<Leg> legs, double spot, View view) {
    double value = 0;
    for (Leg leg : legs) {
      double years = Math.max(0, leg.daysLeft() - view.daysForward()) / DAYS_PER_YEAR;
      value +=
          leg.quantity()
              * BlackScholes.price(
                  leg.side(), spot, leg.strike(), years, view.volatility(), view.rate());
    }
    return value;
  }

  /**
   * A line crosses zero between two points of opposite sign; a point on zero counts once, and a
   * stretch of zeros only at its ends.
   */
  private static double[] breakevens(double[] spots, double[] profits) {
    double[] found = new double[spots.length];
    int count = 0;
    for (int i = 0; i < spots.length; i++) {
      double here = profits[i];
      if (here == 0) {
        boolean inside =
            i > 0 && i < spots.length - 1 && profits[i - 1] == 0 && profits[i + 1] == 0;
        if (!inside) {
          found[count++] = spots[i];
        }
      } else if (i > 0 && profits[i - 1] * here < 0) {
        double before = profits[i - 1];
        double share = Math.abs(before) / (Math.abs(before) + Math.abs(here));
        found[count++] = spots[i - 1] + share * (spots[i] - spots[i - 1]);
      }
    }
    return Arrays.copyOf(found, count);
  }
}
