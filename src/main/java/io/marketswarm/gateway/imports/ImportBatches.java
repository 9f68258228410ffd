package io.marketswarm.gateway.imports;

import io.marketswarm.gateway.rest.Utc;
import io.marketswarm.gateway.trades.TradeRows;
import io.marketswarm.store.Database;
import io.marketswarm.store.JsonColumn;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.api.JsonText;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** Import batches; those of others do not exist. */
final class ImportBatches {
  private final Database database;

  ImportBatches(Database database) {
    this.database = database;
  }

  /** What a client says of a new one. */
  record Draft(
      String source, Optional<String> label, Optional<JsonObject> metadata, Optional<String> log) {}

  Future<JsonArray> list(int userId, Optional<String> status, int limit, int offset) {
    Tuple values = Tuple.of(userId);
    status.ifPresent(values::addString);
    values.addInteger(limit).addInteger(offset);
    return database
        .pool()
        .preparedQuery(status.isPresent() ? ImportSql.LIST_OF_STATUS : ImportSql.LIST)
        .execute(values)
        .map(
            rows -> {
              JsonArray batches = new JsonArray();
              rows.forEach(row -> batches.add(json(row)));
              return batches;
            });
  }

  Future<JsonObject> find(int userId, String id) {
    return find(database.pool(), userId, id);
  }

  Future<JsonObject> add(SqlConnection connection, int userId, Draft draft) {
    String id = UUID.randomUUID().toString();
    return connection
        .preparedQuery(ImportSql.ADD)
        .execute(
            Tuple.of(
                id,
                userId,
                draft.log().orElse(null),
                draft.source(),
                draft.label().orElse(null),
                draft.metadata().map(JsonObject::encode).orElse(null)))
        .compose(added -> find(connection, userId, id));
  }

  /** Null keeps a count. */
  Future<Void> count(int userId, String id, Integer trades, Integer positions) {
    return database
        .transaction(
            connection ->
                require(connection, userId, id)
                    .compose(
                        owned ->
                            connection
                                .preparedQuery(ImportSql.COUNT)
                                .execute(Tuple.of(trades, positions, id, userId))))
        .mapEmpty();
  }

  /** The trades of a batch as a JSON array. */
  Future<Buffer> trades(int userId, String id) {
    return require(database.pool(), userId, id)
        .compose(
            owned -> database.pool().preparedQuery(ImportSql.TRADES).execute(Tuple.of(id, userId)))
        .map(ImportBatches::trades);
  }

  private static Buffer trades(RowSet<Row> rows) {
    return JsonText.of(
        out -> {
          out.writeStartArray();
          for (Row row : rows) {
            out.writeStartObject();
            TradeRows.fields(row, out);
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private static Future<JsonObject> find(SqlClient connection, int userId, String id) {
    return connection
        .preparedQuery(ImportSql.ONE)
        .execute(Tuple.of(id, userId))
        .map(rows -> json(first(rows)));
  }

  private static Future<Row> require(SqlClient connection, int userId, String id) {
    return connection
        .preparedQuery(ImportSql.EXISTS)
        .execute(Tuple.of(id, userId))
        .map(ImportBatches::first);
  }

  static Row first(RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw ApiError.notFound("Import batch not found");
    }
    return rows.iterator().next();
  }

  private static JsonObject json(Row row) {
    return new JsonObject()
        .put("id", row.getString("id"))
        .put("userId", row.getInteger("user_id"))
        .put("source", row.getString("source"))
        .put("sourceLabel", row.getString("source_label"))
        .put("sourceMetadata", JsonColumn.object(row, "source_metadata"))
        .put("tradeCount", row.getInteger("trade_count"))
        .put("positionCount", row.getInteger("position_count"))
        .put("status", row.getString("status"))
        .put("createdAt", Utc.iso(row.getLocalDateTime("created_at")))
        .put("revertedAt", Utc.iso(row.getLocalDateTime("reverted_at")));
  }
}
