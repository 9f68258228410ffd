package io.marketswarm.market.model;

import java.util.Locale;

/** What bias and absorption together suggest the tape will do. */
public enum GammaQuadrant {
  PIN_MEAN_REVERSION,
  FALSE_BREAKOUT_RISK,
  DOWNSIDE_ACCELERATION,
  AIR_POCKET_EXPANSION;

  private static final double ABSORBING_FROM = 50;

  public static GammaQuadrant of(double bias, double lfi) {
    if (lfi >= ABSORBING_FROM) {
      return bias < 0 ? PIN_MEAN_REVERSION : FALSE_BREAKOUT_RISK;
    }
    return bias < 0 ? DOWNSIDE_ACCELERATION : AIR_POCKET_EXPANSION;
  }

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
