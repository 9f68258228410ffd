package io.marketswarm.market.model;

import java.util.Locale;

/** The parts of a trading day, by fractional New York hour: from inclusive, to exclusive. */
public enum TradingSession {
  OVERNIGHT(0, 7, 0.5, 1),
  PREMARKET(7, 9.5, 0.8, 0.8),
  MORNING(9.5, 12.5, 1.0, 1.15),
  AFTERNOON(12.5, 14.5, 1.3, 0.95),
  CLOSING(14.5, 16, 1.6, 1.1),
  AFTER_HOURS(16, 24, 0.5, 1);

  private static final double EXERCISE_FROM = 11;

  private final double from;
  private final double to;
  private final double decay;
  private final double breachMultiplier;

  TradingSession(double from, double to, double decay, double breachMultiplier) {
    this.from = from;
    this.to = to;
    this.decay = decay;
    this.breachMultiplier = breachMultiplier;
  }

  public static TradingSession at(double hour) {
    for (TradingSession session : values()) {
      if (hour >= session.from && hour < session.to) {
        return session;
      }
    }
    throw new IllegalArgumentException("hour must be from 0 to below 24, not " + hour);
  }

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public double from() {
    return from;
  }

  public double to() {
    return to;
  }

  /** How fast premium melts, before the regime's multiplier. */
  double decay() {
    return decay;
  }

  double breachMultiplier() {
    return breachMultiplier;
  }

  /** Whether the session has hours of its own to show; the night before and after has none. */
  public boolean isTraded() {
    return this != OVERNIGHT && this != AFTER_HOURS;
  }

  public boolean isEntryOptimal() {
    return this == MORNING;
  }

  public boolean isExerciseWindow(double hour) {
    return (this == MORNING || this == AFTERNOON) && hour >= EXERCISE_FROM;
  }

  public boolean isOutlierZone() {
    return this == CLOSING;
  }
}
