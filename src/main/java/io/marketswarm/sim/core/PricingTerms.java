package io.marketswarm.sim.core;

import io.marketswarm.market.model.BlackScholes;
import io.marketswarm.market.model.Normal;
import io.marketswarm.market.model.OptionSide;

/**
 * All that the options of one expiration share at one moment. Prices are Black-Scholes-Merton on a
 * volatility smile, written in terms of the forward so that a whole chain is cheap; puts follow
 * from calls, so put-call parity holds to the last digit.
 */
final class PricingTerms {
  static final double RATE = 0.045;
  static final double DIVIDEND_YIELD = 0.013;
  static final double YEAR_SECONDS = 31_536_000;

  /** Time to expiry never falls below this, in seconds. */
  static final double SHORTEST_LIFE = 60;

  private static final double LOWEST_ATM_IV = 0.05;
  private static final double SHORT_TERM_SHARE = 0.80;
  private static final double LONG_TERM_EXTRA = 0.20;
  private static final double TERM_YEARS = 0.05;

  private static final double SKEW = 0.045;
  private static final double CURVATURE = 0.012;
  private static final double LOWEST_SMILE = 0.6;
  private static final double HIGHEST_SMILE = 2.5;
  private static final double LOWEST_IV = 0.04;
  private static final double HIGHEST_IV = 3.0;

  final double spot;
  final double years;
  final double atmIv;
  private final double forward;
  private final double logForward;
  private final double discount;
  private final double sqrtYears;

  PricingTerms(double spot, double vix, double years) {
    this.spot = spot;
    this.years = years;
    this.forward = spot * Math.exp((RATE - DIVIDEND_YIELD) * years);
    this.logForward = Math.log(forward);
    this.discount = Math.exp(-RATE * years);
    this.sqrtYears = Math.sqrt(years);
    this.atmIv = atmIv(vix, years);
  }

  static double years(double secondsToExpiry) {
    return Math.max(secondsToExpiry, SHORTEST_LIFE) / YEAR_SECONDS;
  }

  static double atmIv(double vix, double years) {
    double term = SHORT_TERM_SHARE + LONG_TERM_EXTRA * (1 - Math.exp(-years / TERM_YEARS));
    return Math.max(LOWEST_ATM_IV, vix / 100 * term);
  }

  double forward() {
    return forward;
  }

  /** The price one at-the-money standard deviation times {@code deviations} above the forward. */
  double strikeAt(double deviations) {
    return forward * Math.exp(deviations * atmIv * sqrtYears);
  }

  /** Log-moneyness in at-the-money standard deviations. */
  double moneyness(double logStrike) {
    return (logStrike - logForward) / (atmIv * sqrtYears);
  }

  double iv(double logStrike) {
    double k = moneyness(logStrike);
    double smile = clamp(1 - SKEW * k + CURVATURE * k * k, LOWEST_SMILE, HIGHEST_SMILE);
    return clamp(atmIv * smile, LOWEST_IV, HIGHEST_IV);
  }

  double price(double strike, double logStrike, boolean call) {
    double deviation = iv(logStrike) * sqrtYears;
    double d1 = (logForward - logStrike) / deviation + deviation / 2;
    double callPrice = discount * (forward * Normal.cdf(d1) - strike * Normal.cdf(d1 - deviation));
    return call ? callPrice : callPrice - discount * (forward - strike);
  }

  Valuation value(double strike, double logStrike, boolean call) {
    double iv = iv(logStrike);
    OptionSide side = call ? OptionSide.CALL : OptionSide.PUT;
    return new Valuation(
        iv,
        price(strike, logStrike, call),
        BlackScholes.greeks(side, spot, strike, years, iv, RATE, DIVIDEND_YIELD));
  }

  private static double clamp(double value, double low, double high) {
    return Math.max(low, Math.min(high, value));
  }
}
