package io.marketswarm.market.model;

/** The shape of the volatility smile, chosen by the level of VIX. */
public enum VolatilityRegime {
  LOW_VOL(0.10, 0.02, 0),
  NORMAL(0.15, 0.03, 0),
  ELEVATED(0.30, 0.05, 0),
  PANIC(0.50, 0.08, 0.05);

  private static final double LOW_VOL_UP_TO = 14;
  private static final double NORMAL_UP_TO = 18;
  private static final double ELEVATED_UP_TO = 30;

  /** The skews are per 10 % of distance from the money. */
  private static final double SKEW_UNIT = 10;

  private static final double BOOST_NARROWNESS = 50;

  private final double putSkew;
  private final double callSkew;
  private final double atmBoost;

  VolatilityRegime(double putSkew, double callSkew, double atmBoost) {
    this.putSkew = putSkew * SKEW_UNIT;
    this.callSkew = callSkew * SKEW_UNIT;
    this.atmBoost = atmBoost;
  }

  /** The regime at this VIX; without one (NaN, zero, negative) {@link #NORMAL}. */
  public static VolatilityRegime at(double vix) {
    if (!(vix > 0)) {
      return NORMAL;
    }
    if (vix <= LOW_VOL_UP_TO) {
      return LOW_VOL;
    }
    if (vix <= NORMAL_UP_TO) {
      return NORMAL;
    }
    return vix <= ELEVATED_UP_TO ? ELEVATED : PANIC;
  }

  /** How many times the at-the-money volatility a strike has. */
  public double multiple(double strike, double spot) {
    double moneyness = (strike - spot) / spot;
    double skew = moneyness < 0 ? -putSkew * moneyness : callSkew * moneyness;
    double boost =
        atmBoost == 0 ? 0 : atmBoost * Math.exp(-BOOST_NARROWNESS * moneyness * moneyness);
    return 1 + skew + boost;
  }

  /** Volatility of a strike, both sides alike, so that put-call parity holds. */
  public double volatility(double base, double strike, double spot) {
    return base * multiple(strike, spot);
  }
}
