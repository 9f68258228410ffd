package io.marketswarm.gateway.admin;

import io.marketswarm.gateway.admin.Performance.OfStrategy;
import io.marketswarm.gateway.models.Splice;
import io.marketswarm.gateway.rest.Utc;
import io.marketswarm.gateway.trades.TradeRows;
import io.marketswarm.store.Database;
import io.marketswarm.web.api.JsonText;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** The trades of one user, for others to look at. */
final class TradeRecords {
  private static final JsonArray NONE = new JsonArray();

  private final Database database;

  TradeRecords(Database database) {
    this.database = database;
  }

  Future<JsonObject> performance(int userId) {
    Future<Performance> performance = byStrategy(userId);
    Future<JsonArray> recent = recent(userId);
    return Future.all(performance, recent)
        .map(
            read ->
                new JsonObject()
                    .put("summary", performance.result().summary())
                    .put("strategyStats", performance.result().byStrategy())
                    .put("recentTrades", recent.result()));
  }

  private Future<Performance> byStrategy(int userId) {
    return database
        .pool()
        .preparedQuery(UserSql.BY_STRATEGY)
        .execute(Tuple.of(userId))
        .map(
            rows -> {
              List<OfStrategy> strategies = new ArrayList<>();
              rows.forEach(row -> strategies.add(ofStrategy(row)));
              return new Performance(strategies);
            })
        .recover(cause -> People.unlessTableIsMissing(cause, new Performance(List.of())));
  }

  private static OfStrategy ofStrategy(Row row) {
    return new OfStrategy(
        row.getString("strategy"),
        row.getLong("trades"),
        row.getLong("closed"),
        row.getLong("open"),
        row.getLong("won"),
        row.getLong("lost"),
        row.getLong("winners"),
        row.getLong("losers"));
  }

  private Future<JsonArray> recent(int userId) {
    return database
        .pool()
        .preparedQuery(UserSql.RECENT)
        .execute(Tuple.of(userId))
        .map(
            rows -> {
              JsonArray trades = new JsonArray();
              rows.forEach(row -> trades.add(brief(row)));
              return trades;
            })
        .recover(cause -> People.unlessTableIsMissing(cause, NONE));
  }

  private static JsonObject brief(Row row) {
    return new JsonObject()
        .put("id", row.getString("id"))
        .put("symbol", row.getString("symbol"))
        .put("strategy", row.getString("strategy"))
        .put("side", row.getString("side"))
        .put("pnl", row.getLong("pnl"))
        .put("rMultiple", row.getDouble("r_multiple"))
        .put("status", row.getString("status"))
        .put("entryTime", Utc.iso(row.getLocalDateTime("entry_time")))
        .put("exitTime", Utc.iso(row.getLocalDateTime("exit_time")));
  }

  /** A page of trades, the latest first. */
  Future<Buffer> page(int userId, int page, int limit) {
    Future<Integer> total =
        database
            .pool()
            .preparedQuery(UserSql.COUNT_TRADES)
            .execute(Tuple.of(userId))
            .map(rows -> rows.iterator().next().getInteger("n"))
            .recover(cause -> People.unlessTableIsMissing(cause, 0));
    Future<Buffer> trades =
        database
            .pool()
            .preparedQuery(UserSql.TRADES)
            .execute(Tuple.of(userId, limit, (page - 1) * limit))
            .map(TradeRecords::trades)
            .recover(cause -> People.unlessTableIsMissing(cause, Buffer.buffer("[]")));
    return Future.all(total, trades)
        .map(
            read ->
                Splice.object(trades.result().length() + 128)
                    .raw("trades", trades.result())
                    .field(
                        "pagination",
                        new JsonObject()
                            .put("page", page)
                            .put("limit", limit)
                            .put("total", total.result())
                            .put("totalPages", (total.result() + limit - 1) / limit))
                    .end());
  }

  private static Buffer trades(RowSet<Row> rows) {
    return JsonText.of(
        out -> {
          out.writeStartArray();
          for (Row row : rows) {
            out.writeStartObject();
            TradeRows.fields(row, out);
            out.writeStringField("log_name", row.getString(TradeRows.count()));
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }
}
