package io.marketswarm.journal.imports;

import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.journal.trades.NewTrade;
import io.marketswarm.journal.trades.TradeWriter;
import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Imports a file of trades into a log: all usable rows as one batch, in one transaction. */
public final class FileImport {
  private static final int OK = 200;
  private static final int CONFLICT = 409;
  private static final int ERRORS_TOLD = 10;
  private static final int LONGEST_LABEL = 100;
  private static final int USUAL_MULTIPLIER = 100;

  private static final String LOG =
      "SELECT lifecycle_state FROM trade_logs WHERE id = ? AND user_id = ?";

  private static final String MULTIPLIERS =
      "SELECT symbol, multiplier FROM symbols WHERE owner_user_id IN (0, ?) ORDER BY owner_user_id";

  private final Vertx vertx;
  private final Database database;
  private final MarketTime time;
  private ApiRoutes api;

  public FileImport(Vertx vertx, Database database, MarketTime time) {
    this.vertx = vertx;
    this.database = database;
    this.time = time;
  }

  public void on(ApiRoutes routes) {
    api = routes;
    routes.stream("importTrades", this::upload);
  }

  /** What a file holds: trades without log or batch yet, and what is wrong with the other rows. */
  private record Content(List<NewTrade> trades, List<String> errors) {}

  private Future<Reply> upload(Call call) {
    String log = call.text("logId");
    int user = call.userId();
    return Upload.read(call.request().request())
        .compose(
            file ->
                requireLog(database.pool(), log, user)
                    .compose(known -> multipliers(user))
                    .compose(
                        multipliers ->
                            vertx.executeBlocking(() -> read(file, log, multipliers), false))
                    .compose(
                        content ->
                            api.once(
                                call,
                                file.bytes(),
                                transaction -> write(transaction, user, log, file, content))))
        .onSuccess(reply -> reply.send(call.request()));
  }

  private static Future<Void> requireLog(SqlClient client, String log, int user) {
    return client
        .preparedQuery(LOG)
        .execute(Tuple.of(log, user))
        .map(
            rows -> {
              String state =
                  Rows.first(rows)
                      .orElseThrow(() -> ApiError.notFound("Trade log not found"))
                      .getString(0);
              if (state.equals("retired")) {
                throw new ApiError(CONFLICT, "The log is retired; it takes no imports");
              }
              return null;
            });
  }

  private Future<Map<String, Integer>> multipliers(int user) {
    return database
        .pool()
        .preparedQuery(MULTIPLIERS)
        .execute(Tuple.of(user))
        .map(
            rows -> {
              Map<String, Integer> known = new HashMap<>();
              rows.forEach(row -> known.put(row.getString(0), row.getInteger(1)));
              return known;
            });
  }

  private Content read(Upload file, String log, Map<String, Integer> multipliers) {
    List<NewTrade> trades = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (Table.Line line : Table.read(file.name(), file.bytes().getBytes())) {
      if (FileRow.isBlank(line.cells())) {
        continue;
      }
      try {
        trades.add(
            FileRow.trade(
                line.cells(),
                log,
                null,
                symbol -> multipliers.getOrDefault(symbol, USUAL_MULTIPLIER),
                time.today()));
      } catch (FileRow.Unusable | ApiError unusable) {
        errors.add("Row " + line.number() + ": " + unusable.getMessage());
      }
    }
    return new Content(trades, errors);
  }

  private static Future<Reply> write(
      SqlConnection transaction, int user, String log, Upload file, Content content) {
    if (content.trades.isEmpty()) {
      return Future.failedFuture(
          new ApiError(400, "The file has no usable rows", Map.of("errors", told(content.errors))));
    }
    String name = file.name() == null ? "file" : file.name();
    String label = name.substring(0, Math.min(name.length(), LONGEST_LABEL));
    String metadata = new JsonObject().put("logId", log).encode();
    return requireLog(transaction, log, user)
        .compose(
            known ->
                BatchRoutes.insert(
                    transaction, user, log, "custom", label, metadata, content.trades.size()))
        .compose(
            batch ->
                TradeWriter.insert(
                        transaction,
                        content.trades.stream().map(trade -> trade.inBatch(batch)).toList())
                    .map(batch))
        .map(
            batch ->
                Reply.flat(
                    OK,
                    new JsonObject()
                        .put("imported", content.trades.size())
                        .put("errors", told(content.errors))
                        .put("total_errors", content.errors.size())
                        .put("batch_id", batch)));
  }

  private static JsonArray told(List<String> errors) {
    return new JsonArray(errors.subList(0, Math.min(errors.size(), ERRORS_TOLD)));
  }
}
