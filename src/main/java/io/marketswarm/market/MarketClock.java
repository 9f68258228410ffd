package io.marketswarm.market;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.MarketCalendar.Phase;
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
}
