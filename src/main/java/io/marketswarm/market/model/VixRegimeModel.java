package io.marketswarm.market.model;

import java.time.Instant;

/** The volatility regime as published for everybody; special is null on an ordinary day. */
public record VixRegimeModel(Instant ts, double vix, VixRegime regime, VixSpecial special) {

  /**
   * @param hour fractional New York hour
   */
  public static VixRegimeModel of(Instant ts, double vix, double hour) {
    if (!(vix > 0 && vix < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("VIX must be positive, not " + vix);
    }
    Playbook playbook = Playbook.at(hour, vix);
    return new VixRegimeModel(ts, vix, playbook.regime(), playbook.special());
  }
}
