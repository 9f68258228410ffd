package io.marketswarm.market.model;

import java.time.Duration;
import java.time.LocalDate;

/**
 * When the value of a trail is a day's close.
 *
 * @param fromSeconds since the epoch, included
 * @param toSeconds since the epoch, included
 */
public record CloseWindow(long fromSeconds, long toSeconds) {
  private static final Duration LENGTH = Duration.ofMinutes(20);

  /** The window of the trading day before a date. */
  public static CloseWindow before(MarketCalendar calendar, LocalDate date) {
    return of(calendar.previousTradingDay(date));
  }

  /** The window of a trading day; one that ends early is settled by then as well. */
  public static CloseWindow of(LocalDate tradingDay) {
    long from = MarketCalendar.at(tradingDay, MarketCalendar.CLOSE).getEpochSecond();
    return new CloseWindow(from, from + LENGTH.toSeconds());
  }
}
