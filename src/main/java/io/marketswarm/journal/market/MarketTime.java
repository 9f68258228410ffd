package io.marketswarm.journal.market;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.MarketCalendar.Phase;
import io.marketswarm.service.MarketClock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * What time it is for the market, in the terms of the record: dates in New York, instants in UTC.
 * Stamps of what is written follow the wall clock, not this.
 */
public final class MarketTime {
  /** Index options of the day are still quoted until then; a trade expires with the quotes. */
  private static final LocalTime EXPIRES = LocalTime.of(16, 15);

  private final MarketClock clock;

  public MarketTime(MarketClock clock) {
    this.clock = clock;
  }

  public Instant now() {
    return clock.now();
  }

  /** Now, as the database keeps it. */
  public LocalDateTime utc() {
    return LocalDateTime.ofInstant(now(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
  }

  /** The date in New York. */
  public LocalDate today() {
    return MarketCalendar.dateOf(now());
  }

  /** Whether options are traded now: on the days the clock counts as trading days, too. */
  public boolean isOpen() {
    return clock.phase() == Phase.OPEN;
  }

  /** The New York date of a time in UTC. */
  public static LocalDate dateOf(LocalDateTime utc) {
    return MarketCalendar.dateOf(utc.toInstant(ZoneOffset.UTC));
  }

  /** When trades that expire on a date do so, in UTC. */
  public static LocalDateTime expiry(LocalDate date) {
    return utc(MarketCalendar.at(date, EXPIRES));
  }

  /** The first moment of a New York date, in UTC. */
  public static LocalDateTime startOf(LocalDate date) {
    return utc(date.atStartOfDay(MarketCalendar.ZONE).toInstant());
  }

  private static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
