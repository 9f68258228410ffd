package io.marketswarm.sim.core;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What kind of day the market has. */
public enum Scenario {
  CALM(12, 0, 1, 0),
  NORMAL(0, 0, 1, 0),
  TREND_UP(0, 1.5, 1, 0),
  TREND_DOWN(0, -1.5, 1, 0),
  VOLATILE(28, 0, 1, 0),
  /** Falls 4 % within 90 minutes while the VIX stands above 40. */
  CRASH(42, 0, 1, 0),
  /** Drawn to the strike with the largest open interest all day long. */
  PIN(0, 0, 1, 0),
  GAP_DOWN(0, 0, 1, -0.02),
  /** Nothing moves. */
  FLAT(0, 0, 0, 0),
  /** Frozen for five minutes, then as before. */
  HALT(0, 0, 1, 0);

  static final double CRASH_FALL = -0.04;
  static final int CRASH_SECONDS = 90 * 60;
  static final int HALT_SECONDS = 5 * 60;

  private final double vix;
  private final double drift;
  private final double motion;
  private final double gap;

  Scenario(double vix, double drift, double motion, double gap) {
    this.vix = vix;
    this.drift = drift;
    this.motion = motion;
    this.gap = gap;
  }

  /** The level the VIX is drawn to, empty when the day has no opinion. */
  OptionalDouble vix() {
    return vix > 0 ? OptionalDouble.of(vix) : OptionalDouble.empty();
  }

  /** The expected move of a full session, in daily standard deviations. */
  double drift() {
    return drift;
  }

  /** Scales everything random. */
  double motion() {
    return motion;
  }

  /** The jump with which the day opens, as a log return. */
  double gap() {
    return gap;
  }

  /** What remains of this day the next one. */
  Scenario tomorrow() {
    return switch (this) {
      case CRASH -> VOLATILE;
      case GAP_DOWN, HALT -> NORMAL;
      default -> this;
    };
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Scenario> named(String text) {
    return Stream.of(values()).filter(s -> s.text().equals(text)).findFirst();
  }

  public static String names() {
    return Stream.of(values()).map(Scenario::text).collect(Collectors.joining(", "));
  }
}
