package io.marketswarm.journal.logs;

import io.marketswarm.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * How many active logs a user has and may have; with more than the soft cap a trader loses track.
 *
 * @param soft warned about from here on
 * @param hard refused from here on
 */
record LogCaps(int active, int soft, int hard) {

  /**
   * Sees to it that there is something to lock. Not within a transaction: several that make the row
   * at once would stand in each other's way.
   */
  static Future<?> prepare(Database database, int userId) {
    return database.pool().preparedQuery(LogSql.TOUCH_CAPS).execute(Tuple.of(userId));
  }

  /** Reads them and lets nobody else change the number of this user's logs meanwhile. */
  static Future<LogCaps> lock(SqlConnection transaction, int userId) {
    return transaction
        .preparedQuery(LogSql.LOCK_CAPS)
        .execute(Tuple.of(userId))
        .compose(
            caps ->
                transaction
                    .preparedQuery(LogSql.COUNT_ACTIVE)
                    .execute(Tuple.of(userId))
                    .map(
                        count -> {
                          Row cap = caps.iterator().next();
                          return new LogCaps(
                              count.iterator().next().getInteger("n"),
                              cap.getInteger("active_log_soft_cap"),
                              cap.getInteger("active_log_hard_cap"));
                        }));
  }

  boolean full() {
    return active >= hard;
  }

  LogCaps withOneMore() {
    return new LogCaps(active + 1, soft, hard);
  }

  /** As clients know it. */
  String state() {
    return active >= hard ? "hard_warning" : active >= soft ? "soft_warning" : "ok";
  }
}
