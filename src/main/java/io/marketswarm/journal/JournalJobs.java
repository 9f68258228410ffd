package io.marketswarm.journal;

import io.marketswarm.bus.UserEvents;
import io.marketswarm.journal.events.Outbox;
import io.marketswarm.journal.jobs.SingleFlight;
import io.marketswarm.journal.leaderboard.Scoring;
import io.marketswarm.journal.logs.LogLifecycle;
import io.marketswarm.journal.market.DailyCloses;
import io.marketswarm.journal.market.MarketQuotes;
import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.journal.orders.OrderDesk;
import io.marketswarm.journal.positions.PositionRoutes;
import io.marketswarm.journal.trades.Expiration;
import io.marketswarm.journal.trades.Settlement;
import io.marketswarm.log.Log;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.Database;
import io.marketswarm.web.Idempotency;
import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.mysqlclient.MySQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** What the journal does by the clock. */
public final class JournalJobs extends VerticleBase {
  private static final Duration OUTBOX = Duration.ofSeconds(5);
  private static final Duration FILLS = Duration.ofSeconds(2);
  private static final Duration ORDERS = Duration.ofSeconds(60);
  private static final Duration HOURLY = Duration.ofHours(1);
  private static final Duration AFTER_START = Duration.ofSeconds(30);
  private static final int NO_SUCH_TABLE = 1146;

  private final ServiceContext context;
  private final Database database;
  private final Log log;
  private final Set<String> running = new HashSet<>();
  private MarketTime time;
  private DailyCloses closes;

  public JournalJobs(ServiceContext context) {
    this.context = context;
    this.database = context.stores().database();
    this.log = context.log();
  }

  @Override
  public Future<?> start() {
    JournalSettings settings = JournalSettings.of(context);
    time = new MarketTime(vertx, context.stores().market());
    time.open();
    closes = new DailyCloses(vertx, settings.provider(), settings.providerKey());
    Outbox outbox =
        new Outbox(database, new UserEvents(context.stores().market(), context.messages()), log);
    PositionRoutes positions = new PositionRoutes(database, outbox, time, false);
    OrderDesk desk =
        new OrderDesk(
            database, outbox, positions, new MarketQuotes(context.stores().market()), time, log);
    Expiration expiration = new Expiration(database);
    Settlement settlement = new Settlement(database, closes, log);
    LogLifecycle logs = new LogLifecycle(database, outbox);
    Idempotency idempotency = new Idempotency(database);
    Scoring scoring = new Scoring(database);

    every(OUTBOX, "outbox", outbox::sweep);
    every(FILLS, "fills", desk::fillReached);
    every(ORDERS, "orders", desk::tidy);
    every(HOURLY, "expiration", () -> expiration.sweep(time.utc()));
    every(HOURLY, "settlement", settlement::run);
    every(HOURLY, "retirement", () -> logs.retireDue(Moments.now()));
    every(HOURLY, "idempotency", idempotency::forgetExpired);
    every(HOURLY, "old events", outbox::forgetOld);
    every(HOURLY, "leaderboard", scoring::run);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    time.close();
    closes.close();
    return Future.succeededFuture();
  }

  /** Soon after the start and then again and again; never twice at a time, on any node. */
  private void every(Duration interval, String name, Supplier<? extends Future<?>> job) {
    Duration first = interval.compareTo(AFTER_START) < 0 ? interval : AFTER_START;
    vertx.setTimer(first.toMillis(), once -> run(name, job));
    vertx.setPeriodic(first.plus(interval).toMillis(), interval.toMillis(), t -> run(name, job));
  }

  private void run(String name, Supplier<? extends Future<?>> job) {
    if (!database.up() || !running.add(name)) {
      return;
    }
    Supplier<Future<Object>> work = () -> job.get().map(result -> (Object) name);
    // The leaderboard takes its lock itself, as it is also calculated on request.
    Future<?> done =
        name.equals("leaderboard") ? work.get() : SingleFlight.run(database, name, work);
    done.onComplete(
        end -> {
          running.remove(name);
          if (end.failed() && !isUnmade(end.cause())) {
            log.warn("job " + name + " failed: " + end.cause().getMessage());
          }
        });
  }

  /** At a first start the tables come a moment after the database; nothing is due by then. */
  private static boolean isUnmade(Throwable cause) {
    return cause instanceof MySQLException refused && refused.getErrorCode() == NO_SUCH_TABLE;
  }
}
