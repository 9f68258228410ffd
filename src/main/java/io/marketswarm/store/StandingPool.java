package io.marketswarm.store;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The pool the product holds on to, while the pool behind it may be replaced. Every connection is
 * lent out here, so this is where waiting is measured and failures are told in words.
 */
final class StandingPool implements Pool {
  /** Access denied (to the database, with this login), unknown database, no such plugin login. */
  static final Set<Integer> LOGIN_REFUSED = Set.of(1044, 1045, 1049, 1698);

  /** The client's words for statements that were waiting on a connection when it broke. */
  private static final List<String> LOST =
      List.of("Pending requests failed", "Connection is not active");

  private final VertxInternal vertx;
  private final Object place;
  private final int maxSize;
  private final Duration patience;
  private final Runnable lending;
  private final Promise<Void> opened = Promise.promise();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile long waitingSince;
  private final AtomicInteger lent = new AtomicInteger();
  private final WaitTimes waits = new WaitTimes();
  private volatile Pool current;
  private volatile String closedBecause;

  /**
   * @param place tells in words where the server is
   * @param patience how long to wait for the first pool there is to use
   * @param lending told, on any thread, whenever somebody asks for a connection
   */
  StandingPool(
      VertxInternal vertx, Object place, int maxSize, Duration patience, Runnable lending) {
    this.vertx = vertx;
    this.place = place;
    this.maxSize = maxSize;
    this.patience = patience;
    this.lending = lending;
  }

  /** Uses another pool from now on; whoever closes the one before fails what is under way in it. */
  void use(Pool pool) {
    current = pool;
    closedBecause = null;
    opened.tryComplete();
  }

  /** There will be no pool to use. */
  void giveUp(String reason) {
    closedBecause = reason;
    opened.tryComplete();
  }

  /** Runs what needs an open pool, on the context of the caller. */
  <T> Future<T> whenOpen(Supplier<Future<T>> action) {
    if (opened.future().isComplete()) {
      return action.get();
    }
    ContextInternal caller = vertx.getOrCreateContext();
    Promise<T> done = caller.promise();
    opened
        .future()
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(
            open -> caller.runOnContext(now -> action.get().onComplete(done)),
            tooLate -> done.fail(new DatabaseAway(place + " is still coming up")));
    return done.future();
  }

  /** Refuses at once from now on: the server is silent, and to wait for it would only pile up. */
  void refuse(String reason) {
    closedBecause = reason;
  }

  void admit() {
    closedBecause = null;
  }

  /** Whether somebody has a connection or waits for one. */
  boolean used() {
    return lent.get() + waiting.get() > 0;
  }

  Database.Stats stats() {
    int crowd = waiting.get();
    long seconds = crowd == 0 ? 0 : NANOSECONDS.toSeconds(System.nanoTime() - waitingSince);
    return new Database.Stats(size(), lent.get(), crowd, seconds, waits.percentile95());
  }

  @Override
  public Future<SqlConnection> getConnection() {
    return whenOpen(this::lend);
  }

  @Override
  public <T> Future<T> withConnection(Function<SqlConnection, Future<T>> work) {
    return borrow(work);
  }

  @Override
  public <T> Future<T> withTransaction(Function<SqlConnection, Future<T>> work) {
    return borrow(connection -> Transactions.once(connection, work));
  }

  @Override
  public Query<RowSet<Row>> query(String sql) {
    return new PooledQuery<>(this, connection -> connection.query(sql));
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
    return new PooledQuery.Prepared<>(this, connection -> connection.preparedQuery(sql));
  }

  @Override
  public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
    return new PooledQuery.Prepared<>(this, connection -> connection.preparedQuery(sql, options));
  }

  /** Connections open now. */
  @Override
  public int size() {
    Pool pool = current;
    return pool == null ? 0 : pool.size();
  }

  /** The pool is everybody's. */
  @Override
  public Future<Void> close() {
    return Future.failedFuture(
        new UnsupportedOperationException("the pool is closed with its Database"));
  }

  private <T> Future<T> borrow(Function<SqlConnection, Future<T>> work) {
    return getConnection()
        .compose(
            connection ->
                ((LentConnection) connection)
                    .untilLost(Future.succeededFuture(connection).compose(work))
                    .onComplete(done -> connection.close()))
        .recover(cause -> Future.failedFuture(explainIfLost(cause)));
  }

  private Future<SqlConnection> lend() {
    String reason = closedBecause;
    if (reason != null) {
      return Future.failedFuture(new DatabaseAway(place + " is away: " + reason));
    }
    long askedAt = System.nanoTime();
    if (waiting.getAndIncrement() == 0) {
      waitingSince = askedAt;
    }
    lending.run();
    return current
        .getConnection()
        .transform(
            (connection, cause) -> {
              waiting.decrementAndGet();
              if (cause != null) {
                return Future.failedFuture(explain(cause));
              }
              waits.add(System.nanoTime() - askedAt);
              lent.incrementAndGet();
              return Future.succeededFuture(
                  new LentConnection(vertx, connection, lent::decrementAndGet));
            });
  }

  /** Why no connection could be had, in words. */
  Throwable explain(Throwable cause) {
    if (cause instanceof MySQLException refused && LOGIN_REFUSED.contains(refused.getErrorCode())) {
      return new StoreException(place + " refuses the login: " + serversWords(refused));
    }
    if (cause instanceof ConnectionPoolTooBusyException) {
      return new DatabaseAway(
          place + ": all " + maxSize + " connections are in use and too many wait for one");
    }
    if ("Timeout".equals(cause.getMessage())) {
      return new DatabaseAway(place + ": none of " + maxSize + " connections became free in time");
    }
    return cause instanceof StoreException
        ? cause
        : new DatabaseAway(place + " is away: " + StoreException.reason(cause));
  }

  /**
   * Tells a lost connection in words; what the server or the caller's own code said stays as it is.
   */
  Throwable explainIfLost(Throwable cause) {
    boolean lost =
        cause instanceof ClosedConnectionException
            || cause instanceof VertxException
                && cause.getMessage() != null
                && LOST.stream().anyMatch(cause.getMessage()::startsWith);
    return lost ? new DatabaseAway(place + " was lost before it answered") : cause;
  }

  /** The client wraps them: {@code {errorMessage=Access denied ..., errorCode=1045, ...}}. */
  static String serversWords(Throwable cause) {
    return StoreException.reason(cause).replaceFirst("^\\{errorMessage=(.*), errorCode=.*", "$1");
  }
}
