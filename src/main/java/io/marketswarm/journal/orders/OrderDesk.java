package io.marketswarm.journal.orders;

import io.marketswarm.journal.events.Outbox;
import io.marketswarm.journal.market.MarketQuotes;
import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.journal.positions.PositionRoutes;
import io.marketswarm.log.Log;
import io.marketswarm.store.Database;
import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Watches over the queue: fills what the market has reached while it is open, expires what waited
 * too long, and cancels exits of trades that are closed already.
 */
public final class OrderDesk {
  private final Database database;
  private final Outbox outbox;
  private final MarketQuotes quotes;
  private final MarketTime time;
  private final OrderFilling filling;
  private final Log log;

  public OrderDesk(
      Database database,
      Outbox outbox,
      PositionRoutes positions,
      MarketQuotes quotes,
      MarketTime time,
      Log log) {
    this.database = database;
    this.outbox = outbox;
    this.quotes = quotes;
    this.time = time;
    this.filling = new OrderFilling(outbox, positions);
    this.log = log;
  }

  private record Waiting(Row order, Instrument instrument) {
    String quote() {
      return instrument.tile() + "/" + instrument.side();
    }
  }

  /** Expires and cancels; returns how many orders ended. */
  public Future<Integer> tidy() {
    return database
        .pool()
        .preparedQuery(OrderSql.EXPIRED)
        .execute(Tuple.of(time.utc()))
        .compose(rows -> endAll(rows, "expired"))
        .compose(
            expired ->
                database
                    .pool()
                    .query(OrderSql.POINTLESS)
                    .execute()
                    .compose(rows -> endAll(rows, "cancelled"))
                    .map(cancelled -> expired + cancelled));
  }

  private Future<Integer> endAll(Iterable<Row> orders, String status) {
    return each(
        orders, (id, user) -> database.transaction(tx -> filling.end(tx, id, user, status)));
  }

  /** Fills what the market has reached; returns how many orders that were. */
  public Future<Integer> fillReached() {
    if (!isOpen()) {
      return Future.succeededFuture(0);
    }
    return database
        .pool()
        .query(OrderSql.WAITING)
        .execute()
        .compose(
            rows -> {
              Map<String, List<Waiting>> bySymbol = new HashMap<>();
              for (Row order : rows) {
                Instrument.of(order, time.today())
                    .ifPresent(
                        instrument ->
                            bySymbol
                                .computeIfAbsent(order.getString("symbol"), s -> new ArrayList<>())
                                .add(new Waiting(order, instrument)));
              }
              Future<Integer> filled = Future.succeededFuture(0);
              for (Map.Entry<String, List<Waiting>> symbol : bySymbol.entrySet()) {
                filled =
                    filled.compose(
                        n -> fill(symbol.getKey(), symbol.getValue()).map(more -> n + more));
              }
              return filled;
            });
  }

  /** Whether anything can be filled now. */
  public boolean isOpen() {
    return time.isOpen();
  }

  private Future<Integer> fill(String symbol, List<Waiting> orders) {
    return quotes
        .of(symbol, orders.stream().map(w -> w.instrument().tile()).collect(Collectors.toSet()))
        .compose(
            prices -> {
              Map<Long, BigDecimal> reached = new HashMap<>();
              for (Waiting waiting : orders) {
                Optional.ofNullable(prices.get(waiting.quote()))
                    .filter(price -> isReached(waiting.order(), price))
                    .ifPresent(price -> reached.put(waiting.order().getLong("id"), price));
              }
              List<Row> rows =
                  orders.stream()
                      .map(Waiting::order)
                      .filter(order -> reached.containsKey(order.getLong("id")))
                      .toList();
              return each(
                  rows,
                  (id, user) ->
                      database.transaction(
                          tx ->
                              filling
                                  .fill(tx, id, user, reached.get(id), Moments.now())
                                  .map(true)));
            });
  }

  /** Whether a price is one at which this order deals. */
  static boolean isReached(Row order, BigDecimal price) {
    BigDecimal limit = order.getBigDecimal("limit_price");
    if (order.getString("order_type").equals("entry")) {
      return order.getString("direction").equals("long")
          ? price.compareTo(limit) <= 0
          : price.compareTo(limit) >= 0;
    }
    // What is held long is sold: at the limit or better, at the goal, or where it hurts enough.
    int held = order.getInteger("held") > 0 ? 1 : -1;
    BigDecimal stop = order.getBigDecimal("stop_loss");
    BigDecimal goal = order.getBigDecimal("take_profit");
    return price.compareTo(limit) * held >= 0
        || goal != null && price.compareTo(goal) * held >= 0
        || stop != null && price.compareTo(stop) * held <= 0;
  }

  /** One after the other, so that the queue is worked off in its order; a failure stops nobody. */
  private Future<Integer> each(
      Iterable<Row> orders, BiFunction<Long, Integer, Future<Boolean>> action) {
    Future<Integer> count = Future.succeededFuture(0);
    for (Row order : orders) {
      long id = order.getLong("id");
      int user = order.getInteger("user_id");
      count =
          count.compose(
              n ->
                  action
                      .apply(id, user)
                      .onSuccess(done -> outbox.committed(user))
                      .otherwise(
                          cause -> {
                            log.warn("order " + id + " stays: " + cause.getMessage());
                            return false;
                          })
                      .map(done -> n + (done ? 1 : 0)));
    }
    return count;
  }
}
