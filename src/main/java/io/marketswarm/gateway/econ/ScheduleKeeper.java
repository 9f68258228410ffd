package io.marketswarm.gateway.econ;

import io.marketswarm.log.Log;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLException;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the schedule of releases current: made at the start, in the small hours of each New York
 * day, and soon after the indicators have changed. One in a cluster is enough.
 */
public final class ScheduleKeeper {
  private static final int NO_SUCH_TABLE = 1146;
  private static final int REBUILT_FROM_HOUR = 4;
  private static final long LOOK_MILLIS = 60_000;
  private static final long DEBOUNCE_MILLIS = 2_000;

  private final Vertx vertx;
  private final ServiceContext context;
  private final ScheduleBuilder builder;
  private final Log log;
  private RedisBus.Subscription refreshes;
  private LocalDate builtFor = LocalDate.MIN;
  private long look;
  private long soon = -1;

  public ScheduleKeeper(Vertx vertx, ServiceContext context) {
    this.vertx = vertx;
    this.context = context;
    this.log = context.log();
    this.builder =
        new ScheduleBuilder(
            context.stores().database(),
            context.stores().market(),
            context.clock(),
            Optional.ofNullable(context.fence()));
  }

  /** Begins; what cannot be built now is built later. */
  public void start() {
    RedisBus market = context.stores().market();
    refreshes =
        market.subscribe(
            Set.of(ScheduleBuilder.REFRESH), (channel, message) -> buildSoon(), this::buildSoon);
    look = vertx.setPeriodic(LOOK_MILLIS, tick -> buildWhenDue());
    build();
  }

  public Future<Void> stop() {
    vertx.cancelTimer(look);
    vertx.cancelTimer(soon);
    return refreshes.close();
  }

  private void buildSoon() {
    vertx.cancelTimer(soon);
    soon = vertx.setTimer(DEBOUNCE_MILLIS, once -> build());
  }

  private void buildWhenDue() {
    ZonedDateTime now = context.clock().now().atZone(MarketCalendar.ZONE);
    if (!now.toLocalDate().equals(builtFor) && now.getHour() >= REBUILT_FROM_HOUR) {
      build();
    }
  }

  private void build() {
    builder
        .build(ScheduleBuilder.USUAL_WINDOW_DAYS)
        .onSuccess(
            built -> {
              builtFor = built.schedule().start();
              log.info(
                  "schedule of releases from %s has %d events"
                      .formatted(builtFor, built.schedule().events()));
            })
        .onFailure(
            cause -> {
              if (!isTooEarly(cause)) {
                log.warn("the schedule of releases waits: " + cause.getMessage());
              }
            });
  }

  /** At a first start the tables come a moment after the database. */
  private static boolean isTooEarly(Throwable cause) {
    return cause instanceof MySQLException refused && refused.getErrorCode() == NO_SUCH_TABLE;
  }
}
