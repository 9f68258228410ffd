package io.marketswarm.journal.trades;

import io.marketswarm.journal.market.DailyCloses;
import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.log.Log;
import io.marketswarm.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;

/** Closes expired trades at what their options were worth when the underlying settled. */
public final class Settlement {
  private static final String BY_INTRINSIC_VALUE = "expiration_intrinsic";

  private final Database database;
  private final DailyCloses closes;
  private final Log log;

  public Settlement(Database database, DailyCloses closes, Log log) {
    this.database = database;
    this.closes = closes;
    this.log = log;
  }

  /** How many trades were settled, and how many have to wait for a price. */
  public record Result(int settled, int failed) {
    Result and(boolean done) {
      return done ? new Result(settled + 1, failed) : new Result(settled, failed + 1);
    }
  }

  public Future<Result> run() {
    return database
        .pool()
        .query(TradeSql.SETTLEMENT_CANDIDATES)
        .execute()
        .compose(
            trades -> {
              Future<Result> result = Future.succeededFuture(new Result(0, 0));
              for (Row trade : trades) {
                result = result.compose(so -> settle(trade).map(so::and));
              }
              return result;
            });
  }

  private Future<Boolean> settle(Row trade) {
    LocalDate date = MarketTime.dateOf(trade.getLocalDateTime("expiration_date"));
    return closes
        .of(trade.getString("underlying"), date)
        .compose(
            close ->
                close.isEmpty()
                    ? Future.succeededFuture(false)
                    : settle(trade, close.get()).map(true))
        .otherwise(
            cause -> {
              log.warn(
                  "trade %s cannot be settled: %s"
                      .formatted(trade.getString("id"), cause.getMessage()));
              return false;
            });
  }

  private Future<Void> settle(Row trade, BigDecimal spot) {
    long exit =
        Intrinsic.cents(
            trade.getString("strategy"),
            trade.getString("side"),
            trade.getBigDecimal("strike"),
            Optional.ofNullable(trade.getInteger("width")).orElse(null),
            spot);
    LocalDateTime when = trade.getLocalDateTime("expiration_date");
    return database.transaction(
        transaction ->
            LockedTrade.lock(transaction, trade.getString("id"), trade.getInteger("user_id"))
                .compose(
                    locked ->
                        locked.status().equals("expired")
                            ? TradeClosing.close(
                                transaction,
                                locked,
                                new NewTrade.Dealt(when, exit, spot),
                                null,
                                BY_INTRINSIC_VALUE)
                            : Future.succeededFuture()));
  }
}
