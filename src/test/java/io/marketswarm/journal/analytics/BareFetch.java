package io.marketswarm.journal.analytics;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.stream.Collector;

/**
 * Fetches what the analysis reads and does nothing with it: what the analysis is measured against.
 */
public final class BareFetch {
  private BareFetch() {}

  public static Future<Long> rows(Pool pool, String log) {
    return pool.preparedQuery(AnalyticsSql.TRADES)
        .collecting(
            Collector.<Row, long[], Long>of(
                () -> new long[1], (count, row) -> count[0]++, (a, b) -> a, count -> count[0]))
        .execute(Tuple.of(log))
        .map(result -> result.value());
  }
}
