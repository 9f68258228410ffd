package io.marketswarm.market.keeper;

import io.marketswarm.log.Log;
import io.marketswarm.market.MarketEvents;
import io.marketswarm.market.MarketEvents.Type;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.MarketCalendar.Phase;
import io.marketswarm.service.MarketClock;
import io.marketswarm.store.Fence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows what the market is doing, every minute and whenever that changes. */
final class StatusBoard {
  private static final String KEY = "massive:market:status";
  private static final long EVERY_MILLIS = 60_000;

  private final RedisBus market;
  private final Fence fence;
  private final MarketClock clock;
  private final Log log;
  private Phase shown;
  private LocalDate shownDate;
  private long shownMillis;
  private boolean looked;
  private boolean writing;

  StatusBoard(RedisBus market, Fence fence, MarketClock clock, Log log) {
    this.market = market;
    this.fence = fence;
    this.clock = clock;
    this.log = log;
  }

  /** Looks at the clock, and writes if there is something to tell. */
  void look() {
    if (writing) {
      return;
    }
    writing = true;
    Future<?> known = looked ? Future.succeededFuture() : remember();
    known
        .compose(v -> isNews() ? write() : Future.succeededFuture())
        .onFailure(cause -> log.debug("the market's status waits: " + cause.getMessage()))
        .onComplete(done -> writing = false);
  }

  /** What the board said last: who takes over does not tell the same opening again. */
  private Future<?> remember() {
    return market
        .send(Request.cmd(Command.GET).arg(KEY))
        .onSuccess(
            text -> {
              looked = true;
              if (text != null) {
                read(text.toString());
              }
            });
  }

  private void read(String text) {
    try {
      JsonObject status = new JsonObject(text);
      shown = Phase.valueOf(status.getString("phase").toUpperCase(Locale.ROOT));
      shownDate = LocalDate.parse(status.getString("session_date"));
    } catch (RuntimeException unreadable) {
      log.warn(KEY + " could not be read and is written anew: " + unreadable.getMessage());
    }
  }

  private boolean isNews() {
    boolean due = Math.abs(clock.wallMillis() - shownMillis) >= EVERY_MILLIS;
    return due || clock.phase() != shown;
  }

  private Future<?> write() {
    Instant now = clock.now();
    Phase phase = clock.phase();
    MarketCalendar calendar = clock.calendar();
    LocalDate date = calendar.tradingDayFrom(clock.today());
    long wall = clock.wallMillis();
    JsonObject status =
        new JsonObject()
            .put("phase", phase.name().toLowerCase(Locale.ROOT))
            .put("session_date", date.toString())
            .put("is_trading_day", calendar.isTradingDay(clock.today()))
            .put("next_open", calendar.nextOpen(now).toString())
            .put("next_close", calendar.nextClose(now).toString())
            .put("early_close", calendar.isEarlyClose(date))
            .put("ts", BigDecimal.valueOf(wall, 3));
    List<Request> commands = new ArrayList<>();
    commands.add(Request.cmd(Command.SET).arg(KEY).arg(status.encode()));
    commands.addAll(events(phase, date, wall));
    return market
        .fenced(fence, commands)
        .onSuccess(
            done -> {
              shown = phase;
              shownDate = date;
              shownMillis = wall;
            });
  }

  private List<Request> events(Phase phase, LocalDate date, long wall) {
    List<Request> events = new ArrayList<>();
    boolean another = !date.equals(shownDate);
    if (shown == Phase.OPEN && (phase != Phase.OPEN || another)) {
      events.addAll(tell(Type.SESSION_CLOSE, shownDate, wall));
    }
    if (phase == Phase.OPEN && (shown != Phase.OPEN || another)) {
      events.addAll(tell(Type.SESSION_OPEN, date, wall));
    }
    return events;
  }

  private List<Request> tell(Type type, LocalDate date, long wall) {
    log.info((type == Type.SESSION_OPEN ? "the market opens, " : "the market has closed, ") + date);
    return MarketEvents.tell(type, wall, new JsonObject().put("session_date", date.toString()));
  }
}
