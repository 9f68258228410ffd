package io.marketswarm.journal;

import io.marketswarm.bus.UserEvents;
import io.marketswarm.journal.edgelab.EdgeAnalysis;
import io.marketswarm.journal.events.Outbox;
import io.marketswarm.journal.jobs.Portions;
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
import io.marketswarm.store.Cadence;
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
  private static final int NO_SUCH_TABLE = 1146;
  private static final Duration OUTBOX = Duration.ofSeconds(5);
  private static final Duration FILLS = Duration.ofSeconds(2);
  private static final Duration AT_REST = Duration.ofSeconds(5);
  private static final Duration ORDERS = Duration.ofSeconds(60);
  private static final Duration HOURLY = Duration.ofHours(1);
  private static final Duration DAILY = Duration.ofDays(1);
  private static final Duration AFTER_START = Duration.ofSeconds(30);
  private static final Duration SCORES_AFTER = Duration.ofSeconds(15);
  private static final String LEADERBOARD = "leaderboard";

  private final ServiceContext context;
  private final Database database;
  private final Log log;
  private final Set<String> running = new HashSet<>();
  private MarketTime time;
  private DailyCloses closes;
  private boolean ended;

  public JournalJobs(ServiceContext context) {
    this.context = context;
    this.database = context.stores().database();
    this.log = context.log();
  }

  @Override
  public Future<?> start() {
    JournalSettings settings = JournalSettings.of(context);
    time = new MarketTime(context.clock());
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

    Cadence.every(vertx, OUTBOX, () -> run("outbox", outbox::sweep));
    // While the market is closed there is nothing to fill, and no lock to take for it.
    Cadence.every(
        vertx,
        () -> context.clock().isSteady(AT_REST) && !desk.isOpen() ? AT_REST : FILLS,
        () -> {
          if (desk.isOpen()) {
            run("fills", desk::fillReached);
          }
        });
    every(ORDERS, "orders", desk::tidy);
    every(HOURLY, "expiration", () -> expiration.sweep(time.utc()));
    every(HOURLY, "settlement", settlement::run);
    every(HOURLY, "retirement", () -> logs.retireDue(Moments.now()));
    every(
        HOURLY,
        "idempotency",
        () -> Portions.all(Idempotency.FORGOTTEN_AT_ONCE, idempotency::forgetExpired));
    every(HOURLY, "old events", outbox::forgetOld);
    every(SCORES_AFTER, HOURLY, LEADERBOARD, scoring::run);
    daily(AFTER_START, "edge lab", new EdgeAnalysis(database, time)::materialize);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    ended = true;
    closes.close();
    return Future.succeededFuture();
  }

  /** Soon after the start and then again and again; never twice at a time, on any node. */
  private void every(Duration interval, String name, Supplier<? extends Future<?>> job) {
    every(interval.compareTo(AFTER_START) < 0 ? interval : AFTER_START, interval, name, job);
  }

  private void every(
      Duration first, Duration interval, String name, Supplier<? extends Future<?>> job) {
    vertx.setTimer(first.toMillis(), once -> run(name, job));
    vertx.setPeriodic(first.plus(interval).toMillis(), interval.toMillis(), t -> run(name, job));
  }

  /** Once a day; when it fails, again in an hour. The job sees to it that it runs once. */
  private void daily(Duration first, String name, Supplier<? extends Future<?>> job) {
    vertx.setTimer(
        first.toMillis(),
        due ->
            job.get()
                .onComplete(
                    done -> {
                      boolean tooEarly = done.failed() && isTooEarly(done.cause());
                      if (done.failed() && !tooEarly) {
                        log.warn("job " + name + " failed: " + done.cause().getMessage());
                      }
                      if (!ended) {
                        daily(tooEarly ? AFTER_START : done.failed() ? HOURLY : DAILY, name, job);
                      }
                    }));
  }

  private void run(String name, Supplier<? extends Future<?>> job) {
    if (!database.up() || !running.add(name)) {
      return;
    }
    Supplier<Future<Object>> work = () -> job.get().map(result -> (Object) name);
    // The leaderboard takes its lock itself, as it is also calculated on request.
    Future<?> done = name.equals(LEADERBOARD) ? work.get() : SingleFlight.run(database, name, work);
    done.onComplete(
        end -> {
          running.remove(name);
          if (end.failed() && !isTooEarly(end.cause())) {
            log.warn("job " + name + " failed: " + end.cause().getMessage());
          }
        });
  }

  /** Another part of the node, or another node, is still making the tables. */
  private static boolean isTooEarly(Throwable cause) {
    return cause instanceof MySQLException error && error.getErrorCode() == NO_SUCH_TABLE;
  }
}
