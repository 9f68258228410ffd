package io.marketswarm.market.recording;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.MarketCalendar.DayKind;
import io.marketswarm.service.MarketClock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/**
 * A moment of a session: what the wall clock showed, what time the market had, and how fast that
 * went. They differ when the market was a simulated one.
 */
record MarketTime(long wallMillis, long marketMillis, double speed) implements MarketClock {
  static MarketTime of(MarketClock clock) {
    return new MarketTime(clock.wallMillis(), clock.nowMillis(), clock.speed());
  }

  /** Another moment on the same line. */
  MarketTime at(long otherWallMillis) {
    long market = marketMillis + Math.round((otherWallMillis - wallMillis) * speed);
    return new MarketTime(otherWallMillis, market, speed);
  }

  @Override
  public long nowMillis() {
    return marketMillis;
  }

  /** A market with a time of its own trades on that day, whatever the rules say. */
  @Override
  public MarketCalendar calendar() {
    LocalDate day = MarketCalendar.dateOf(Instant.ofEpochMilli(marketMillis));
    MarketCalendar rules = MarketCalendar.us();
    boolean played = wallMillis != marketMillis;
    return !played || rules.isTradingDay(day)
        ? rules
        : rules.withOverrides(Map.of(day, DayKind.FULL));
  }
}
