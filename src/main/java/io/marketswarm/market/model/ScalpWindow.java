package io.marketswarm.market.model;

import static io.marketswarm.market.model.Rounding.r2;

import java.util.Locale;

/** The hours in which gamma scalps are played, both ends inclusive, seen from an hour. */
public record ScalpWindow(double from, double to, double hour) {
  private static final double HIGH_FROM = 0.7;
  private static final double MEDIUM_FROM = 0.4;

  /** How little of the window is left. */
  public enum Urgency {
    LOW,
    MEDIUM,
    HIGH;

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public boolean isActive() {
    return hour >= from && hour <= to;
  }

  public boolean isAhead() {
    return hour < from;
  }

  /** The share of the window that has passed. */
  public double progress() {
    return r2(elapsedShare());
  }

  public double remainingHours() {
    return r2(to - hour);
  }

  public double startsInHours() {
    return r2(from - hour);
  }

  public Urgency urgency() {
    double elapsed = elapsedShare();
    if (elapsed > HIGH_FROM) {
      return Urgency.HIGH;
    }
    return elapsed > MEDIUM_FROM ? Urgency.MEDIUM : Urgency.LOW;
  }

  private double elapsedShare() {
    return (hour - from) / (to - from);
  }
}
