package io.marketswarm.journal.trades;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;

/** What one point of each symbol is worth to a trader. */
public final class Multipliers {
  /** Listed options of indices, funds and stocks; for symbols that nobody registered. */
  static final int USUAL = 100;

  /** The trader's own after everybody's, so that they win. */
  private static final String ALL =
      "SELECT symbol, multiplier FROM symbols WHERE owner_user_id IN (0, ?) ORDER BY owner_user_id";

  private final Map<String, Integer> known = new HashMap<>();

  private Multipliers() {}

  public static Future<Multipliers> of(SqlClient client, int user) {
    return client
        .preparedQuery(ALL)
        .execute(Tuple.of(user))
        .map(
            rows -> {
              Multipliers all = new Multipliers();
              rows.forEach(row -> all.known.put(row.getString(0), row.getInteger(1)));
              return all;
            });
  }

  public int of(String symbol) {
    return known.getOrDefault(symbol, USUAL);
  }
}
