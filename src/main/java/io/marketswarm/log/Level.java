package io.marketswarm.log;

import java.util.Locale;
import java.util.Optional;

/** How loud a line is; a line is kept when its rank is at most the configured one. */
public enum Level {
  ERROR(0, "❌", java.util.logging.Level.SEVERE),
  WARN(1, "⚠️", java.util.logging.Level.WARNING),
  INFO(2, "ℹ️", java.util.logging.Level.INFO),
  OK(2, "✅", new OkLevel()),
  DEBUG(3, "🔍", java.util.logging.Level.FINE);

  private final int rank;
  private final String emoji;
  private final java.util.logging.Level platform;

  Level(int rank, String emoji, java.util.logging.Level platform) {
    this.rank = rank;
    this.emoji = emoji;
    this.platform = platform;
  }

  public int rank() {
    return rank;
  }

  public String emoji() {
    return emoji;
  }

  java.util.logging.Level platform() {
    return platform;
  }

  /** The level named so, ignoring case; {@code WARNING} is {@code WARN}. */
  public static Optional<Level> named(String name) {
    String upper = name.strip().toUpperCase(Locale.ROOT);
    if (upper.equals("WARNING")) {
      return Optional.of(WARN);
    }
    for (Level level : values()) {
      if (level.name().equals(upper)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  static Level of(java.util.logging.Level platform) {
    if (platform instanceof OkLevel) {
      return OK;
    }
    int value = platform.intValue();
    if (value >= java.util.logging.Level.SEVERE.intValue()) {
      return ERROR;
    }
    if (value >= java.util.logging.Level.WARNING.intValue()) {
      return WARN;
    }
    return value >= java.util.logging.Level.INFO.intValue() ? INFO : DEBUG;
  }

  private static final class OkLevel extends java.util.logging.Level {
    private static final long serialVersionUID = 1L;

    OkLevel() {
      super("OK", java.util.logging.Level.INFO.intValue() + 1);
    }
  }
}
