package io.marketswarm.journal.imports;

import io.marketswarm.bus.EventFamily;
import io.marketswarm.journal.events.Outbox;
import io.marketswarm.journal.positions.PositionRoutes;
import io.marketswarm.journal.trades.TradeReader;
import io.marketswarm.journal.trades.TradeRemoval;
import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.JsonText;
import io.marketswarm.web.api.Moments;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.UUID;

/** Batches of imported trades, each of which can be undone as a whole. */
public final class BatchRoutes {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int PAGE = 50;

  private final Database database;
  private final Outbox outbox;
  private final TradeRemoval removal;

  public BatchRoutes(Database database, Outbox outbox, TradeRemoval removal) {
    this.database = database;
    this.outbox = outbox;
    this.removal = removal;
  }

  public void on(ApiRoutes api) {
    api.read("listImports", this::list)
        .read("getImport", this::get)
        .read("listTradesOfImport", this::trades)
        .write("createImport", this::create)
        .write("patchImportCounts", this::counts)
        .write("revertImport", this::revert);
  }

  private Future<Reply> list(Call call) {
    return database
        .pool()
        .preparedQuery(BatchSql.LIST)
        .execute(
            Tuple.of(
                call.userId(),
                call.find("status").orElse(null),
                call.integer("limit", PAGE),
                call.integer("offset", 0)))
        .map(
            rows ->
                new Reply(
                    OK,
                    JsonText.of(
                        out -> {
                          out.writeStartObject();
                          out.writeBooleanField("success", true);
                          out.writeArrayFieldStart("data");
                          for (Row row : rows) {
                            BatchSql.BATCH.object(row, out);
                          }
                          out.writeEndArray();
                          out.writeNumberField("count", rows.size());
                          out.writeNumberField("ts", System.currentTimeMillis());
                          out.writeEndObject();
                        })));
  }

  private Future<Reply> get(Call call) {
    return read(database.pool(), BatchSql.GET, call.text("id"), call.userId())
        .map(row -> reply(OK, row));
  }

  private Future<Reply> trades(Call call) {
    String id = call.text("id");
    return read(database.pool(), BatchSql.GET, id, call.userId())
        .compose(known -> TradeReader.ofBatch(database.pool(), id, call.userId()));
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    JsonObject body = call.body();
    JsonObject metadata = body.getJsonObject("sourceMetadata");
    return insert(
            transaction,
            call.userId(),
            null,
            body.getString("source").strip(),
            body.getString("sourceLabel"),
            metadata == null ? null : metadata.encode(),
            0)
        .compose(id -> read(transaction, BatchSql.GET, id, call.userId()))
        .map(row -> reply(CREATED, row));
  }

  /** Makes a batch; returns its id. */
  static Future<String> insert(
      SqlConnection transaction,
      int user,
      String log,
      String source,
      String label,
      String metadata,
      int trades) {
    String id = UUID.randomUUID().toString();
    return transaction
        .preparedQuery(BatchSql.INSERT)
        .execute(
            Tuple.from(
                Arrays.asList(id, user, log, source, label, metadata, trades, Moments.now())))
        .map(id);
  }

  private Future<Reply> counts(Call call, SqlConnection transaction) {
    String id = call.text("id");
    return read(transaction, BatchSql.LOCK, id, call.userId())
        .compose(
            known ->
                transaction
                    .preparedQuery(BatchSql.COUNTS)
                    .execute(
                        Tuple.of(
                            call.body().getInteger("tradeCount"),
                            call.body().getInteger("positionCount"),
                            call.userId(),
                            id)))
        .map(done -> Reply.flat(OK, new JsonObject()));
  }

  private Future<Reply> revert(Call call, SqlConnection transaction) {
    String id = call.text("id");
    int user = call.userId();
    return read(transaction, BatchSql.LOCK, id, user)
        .compose(
            batch -> {
              if (batch.getString("status").equals("reverted")) {
                throw ApiError.badRequest("Batch already reverted");
              }
              return removal
                  .before(transaction, user, id)
                  .compose(
                      done ->
                          transaction
                              .preparedQuery(BatchSql.DELETE_TRADES)
                              .execute(Tuple.of(user, id)));
            })
        .compose(
            trades ->
                deletePositions(transaction, user, id)
                    .compose(
                        positions ->
                            deleteLegPositions(transaction, user, id)
                                .map(legPositions -> positions + legPositions))
                    .compose(
                        positions ->
                            transaction
                                .preparedQuery(BatchSql.REVERT)
                                .execute(Tuple.of(Moments.now(), user, id))
                                .map(done -> reverted(id, trades.rowCount(), positions))));
  }

  private static Reply reverted(String id, int trades, int positions) {
    return Reply.flat(
        OK,
        new JsonObject()
            .put(
                "data",
                new JsonObject()
                    .put("tradesReverted", trades)
                    .put("positionsReverted", positions)
                    .put("batchId", id)
                    .put("status", "reverted"))
            .put("ts", System.currentTimeMillis()));
  }

  private Future<Integer> deletePositions(SqlConnection transaction, int user, String batch) {
    return transaction
        .preparedQuery(BatchSql.POSITIONS)
        .execute(Tuple.of(user, batch))
        .compose(
            positions -> {
              Future<Void> all = Future.succeededFuture();
              for (Row position : positions) {
                String id = position.getString("id");
                all = all.compose(done -> PositionRoutes.delete(transaction, outbox, id, user));
              }
              return all.map(positions.size());
            });
  }

  private Future<Integer> deleteLegPositions(SqlConnection transaction, int user, String batch) {
    Tuple which = Tuple.of(user, batch);
    return transaction
        .preparedQuery(BatchSql.LEG_POSITIONS)
        .execute(which)
        .compose(
            positions -> {
              Future<Void> all = Future.succeededFuture();
              for (Row position : positions) {
                int id = position.getInteger("id");
                all =
                    all.compose(
                        done ->
                            outbox.add(transaction, EventFamily.POSITIONS, user, gone(id, user)));
              }
              return all.compose(
                      done ->
                          transaction.preparedQuery(BatchSql.DELETE_LEG_POSITIONS).execute(which))
                  .map(positions.size());
            });
  }

  private static JsonObject gone(int position, int user) {
    return new JsonObject()
        .put("type", "position")
        .put("action", "deleted")
        .put("userId", user)
        .put("position", new JsonObject().put("id", position))
        .put("timestamp", System.currentTimeMillis());
  }

  private static Future<Row> read(SqlClient client, String sql, String id, int user) {
    return client
        .preparedQuery(sql)
        .execute(Tuple.of(user, id))
        .map(
            rows ->
                Rows.first(rows).orElseThrow(() -> ApiError.notFound("Import batch not found")));
  }

  private static Reply reply(int status, Row batch) {
    return new Reply(
        status,
        JsonText.of(
            out -> {
              out.writeStartObject();
              out.writeBooleanField("success", true);
              out.writeFieldName("data");
              BatchSql.BATCH.object(batch, out);
              out.writeNumberField("ts", System.currentTimeMillis());
              out.writeEndObject();
            }));
  }
}
