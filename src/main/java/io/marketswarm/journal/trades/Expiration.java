package io.marketswarm.journal.trades;

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

  /** Expires what has reached its expiration; returns how many trades that were. */
  public Future<Integer> sweep(LocalDateTime now) {
    return database
        .pool()
        .preparedQuery(TradeSql.EXPIRE_CANDIDATES)
        .execute(Tuple.of(now))
        .compose(
            due -> {
              Future<Integer> expired = Future.succeededFuture(0);
              for (Row trade : due) {
                expired =
                    expired.compose(
                        n -> expire(trade.getString("id"), now).map(done -> n + (done ? 1 : 0)));
              }
              return expired;
            });
  }

  private Future<Boolean> expire(String id, LocalDateTime now) {
    return database.transaction(
        transaction ->
            transaction
                .preparedQuery(TradeSql.EXPIRE)
                .execute(Tuple.of(id, now))
                .compose(
                    marked ->
                        marked.rowCount() == 0
                            ? Future.succeededFuture(false)
                            : transaction
                                .preparedQuery(TradeSql.EXPIRED_EVENT)
                                .execute(Tuple.of(NewTrade.newId(), Moments.now(), id))
                                .map(true)));
  }
}
