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
  private static final int CONFLICT = 409;
  private static final String ARCHIVED = "The log is archived; only imports are added to it";

  private final MarketTime time;

  TradeEntry(MarketTime time) {
    this.time = time;
  }

  /**
   * Where a trade is entered.
   *
   * @param archived whether it takes imports only
   */
  record Log(String id, boolean archived) {
    /** What a trader should know about it. */
    Optional<String> warning() {
      return archived ? Optional.of(ARCHIVED) : Optional.empty();
    }
  }

  /** A trade that was entered, and what is to be said about it. */
  record Entered(String id, Optional<String> warning) {}

  /** Enters a trade into a log, or where the body, its batch or the user's default says. */
  Future<Entered> enter(SqlConnection transaction, int user, Optional<String> log, TradeBody body) {
    return log(transaction, user, log, body)
        .compose(
            where ->
                multiplierIfClosed(transaction, user, body)
                    .map(multiplier -> body.trade(where.id, multiplier, time.today()))
                    .compose(
                        trade ->
                            TradeWriter.insert(transaction, List.of(trade))
                                .map(new Entered(trade.id(), where.warning()))));
  }

  /** The log named by the path, else by the body, else by its batch, else the user's default. */
  Future<Log> log(SqlConnection transaction, int user, Optional<String> named, TradeBody body) {
    return batchLog(transaction, user, body)
        .compose(
            ofBatch -> {
              Optional<String> log = named.or(body::logId).or(() -> ofBatch);
              return log.isPresent()
                  ? writable(transaction, user, log.get(), body.isImport())
                  : defaultLog(transaction, user, body);
            });
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

  /** The log, which nobody archives before the trade is in it. */
  private static Future<Log> writable(
      SqlConnection transaction, int user, String id, boolean isImport) {
    return transaction
        .preparedQuery(TradeSql.LOG_BY_ID)
        .execute(Tuple.of(id, user))
        .map(
            rows -> {
              Row log = first(rows).orElseThrow(() -> ApiError.notFound("Trade log not found"));
              String state = log.getString("lifecycle_state");
              if (!state.equals("active") && !(state.equals("archived") && isImport)) {
                throw new ApiError(CONFLICT, "The log is " + state + "; it takes no new trades");
              }
              return new Log(log.getString("id"), state.equals("archived"));
            });
  }

  private static Future<Log> defaultLog(SqlConnection transaction, int user, TradeBody body) {
    return transaction
        .preparedQuery(TradeSql.DEFAULT_LOG)
        .execute(Tuple.of(user))
        .compose(
            rows ->
                first(rows)
                    .map(log -> writable(transaction, user, log.getString("id"), body.isImport()))
                    .orElseGet(
                        () ->
                            LogRoutes.insertDefault(transaction, user)
                                .map(id -> new Log(id, false))));
  }

  private static Future<Integer> multiplierIfClosed(
      SqlConnection transaction, int user, TradeBody body) {
    return body.isClosed()
        ? multiplier(transaction, user, body.symbol())
        : Future.succeededFuture(Multipliers.USUAL);
  }

  /** What one point of a symbol is worth to this user. */
  static Future<Integer> multiplier(SqlConnection transaction, int user, String symbol) {
    return transaction
        .preparedQuery(TradeSql.MULTIPLIER)
        .execute(Tuple.of(symbol, user))
        .map(rows -> first(rows).map(row -> row.getInteger(0)).orElse(Multipliers.USUAL));
  }

  static Optional<Row> first(RowSet<Row> rows) {
    RowIterator<Row> found = rows.iterator();
    return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
  }
}
