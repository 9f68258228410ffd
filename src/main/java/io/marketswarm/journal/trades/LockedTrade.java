package io.marketswarm.journal.trades;

import io.marketswarm.journal.money.Outcome;
import io.marketswarm.web.ApiError;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.OptionalInt;

/** A trade that nobody else may change until the transaction ends. */
record LockedTrade(Row row) {
  private static final int CONFLICT = 409;

  static Future<LockedTrade> lock(SqlConnection transaction, String id, int user) {
    return transaction
        .preparedQuery(TradeSql.LOCK)
        .execute(Tuple.of(user, id, user))
        .map(rows -> new LockedTrade(TradeEntry.first(rows).orElseThrow(TradeReader::notFound)));
  }

  String id() {
    return row.getString("id");
  }

  String status() {
    return row.getString("status");
  }

  int version() {
    return row.getInteger("version");
  }

  int quantity() {
    return row.getInteger("quantity");
  }

  long entryPrice() {
    return row.getLong("entry_price");
  }

  long realized() {
    return row.getLong("realized_pnl");
  }

  Long plannedRisk() {
    return row.getLong("planned_risk");
  }

  int multiplier() {
    Integer registered = row.getInteger("multiplier");
    return registered == null ? Multipliers.USUAL : registered;
  }

  Outcome closedAt(long exitCents) {
    return Outcome.of(entryPrice(), exitCents, quantity(), multiplier(), plannedRisk(), realized());
  }

  /** Refuses a client that saw another version. */
  void requireVersion(OptionalInt expected) {
    if (expected.isPresent() && expected.getAsInt() != version()) {
      throw new ApiError(CONFLICT, "Version conflict", Map.of("currentVersion", version()));
    }
  }

  /** Archived logs are closed for everything but closing; retired ones for that, too. */
  void requireLog(boolean closing) {
    String state = row.getString("lifecycle_state");
    if (!state.equals("active") && !(closing && state.equals("archived"))) {
      throw new ApiError(CONFLICT, "The log is " + state + "; its trades cannot be changed");
    }
  }
}
