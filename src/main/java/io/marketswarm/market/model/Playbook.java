package io.marketswarm.market.model;

/**
 * The rules of the moment: what session, volatility and hour of day ask of a trade.
 *
 * @param hour fractional New York hour
 * @param special null on an ordinary day
 * @param decayFactor two decimals
 */
public record Playbook(
    double hour,
    TradingSession session,
    double vix,
    VixRegime regime,
    VixSpecial special,
    IdealFly ideal,
    double decayFactor,
    ScalpWindow scalpWindow) {

  /** Assumed when nobody quotes the VIX. */
  public static final double FALLBACK_VIX = 15.0;

  /** A butterfly that costs more of its width than this is never considered. */
  public static final double MAX_DEBIT_SHARE = 0.10;

  /**
   * @param vix NaN or not positive when unknown
   */
  public static Playbook at(double hour, double vix) {
    double known = vix > 0 && vix < Double.POSITIVE_INFINITY ? vix : FALLBACK_VIX;
    TradingSession session = TradingSession.at(hour);
    VixRegime regime = VixRegime.of(known);
    ScalpWindow window = regime.scalpWindow(hour);
    VixSpecial special = VixSpecial.of(known, window);
    return new Playbook(
        hour,
        session,
        known,
        regime,
        special,
        regime.ideal(special),
        Rounding.r2(session.decay() * regime.decayMultiplier()),
        window);
  }

  public boolean isBatman() {
    return VixSpecial.isBatman(vix);
  }

  public boolean isTimewarp() {
    return VixSpecial.isTimewarp(vix);
  }
}
