package io.marketswarm.store;

import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Runs work in transactions, again when the server says that only others stood in its way. */
final class Transactions {
  static final int MOST_ATTEMPTS = 5;

  /** Record changed since read (snapshot isolation of MariaDB), lock wait time-out, deadlock. */
  private static final Set<Integer> OTHERS_IN_THE_WAY = Set.of(1020, 1205, 1213);

  private static final Backoff PAUSE =
      new Backoff(Duration.ofMillis(10), Duration.ofMillis(200), 1);

  private final VertxInternal vertx;
  private final StandingPool pool;

  Transactions(VertxInternal vertx, StandingPool pool) {
    this.vertx = vertx;
    this.pool = pool;
  }

  <T> Future<T> run(Function<SqlConnection, Future<T>> work) {
    return attempt(work, 1);
  }

  private <T> Future<T> attempt(Function<SqlConnection, Future<T>> work, int number) {
    return pool.withTransaction(work)
        .recover(
            cause ->
                othersInTheWay(cause) ? again(work, number, cause) : Future.failedFuture(cause));
  }

  private <T> Future<T> again(
      Function<SqlConnection, Future<T>> work, int number, Throwable cause) {
    return number < MOST_ATTEMPTS
        ? vertx
            .timer(PAUSE.delayMillis(number), TimeUnit.MILLISECONDS)
            .compose(rested -> attempt(work, number + 1))
        : Future.failedFuture(new DatabaseBusy(number, cause.getMessage()));
  }

  /** One transaction around the work, without a second attempt. */
  static <T> Future<T> once(SqlConnection connection, Function<SqlConnection, Future<T>> work) {
    return connection
        .begin()
        .compose(
            transaction ->
                Future.succeededFuture(connection)
                    .compose(work)
                    .compose(
                        result -> transaction.commit().map(result),
                        cause ->
                            transaction.rollback().transform(end -> Future.failedFuture(cause))));
  }

  private static boolean othersInTheWay(Throwable cause) {
    return cause instanceof MySQLException error
        && OTHERS_IN_THE_WAY.contains(error.getErrorCode());
  }
}
