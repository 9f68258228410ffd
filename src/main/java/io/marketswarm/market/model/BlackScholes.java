package io.marketswarm.market.model;

import static io.marketswarm.market.model.OptionSide.CALL;

/**
 * European options after Black, Scholes and Merton.
 *
 * <p>Units everywhere: spot and strike in points, time in years of 365 days, volatility, interest
 * and dividend yield as decimals per year (0.15 is 15 %), continuously compounded.
 */
public final class BlackScholes {
  /** The interest rate all models price with. */
  public static final double RATE = 0.05;

  private static final double DAYS_PER_YEAR = 365;
  private static final double PER_POINT = 0.01;

  private BlackScholes() {}

  /** Price without dividend; the intrinsic value when time or volatility has run out. */
  public static double price(
      OptionSide side, double spot, double strike, double years, double volatility, double rate) {
    return price(side, spot, strike, years, volatility, rate, 0);
  }

  /** Price; the intrinsic value when time or volatility has run out. */
  public static double price(
      OptionSide side,
      double spot,
      double strike,
      double years,
      double volatility,
      double rate,
      double dividend) {
    check(spot, strike, years, volatility, rate, dividend);
    if (years <= 0 || volatility <= 0) {
      return side.intrinsic(spot, strike);
    }
    double deviation = volatility * Math.sqrt(years);
    double d1 = (Math.log(spot / strike) + (rate - dividend) * years) / deviation + deviation / 2;
    double d2 = d1 - deviation;
    double paid = strike * Math.exp(-rate * years);
    double held = dividend == 0 ? spot : spot * Math.exp(-dividend * years);
    return side == CALL
        ? held * Normal.cdf(d1) - paid * Normal.cdf(d2)
        : paid * Normal.cdf(-d2) - held * Normal.cdf(-d1);
  }

  /** Sensitivities; at expiry only delta is left. */
  public static Greeks greeks(
      OptionSide side,
      double spot,
      double strike,
      double years,
      double volatility,
      double rate,
      double dividend) {
    check(spot, strike, years, volatility, rate, dividend);
    boolean call = side == CALL;
    if (years <= 0 || volatility <= 0) {
      boolean exercised = side.intrinsic(spot, strike) > 0;
      return new Greeks(exercised ? (call ? 1 : -1) : 0, 0, 0, 0, 0);
    }
    double root = Math.sqrt(years);
    double deviation = volatility * root;
    double d1 = (Math.log(spot / strike) + (rate - dividend) * years) / deviation + deviation / 2;
    double d2 = d1 - deviation;
    double held = spot * Math.exp(-dividend * years);
    double paid = strike * Math.exp(-rate * years);
    double density = Normal.density(d1);
    double sign = call ? 1 : -1;
    double heldPart = held * Normal.cdf(sign * d1);
    double paidPart = paid * Normal.cdf(sign * d2);
    double decay = -held * density * volatility / (2 * root);
    return new Greeks(
        sign * heldPart / spot,
        held * density / (spot * spot * deviation),
        (decay - sign * rate * paidPart + sign * dividend * heldPart) / DAYS_PER_YEAR,
        held * density * root * PER_POINT,
        sign * paidPart * years * PER_POINT);
  }

  private static void check(
      double spot, double strike, double years, double volatility, double rate, double dividend) {
    Require.positive(spot, "spot");
    Require.positive(strike, "strike");
    Require.finite(years, "years");
    Require.finite(volatility, "volatility");
    Require.finite(rate, "rate");
    Require.finite(dividend, "dividend");
  }
}
