package io.marketswarm.market.model;

import static io.marketswarm.market.model.OptionSide.CALL;

/**
 * The volatility at which {@link BlackScholes} gives a price.
 *
 * <p>Works on the time value of the out-of-the-money option of the pair, measured in units of the
 * geometric mean of forward and strike, as a function of the total deviation {@code s = volatility
 * * sqrt(years)}. That function has its inflection at {@code sqrt(2|x|)}, {@code x} being the log
 * moneyness. Above it, the price itself is solved for; below, where prices fall off like {@code
 * exp(-x²/2s²)}, the nearly linear {@code 1/sqrt(-ln price)}. Halley steps from the inflection need
 * three or four evaluations; a bracket catches what rounding throws out.
 */
public final class ImpliedVolatility {
  /** Answers outside these bounds are no volatilities. */
  public static final double LOWEST = 1e-4;

  public static final double HIGHEST = 5;

  private static final int MOST_STEPS = 60;
  private static final double AT_THE_MONEY = 1e-14;

  /** A Halley step of this relative size leaves an error of its cube. */
  private static final double LAST_STEP = 1e-5;

  /** Time value below this many times the price's own rounding error says nothing. */
  private static final double NOISE = 8 * Math.ulp(1.0);

  private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

  private ImpliedVolatility() {}

  /** {@link #of(OptionSide, double, double, double, double, double, double)} without dividend. */
  public static double of(
      OptionSide side, double price, double spot, double strike, double years, double rate) {
    return of(side, price, spot, strike, years, rate, 0);
  }

  /**
   * The implied volatility as a decimal, or NaN when there is none: the price is missing (NaN), not
   * above its lower bound (intrinsic value on the forward), not below its upper bound, or only met
   * by a volatility outside {@link #LOWEST} to {@link #HIGHEST}; or the option has expired.
   */
  public static double of(
      OptionSide side,
      double price,
      double spot,
      double strike,
      double years,
      double rate,
      double dividend) {
    Require.positive(spot, "spot");
    Require.positive(strike, "strike");
    Require.finite(years, "years");
    Require.finite(rate, "rate");
    Require.finite(dividend, "dividend");
    if (!(price > 0 && price < Double.POSITIVE_INFINITY) || years <= 0) {
      return Double.NaN;
    }
    double discount = Math.exp(-rate * years);
    double held = dividend == 0 ? spot : spot * Math.exp(-dividend * years);
    double paid = strike * discount;
    double intrinsic = Math.max(side == CALL ? held - paid : paid - held, 0);
    double bound = side == CALL ? held : paid;
    double timeValue = price - intrinsic;
    if (!(timeValue > NOISE * (intrinsic == 0 ? 0 : held + paid)) || !(price < bound)) {
      return Double.NaN;
    }
    double x = -Math.abs(Math.log(spot / strike) + (rate - dividend) * years);
    double volatility = deviation(timeValue / Math.sqrt(held * paid), x) / Math.sqrt(years);
    return volatility >= LOWEST && volatility <= HIGHEST ? volatility : Double.NaN;
  }

  /** The total deviation at which an option with log moneyness {@code x <= 0} costs this much. */
  private static double deviation(double target, double x) {
    double half = Math.exp(x / 2);
    double inflection = Math.sqrt(-2 * x);
    if (inflection < AT_THE_MONEY) {
      return solve(target, x, half, target * ROOT_TWO_PI, 0, Double.POSITIVE_INFINITY, false);
    }
    double atInflection = price(inflection, x, half);
    if (target >= atInflection) {
      return solve(target, x, half, inflection, inflection, Double.POSITIVE_INFINITY, false);
    }
    double start = inflection * Math.sqrt(Math.log(atInflection) / Math.log(target));
    return solve(target, x, half, start, 0, inflection, true);
  }

  private static double solve(
      double target, double x, double half, double start, double from, double to, boolean low) {
    double s = start;
    double lowest = from;
    double highest = to;
    double wanted = low ? branch(target) : target;
    for (int step = 0; step < MOST_STEPS; step++) {
      double price = price(s, x, half);
      if (price > target) {
        highest = Math.min(highest, s);
      } else {
        lowest = Math.max(lowest, s);
      }
      double vega = Math.exp(-0.5 * (x * x / (s * s) + s * s / 4)) / ROOT_TWO_PI;
      double bend = x * x / (s * s * s) - s / 4;
      double newton;
      if (low) {
        double logPrice = -Math.log(price);
        double value = 1 / Math.sqrt(logPrice);
        newton = (value - wanted) * 2 * price * logPrice / (value * vega);
        bend += vega / price * (1.5 / logPrice - 1);
      } else {
        newton = (price - wanted) / vega;
      }
      double move = newton / Math.max(1 - 0.5 * newton * bend, 0.5);
      if (Math.abs(move) <= LAST_STEP * s) {
        return s - move;
      }
      double next = s - move;
      s = next > lowest && next < highest ? next : between(lowest, highest);
    }
    return s;
  }

  private static double branch(double price) {
    return 1 / Math.sqrt(-Math.log(price));
  }

  private static double between(double lowest, double highest) {
    return highest == Double.POSITIVE_INFINITY ? 2 * lowest : (lowest + highest) / 2;
  }

  /** Time value over the geometric mean of forward and strike. */
  private static double price(double s, double x, double half) {
    double moneyness = x / s;
    return half * Normal.cdf(moneyness + s / 2) - Normal.cdf(moneyness - s / 2) / half;
  }
}
