package io.marketswarm.market.chain;

import io.marketswarm.market.MassiveSettings.Hours;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.service.MarketClock;
import java.time.Duration;
import java.time.LocalTime;

/**
 * When to fetch the next edition: often while the market is open, seldom while it is not, and less
 * often while the provider is slow or fails. The next begins one interval after the last began; one
 * that is late is not made up for, and a clock that is set back does not hold one up.
 */
final class ChainCadence {
  private static final Duration WARM_UP = Duration.ofSeconds(60);
  private static final Duration SETTLING = Duration.ofSeconds(30);
  private static final Duration NIGHT = Duration.ofSeconds(300);
  private static final LocalTime WARM_UP_FROM = LocalTime.of(9, 0);
  private static final long SLOWEST_MILLIS = 60_000;
  private static final double SLOW_SHARE = 0.8;
  private static final int FAST_TO_RECOVER = 3;
  private static final int MOST_DOUBLINGS = 6;

  private final Duration usual;
  private final Hours hours;
  private final MarketClock clock;
  private long began = Long.MIN_VALUE;
  private boolean hurried;
  private int slowness;
  private int fastInARow;
  private int failuresInARow;

  ChainCadence(Duration usual, Hours hours, MarketClock clock) {
    this.usual = usual;
    this.hours = hours;
    this.clock = clock;
  }

  boolean due(long nowMillis) {
    if (began == Long.MIN_VALUE) {
      return true;
    }
    return !resting() && (hurried || Math.abs(nowMillis - began) >= intervalMillis());
  }

  /** Strict hours mean no fetching at all while the market is closed. */
  private boolean resting() {
    return hours == Hours.CALENDAR_STRICT && clock.phase() == MarketCalendar.Phase.CLOSED;
  }

  /** The next edition is wanted at once. */
  void hurry() {
    hurried = true;
  }

  void began(long nowMillis) {
    began = nowMillis;
    hurried = false;
  }

  void succeeded(long tookMillis) {
    failuresInARow = 0;
    if (tookMillis > SLOW_SHARE * intervalMillis()) {
      fastInARow = 0;
      slowness = Math.min(slowness + 1, MOST_DOUBLINGS);
    } else if (slowness > 0 && ++fastInARow >= FAST_TO_RECOVER) {
      fastInARow = 0;
      slowness = 0;
    }
  }

  void failed() {
    failuresInARow = Math.min(failuresInARow + 1, MOST_DOUBLINGS);
  }

  /** The present interval. */
  long intervalMillis() {
    long base = base().toMillis();
    long stretched = base << slowness + failuresInARow;
    return Math.max(base, Math.min(stretched, SLOWEST_MILLIS));
  }

  private Duration base() {
    if (hours == Hours.ALWAYS) {
      return usual;
    }
    return switch (clock.phase()) {
      case OPEN -> usual;
      case PRE -> isWarmingUp() ? atLeast(WARM_UP) : atLeast(NIGHT);
      case POST -> atLeast(SETTLING);
      case CLOSED -> atLeast(NIGHT);
    };
  }

  private Duration atLeast(Duration least) {
    return usual.compareTo(least) > 0 ? usual : least;
  }

  private boolean isWarmingUp() {
    LocalTime time = clock.now().atZone(MarketCalendar.ZONE).toLocalTime();
    return !time.isBefore(WARM_UP_FROM);
  }
}
