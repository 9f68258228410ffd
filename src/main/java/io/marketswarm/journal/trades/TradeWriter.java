package io.marketswarm.journal.trades;

import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** Writes trades with the events that tell their story, many in one statement. */
public final class TradeWriter {
  /** A statement with this many trades is fast and far below the server's packet limit. */
  private static final int AT_ONCE = 250;

  private TradeWriter() {}

  /** Writes trades and their opening, and closing, events. */
  public static Future<Void> insert(SqlConnection transaction, List<NewTrade> trades) {
    LocalDateTime now = Moments.now();
    List<Future<?>> written = new ArrayList<>();
    for (int from = 0; from < trades.size(); from += AT_ONCE) {
      List<NewTrade> some = trades.subList(from, Math.min(from + AT_ONCE, trades.size()));
      written.add(insertSome(transaction, some, now));
    }
    return Future.all(written).mapEmpty();
  }

  private static Future<?> insertSome(
      SqlConnection transaction, List<NewTrade> trades, LocalDateTime now) {
    Tuple rows = Tuple.tuple();
    Tuple events = Tuple.tuple();
    int eventCount = 0;
    for (NewTrade trade : trades) {
      trade.values(now).forEach(rows::addValue);
      NewTrade.Dealt entry = trade.entry();
      event(trade.id(), "open", entry.time(), entry.price(), entry.spot(), null, null, now)
          .forEach(events::addValue);
      eventCount++;
      if (trade.isClosed()) {
        NewTrade.Dealt exit = trade.exit();
        event(trade.id(), "close", exit.time(), exit.price(), exit.spot(), null, null, now)
            .forEach(events::addValue);
        eventCount++;
      }
    }
    return Future.all(
        execute(transaction, TradeSql.INSERT, TradeSql.VALUES, trades.size(), rows),
        execute(transaction, TradeSql.INSERT_EVENT, TradeSql.EVENT_VALUES, eventCount, events));
  }

  private static Future<?> execute(
      SqlConnection transaction, String insert, String values, int count, Tuple parameters) {
    String sql = insert + " VALUES " + String.join(", ", Collections.nCopies(count, values));
    return transaction.preparedQuery(sql).execute(parameters);
  }

  /** Writes an event of a trade; returns its id. */
  static Future<String> event(
      SqlConnection transaction,
      String tradeId,
      String type,
      NewTrade.Dealt dealt,
      Integer quantityChange,
      String notes) {
    List<Object> values =
        event(
            tradeId,
            type,
            dealt.time(),
            dealt.price(),
            dealt.spot(),
            quantityChange,
            notes,
            Moments.now());
    return execute(transaction, TradeSql.INSERT_EVENT, TradeSql.EVENT_VALUES, 1, Tuple.from(values))
        .map((String) values.get(0));
  }

  private static List<Object> event(
      String tradeId,
      String type,
      LocalDateTime time,
      Long price,
      BigDecimal spot,
      Integer quantityChange,
      String notes,
      LocalDateTime now) {
    return Arrays.asList(
        UUID.randomUUID().toString(), tradeId, type, time, price, spot, quantityChange, notes, now);
  }
}
