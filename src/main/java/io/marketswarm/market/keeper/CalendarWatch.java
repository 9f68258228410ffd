package io.marketswarm.market.keeper;

import io.marketswarm.log.Log;
import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.MarketCalendar.DayKind;
import io.marketswarm.service.BroadcastClock;
import io.marketswarm.store.Fence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Asks the provider for the coming special days and tells all nodes those the rules miss. */
final class CalendarWatch {
  static final Duration EVERY = Duration.ofHours(6);
  static final Duration AFTER_FAILURE = Duration.ofMinutes(5);

  /** Longer than any weekend without us. */
  private static final Duration KEPT = Duration.ofDays(8);

  private final ProviderRest rest;
  private final RedisBus market;
  private final Fence fence;
  private final Log log;

  CalendarWatch(ProviderRest rest, RedisBus market, Fence fence, Log log) {
    this.rest = rest;
    this.market = market;
    this.fence = fence;
    this.log = log;
  }

  /** Looks once; tells when to look again. */
  Future<Duration> look() {
    return rest.upcoming()
        .map(CalendarWatch::surprises)
        .compose(this::tell)
        .map(EVERY)
        .recover(
            cause -> {
              log.warn("the provider's calendar could not be read: " + cause.getMessage());
              return Future.succeededFuture(AFTER_FAILURE);
            });
  }

  /** The days that the rules decide otherwise. */
  private static Map<LocalDate, DayKind> surprises(Map<LocalDate, DayKind> upcoming) {
    Map<LocalDate, DayKind> surprises = new TreeMap<>();
    upcoming.forEach(
        (date, kind) -> {
          if (MarketCalendar.us().kind(date) != kind) {
            surprises.put(date, kind);
          }
        });
    return surprises;
  }

  private Future<?> tell(Map<LocalDate, DayKind> days) {
    if (days.isEmpty()) {
      return market.fenced(
          fence,
          List.of(
              Request.cmd(Command.DEL).arg(BroadcastClock.CALENDAR_KEY),
              BroadcastClock.announcement()));
    }
    JsonObject told = new JsonObject();
    days.forEach(
        (date, kind) ->
            told.put(date.toString(), kind.name().toLowerCase(Locale.ROOT).replace('_', '-')));
    log.info("special days the rules do not know: " + told.encode());
    return market.fenced(
        fence,
        List.of(
            Request.cmd(Command.SET)
                .arg(BroadcastClock.CALENDAR_KEY)
                .arg(told.encode())
                .arg("EX")
                .arg(KEPT.toSeconds()),
            BroadcastClock.announcement()));
  }
}
