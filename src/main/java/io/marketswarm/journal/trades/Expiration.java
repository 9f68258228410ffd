package io.marketswarm.journal.trades;

import io.marketswarm.journal.jobs.Portions;
import io.marketswarm.store.Database;
import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDateTime;

/** Marks open trades whose options are no more. */
public final class Expiration {
  private final Database database;

  public Expiration(Database database) {
    this.database = database;
  }

  /** Expires what has reached its expiration; returns how many trades were looked at. */
  public Future<Integer> sweep(LocalDateTime now) {
    return Portions.all(TradeSql.PORTION, () -> portion(now));
  }

  private Future<Integer> portion(LocalDateTime now) {
    return database
        .pool()
        .preparedQuery(TradeSql.EXPIRE_CANDIDATES)
        .execute(Tuple.of(now))
        .compose(
            due -> {
              Future<?> all = Future.succeededFuture();
              for (Row trade : due) {
                all = all.compose(done -> expire(trade.getString("id"), now));
              }
              return all.map(due.size());
            });
  }

  private Future<?> expire(String id, LocalDateTime now) {
    return database.transaction(
        transaction ->
            transaction
                .preparedQuery(TradeSql.EXPIRE)
                .execute(Tuple.of(id, now))
                .compose(
                    marked ->
                        marked.rowCount() == 0
                            ? Future.succeededFuture()
                            : transaction
                                .preparedQuery(TradeSql.EXPIRED_EVENT)
                                .execute(Tuple.of(NewTrade.newId(), Moments.now(), id))
                                .mapEmpty()));
  }
}
