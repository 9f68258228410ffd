package io.marketswarm.gateway.imports;

import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes an import back: everything that came with it goes, or nothing does. That book positions and
 * orders went is written beside, for the journal to tell.
 */
final class Reversal {
  private final Database database;

  Reversal(Database database) {
    this.database = database;
  }

  /**
   * What went.
   *
   * @param positions of both kinds
   * @param legPositions the ids of those that the gateway keeps
   */
  record Gone(int trades, int positions, List<Integer> legPositions) {}

  Future<Gone> run(int userId, String id) {
    return database.transaction(
        connection ->
            lock(connection, userId, id)
                .compose(active -> PendingOrders.cancel(connection, userId, id))
                .compose(cancelled -> trades(connection, userId, id))
                .compose(
                    trades ->
                        bookPositions(connection, userId, id)
                            .compose(
                                books ->
                                    legPositions(connection, userId, id)
                                        .map(legs -> new Gone(trades, books + legs.size(), legs))))
                .compose(
                    gone ->
                        connection
                            .preparedQuery(ImportSql.REVERTED)
                            .execute(Tuple.of(id, userId))
                            .map(gone)));
  }

  private static Future<Void> lock(SqlConnection connection, int userId, String id) {
    return connection
        .preparedQuery(ImportSql.LOCK)
        .execute(Tuple.of(id, userId))
        .map(
            rows -> {
              if (ImportBatches.first(rows).getString("status").equals("reverted")) {
                throw ApiError.badRequest("Batch already reverted");
              }
              return null;
            });
  }

  private static Future<Integer> trades(SqlConnection connection, int userId, String id) {
    Tuple owned = Tuple.of(id, userId);
    return connection
        .preparedQuery(ImportSql.DELETE_TRADE_EVENTS)
        .execute(owned)
        .compose(gone -> connection.preparedQuery(ImportSql.DELETE_TRADES).execute(owned))
        .map(RowSet::rowCount);
  }

  private static Future<Integer> bookPositions(SqlConnection connection, int userId, String id) {
    Tuple owned = Tuple.of(id, userId);
    return connection
        .preparedQuery(ImportSql.BOOK_POSITIONS)
        .execute(owned)
        .compose(
            found ->
                connection
                    .preparedQuery(ImportSql.DELETE_BOOK_POSITIONS)
                    .execute(owned)
                    .compose(gone -> tell(connection, userId, found)));
  }

  private static Future<Integer> tell(SqlConnection connection, int userId, RowSet<Row> gone) {
    Future<?> told = Future.succeededFuture();
    for (Row position : gone) {
      told = told.compose(before -> tell(connection, userId, position));
    }
    return told.map(gone.size());
  }

  private static Future<?> tell(SqlConnection connection, int userId, Row position) {
    String id = position.getString("id");
    return TradeLog.tell(
        connection,
        userId,
        new TradeLog.Event(
            "PositionDeleted",
            "position",
            id,
            position.getInteger("version") + 1,
            new JsonObject().put("id", id).toBuffer()));
  }

  private static Future<List<Integer>> legPositions(
      SqlConnection connection, int userId, String id) {
    Tuple owned = Tuple.of(id, userId);
    return connection
        .preparedQuery(ImportSql.LEG_POSITIONS)
        .execute(owned)
        .compose(
            found ->
                connection
                    .preparedQuery(ImportSql.DELETE_LEG_POSITIONS)
                    .execute(owned)
                    .map(gone -> ids(found)));
  }

  private static List<Integer> ids(RowSet<Row> rows) {
    List<Integer> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(row.getInteger("id")));
    return ids;
  }
}
