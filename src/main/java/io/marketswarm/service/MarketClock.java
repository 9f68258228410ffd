package io.marketswarm.service;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.MarketCalendar.Phase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * What time it is for the market. Sessions, dates, days and time to expiry follow {@link
 * #nowMillis}, which a simulated or replayed market moves; time stamps of what is published follow
 * {@link #wallMillis}.
 */
public interface MarketClock {
  /** Market time in epoch milliseconds. */
  long nowMillis();

  /** The wall clock in epoch milliseconds. */
  long wallMillis();

  /** The exchange's calendar. */
  MarketCalendar calendar();

  /** How many market seconds pass in a second; 0 while the market's clock stands still. */
  default double speed() {
    return 1;
  }

  /** What a simulated or replayed market broadcasts of itself; empty for the real one. */
  default JsonObject broadcast() {
    return new JsonObject();
  }

  /** Market time. */
  default Instant now() {
    return Instant.ofEpochMilli(nowMillis());
  }

  /** The market's date in New York. */
  default LocalDate today() {
    return MarketCalendar.dateOf(now());
  }

  /** What the market is doing. */
  default Phase phase() {
    return calendar().phase(now());
  }

  /**
   * Whether the market will do for so long what it does now, as far as one can know: its time is
   * that of the wall clock, and no phase ends before.
   */
  default boolean isSteady(Duration span) {
    return speed() == 1 && broadcast().isEmpty() && phase() == calendar().phase(now().plus(span));
  }

  /** Tells of every turn of a simulated or replayed market's time; on no certain thread. */
  default void follow(Runnable turned) {}

  /** Tells no more. */
  default void forget(Runnable turned) {}

  /** Market time as the wall clock tells it. */
  static MarketClock ofTheWall() {
    return new MarketClock() {
      @Override
      public long nowMillis() {
        return System.currentTimeMillis();
      }

      @Override
      public long wallMillis() {
        return System.currentTimeMillis();
      }

      @Override
      public MarketCalendar calendar() {
        return MarketCalendar.us();
      }
    };
  }
}
