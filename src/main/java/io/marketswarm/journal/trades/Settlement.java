package io.marketswarm.journal.trades;

import io.marketswarm.journal.market.DailyCloses;
import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.log.Log;
import io.marketswarm.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
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
    return new Run().from(Tuple.of(LocalDateTime.of(1, 1, 1, 0, 0), "", ""));
  }

  /** One pass over all that waits; no close is asked for twice in it. */
  private final class Run {
    private final Map<String, Future<Optional<BigDecimal>>> asked = new HashMap<>();
    private Result result = new Result(0, 0);

    Future<Result> from(Tuple last) {
      return database
          .pool()
          .preparedQuery(TradeSql.SETTLEMENT_CANDIDATES)
          .execute(last)
          .compose(
              trades -> {
                Future<?> all = Future.succeededFuture();
                Tuple next = last;
                for (Row trade : trades) {
                  all = all.compose(done -> settle(trade)).onSuccess(this::count);
                  next =
                      Tuple.of(
                          trade.getLocalDateTime("expiration_date"),
                          trade.getString("underlying"),
                          trade.getString("id"));
                }
                Tuple rest = next;
                return all.compose(
                    done ->
                        trades.size() < TradeSql.PORTION
                            ? Future.succeededFuture(result)
                            : from(rest));
              });
    }

    private void count(boolean settled) {
      result = result.and(settled);
    }

    private Future<Boolean> settle(Row trade) {
      return close(
              trade.getString("underlying"),
              MarketTime.dateOf(trade.getLocalDateTime("expiration_date")))
          .compose(
              close ->
                  close.isEmpty()
                      ? Future.succeededFuture(false)
                      : Settlement.this.settle(trade, close.get()).map(true))
          .otherwise(
              cause -> {
                log.warn(
                    "trade %s cannot be settled: %s"
                        .formatted(trade.getString("id"), cause.getMessage()));
                return false;
              });
    }

    private Future<Optional<BigDecimal>> close(String underlying, LocalDate date) {
      return asked.computeIfAbsent(
          underlying + ' ' + date,
          first ->
              closes
                  .of(underlying, date)
                  .otherwise(
                      cause -> {
                        log.warn(
                            "there is no close of %s on %s: %s"
                                .formatted(underlying, date, cause.getMessage()));
                        return Optional.empty();
                      }));
    }
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
