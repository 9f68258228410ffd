package io.marketswarm.market.model;

import java.util.Locale;

/** The volatility regimes, fiercest first, and what each asks of a butterfly. */
public enum VixRegime {
  CHAOS(32, new IdealFly(50, 100, 1, 3), 0.9, 1.4, 15, ScalpStyle.NET_CASTER),
  GOLDILOCKS_2(23, new IdealFly(40, 50, 0, 2), 1.0, 1.2, 15, ScalpStyle.NET_CASTER),
  GOLDILOCKS_1(17, new IdealFly(30, 40, 0, 1), 1.1, 1.0, 14, ScalpStyle.BALANCED),
  ZOMBIELAND(0, new IdealFly(20, 30, 0, 1), 1.2, 0.85, 12.5, ScalpStyle.SNIPER);

  private static final IdealFly ZOMBIELAND_TIMEWARP = new IdealFly(10, 20, 1, 2);
  private static final double SCALP_UNTIL = 16;

  private final double fromVix;
  private final IdealFly ideal;
  private final double decayMultiplier;
  private final double breachMultiplier;
  private final double scalpFrom;
  private final ScalpStyle scalpStyle;

  VixRegime(
      double fromVix,
      IdealFly ideal,
      double decayMultiplier,
      double breachMultiplier,
      double scalpFrom,
      ScalpStyle scalpStyle) {
    this.fromVix = fromVix;
    this.ideal = ideal;
    this.decayMultiplier = decayMultiplier;
    this.breachMultiplier = breachMultiplier;
    this.scalpFrom = scalpFrom;
    this.scalpStyle = scalpStyle;
  }

  public static VixRegime of(double vix) {
    for (VixRegime regime : values()) {
      if (vix >= regime.fromVix) {
        return regime;
      }
    }
    throw new IllegalArgumentException("VIX must not be negative, but is " + vix);
  }

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  IdealFly ideal(VixSpecial special) {
    return this == ZOMBIELAND && special == VixSpecial.TIMEWARP ? ZOMBIELAND_TIMEWARP : ideal;
  }

  double decayMultiplier() {
    return decayMultiplier;
  }

  double breachMultiplier() {
    return breachMultiplier;
  }

  ScalpWindow scalpWindow(double hour) {
    return new ScalpWindow(scalpFrom, SCALP_UNTIL, hour);
  }

  public ScalpStyle scalpStyle() {
    return scalpStyle;
  }
}
