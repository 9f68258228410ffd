package io.marketswarm.journal.trades;

import io.marketswarm.journal.logs.LogRoutes;
import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.web.ApiError;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** Enters trades into the log they belong to. */
final class TradeEntry {
  /** Listed options of indices, funds and stocks; for symbols that nobody registered. */
  static final int USUAL_MULTIPLIER = 100;

  private static final int CONFLICT = 409;

  private final MarketTime time;

  TradeEntry(MarketTime time) {
    this.time = time;
  }

  /** Enters a trade into a log, or where the body, its batch or the user's default says. */
  Future<String> enter(SqlConnection transaction, int user, Optional<String> log, TradeBody body) {
    return batchLog(transaction, user, body)
        .compose(batchLog -> log(transaction, user, log.or(body::logId).or(() -> batchLog), body))
        .compose(
            logId ->
                multiplierIfClosed(transaction, user, body)
                    .map(multiplier -> body.trade(logId, multiplier, time.today())))
        .compose(trade -> TradeWriter.insert(transaction, List.of(trade)).map(trade.id()));
  }

  private static Future<Optional<String>> batchLog(
      SqlConnection transaction, int user, TradeBody body) {
    Optional<String> batch = body.batchId();
    if (batch.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return transaction
        .preparedQuery(TradeSql.BATCH)
        .execute(Tuple.of(batch.get(), user))
        .map(
            rows -> {
              Row found =
                  first(rows).orElseThrow(() -> ApiError.notFound("Import batch not found"));
              if ("reverted".equals(found.getString("status"))) {
                throw new ApiError(CONFLICT, "The import batch was reverted");
              }
              Optional<String> log = Optional.ofNullable(found.getString("log_id"));
              return log.or(
                  () -> named(io.marketswarm.store.JsonColumn.object(found, "source_metadata")));
            });
  }

  private static Optional<String> named(JsonObject metadata) {
    return metadata != null && metadata.getValue("logId") instanceof String log
        ? Optional.of(log)
        : Optional.empty();
  }

  private static Future<String> log(
      SqlConnection transaction, int user, Optional<String> wanted, TradeBody body) {
    if (wanted.isPresent()) {
      return transaction
          .preparedQuery(TradeSql.LOG_BY_ID)
          .execute(Tuple.of(wanted.get(), user))
          .map(
              rows -> {
                Row log = first(rows).orElseThrow(() -> ApiError.notFound("Trade log not found"));
                requireWritable(log.getString("lifecycle_state"), body.isImport());
                return log.getString("id");
              });
    }
    return transaction
        .preparedQuery(TradeSql.DEFAULT_LOG)
        .execute(Tuple.of(user))
        .compose(
            rows ->
                first(rows)
                    .map(log -> Future.succeededFuture(log.getString("id")))
                    .orElseGet(() -> LogRoutes.insertDefault(transaction, user)));
  }

  private static void requireWritable(String state, boolean isImport) {
    boolean writable = state.equals("active") || state.equals("archived") && isImport;
    if (!writable) {
      throw new ApiError(CONFLICT, "The log is " + state + "; it takes no new trades");
    }
  }

  private static Future<Integer> multiplierIfClosed(
      SqlConnection transaction, int user, TradeBody body) {
    return body.isClosed()
        ? multiplier(transaction, user, body.symbol())
        : Future.succeededFuture(USUAL_MULTIPLIER);
  }

  /** What one point of a symbol is worth to this user. */
  static Future<Integer> multiplier(SqlConnection transaction, int user, String symbol) {
    return transaction
        .preparedQuery(TradeSql.MULTIPLIER)
        .execute(Tuple.of(symbol, user))
        .map(rows -> first(rows).map(row -> row.getInteger(0)).orElse(USUAL_MULTIPLIER));
  }

  static Optional<Row> first(RowSet<Row> rows) {
    RowIterator<Row> found = rows.iterator();
    return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
  }
}
