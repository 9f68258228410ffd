package io.marketswarm.journal.analytics;

import io.marketswarm.journal.trades.Multipliers;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDateTime;
import java.util.stream.Collector;

/** Folds the trades of a log into its figures as they arrive, keeping none of them. */
final class PerformanceReader {
  private PerformanceReader() {}

  static Future<Performance> read(
      SqlClient client, Multipliers multipliers, String log, long startingCapital) {
    return client
        .preparedQuery(AnalyticsSql.TRADES)
        .collecting(
            Collector.<Row, Performance>of(
                () -> new Performance(startingCapital),
                (performance, row) -> add(performance, row, multipliers),
                (one, other) -> {
                  throw new UnsupportedOperationException("the order matters");
                }))
        .execute(Tuple.of(log))
        .map(SqlResult::value);
  }

  private static void add(Performance performance, Row row, Multipliers multipliers) {
    LocalDateTime exited = row.getLocalDateTime(3);
    performance.trade(row.getLocalDateTime(2), exited);
    Long pnl = row.getLong(4);
    if (row.getLong(0) == 1 && pnl != null) {
      performance.earned(pnl);
      Long risk = row.getLong(5);
      if (risk != null) {
        performance.risked(risk);
      }
      Double multiple = row.getDouble(6);
      if (multiple != null) {
        performance.multiple(multiple);
      }
    } else if (row.getLong(1) == 1) {
      performance.open();
    }
    String symbol = row.getString(10);
    if (symbol != null) {
      double cost = (double) row.getLong(8) * multipliers.of(symbol) * row.getInteger(9);
      performance.reward(row.getLong(7), cost);
    }
  }
}
