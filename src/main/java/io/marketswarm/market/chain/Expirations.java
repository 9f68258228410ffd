package io.marketswarm.market.chain;

import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.service.MarketClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * On which days the options of an underlying expire. Asked anew every quarter of an hour, on a new
 * day, and when the day's own options end.
 */
final class Expirations {
  private static final Duration TRUSTED = Duration.ofMinutes(15);
  private static final int LEAST_DAYS_AHEAD = 14;

  /** Strikes so near to the money are listed for every expiry. */
  private static final double NEAR = 0.02;

  private final ProviderRest rest;
  private final MarketClock clock;
  private final int wanted;
  private final Map<String, Known> known = new HashMap<>();

  /** Part of a day in which the list does not change. */
  private record DayPart(LocalDate day, int part) {
    static DayPart now(MarketClock clock) {
      LocalDate today = clock.today();
      Instant close =
          clock
              .calendar()
              .session(today)
              .map(MarketCalendar.Session::close)
              .orElse(MarketCalendar.at(today, MarketCalendar.CLOSE));
      Instant lastQuotes = close.plus(MarketCalendar.OPTIONS_AFTER_CLOSE);
      Instant now = clock.now();
      return new DayPart(today, now.isBefore(close) ? 0 : now.isBefore(lastQuotes) ? 1 : 2);
    }
  }

  private record Known(SortedSet<LocalDate> days, DayPart askedIn, long askedMillis) {}

  /**
   * @param wanted how many of the next expirations are of interest
   */
  Expirations(ProviderRest rest, MarketClock clock, int wanted) {
    this.rest = rest;
    this.clock = clock;
    this.wanted = wanted;
  }

  /**
   * The next expirations, today's included; as they were known last when they cannot be asked for.
   */
  Future<SortedSet<LocalDate>> next(String symbol, double spot) {
    Known last = known.get(symbol);
    if (last != null && isFresh(last)) {
      return Future.succeededFuture(next(last.days));
    }
    return ask(symbol, spot)
        .map(
            days -> {
              known.put(symbol, new Known(days, DayPart.now(clock), clock.wallMillis()));
              return next(days);
            })
        .recover(
            cause ->
                last == null
                    ? Future.failedFuture(cause)
                    : Future.succeededFuture(next(last.days)));
  }

  private boolean isFresh(Known last) {
    return last.askedIn.equals(DayPart.now(clock))
        && Math.abs(clock.wallMillis() - last.askedMillis) < TRUSTED.toMillis();
  }

  private Future<SortedSet<LocalDate>> ask(String symbol, double spot) {
    LocalDate today = clock.today();
    LocalDate last = today.plusDays(Math.max(LEAST_DAYS_AHEAD, 2L * wanted + 7));
    return rest.expirations(symbol, today, last, spot * (1 - NEAR), spot * (1 + NEAR))
        .compose(
            days ->
                days.isEmpty()
                    ? rest.expirations(symbol, today, last)
                    : Future.succeededFuture(days));
  }

  private SortedSet<LocalDate> next(SortedSet<LocalDate> days) {
    SortedSet<LocalDate> next = new TreeSet<>();
    days.tailSet(clock.today()).stream().limit(wanted).forEach(next::add);
    return next;
  }
}
