package io.marketswarm.journal.imports;

import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.journal.trades.Multipliers;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Imports a file of trades into a log: all usable rows as one batch, in one transaction. */
public final class FileImport {
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int CONFLICT = 409;
  private static final String ARCHIVED = "The log is archived; only imports are added to it";
  private static final int ERRORS_TOLD = 10;
  private static final int LONGEST_LABEL = 100;

  private static final String LOG =
      "SELECT lifecycle_state FROM trade_logs WHERE id = ? AND user_id = ?";

  /** Nobody archives or retires it before the trades are in it. */
  private static final String LOCKED_LOG = LOG + " LOCK IN SHARE MODE";

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

  private Future<Reply> upload(Call call) {
    String log = call.text("logId");
    int user = call.userId();
    return Upload.read(call.request().request())
        .compose(
            file ->
                requireLog(database.pool(), LOG, log, user)
                    .compose(known -> Multipliers.of(database.pool(), user))
                    .compose(
                        multipliers -> vertx.executeBlocking(() -> read(file, multipliers), false))
                    .compose(
                        content ->
                            api.once(
                                call,
                                file.bytes(),
                                transaction -> write(transaction, user, log, file, content))))
        .onSuccess(reply -> reply.send(call.request()));
  }

  /** Whether the log takes imports, and what there is to be said about that. */
  private static Future<Optional<String>> requireLog(
      SqlClient client, String sql, String log, int user) {
    return client
        .preparedQuery(sql)
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
              return state.equals("archived") ? Optional.of(ARCHIVED) : Optional.<String>empty();
            });
  }

  private FileContent read(Upload file, Multipliers multipliers) {
    byte[] bytes = file.bytes().getBytes();
    if (Table.isWorkbook(file.name())) {
      return table(Table.ofWorkbook(bytes), multipliers);
    }
    String text = Table.text(bytes);
    if (TosStatement.isOne(text)) {
      return TosStatement.read(text, multipliers, time.today());
    }
    return TosScript.isOne(text)
        ? TosScript.read(text, time.utc(), time.today())
        : table(Table.ofCsv(text), multipliers);
  }

  private FileContent table(List<Table.Line> lines, Multipliers multipliers) {
    List<NewTrade> trades = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (Table.Line line : lines) {
      if (FileRow.isBlank(line.cells())) {
        continue;
      }
      try {
        trades.add(FileRow.trade(line.cells(), multipliers::of, time.today()));
      } catch (FileRow.Unusable | ApiError unusable) {
        errors.add("Row " + line.number() + ": " + unusable.getMessage());
      }
    }
    return new FileContent("custom", trades, errors);
  }

  private static Future<Reply> write(
      SqlConnection transaction, int user, String log, Upload file, FileContent content) {
    if (content.trades().isEmpty()) {
      return Future.failedFuture(
          new ApiError(
              BAD_REQUEST,
              "The file has no usable rows",
              Map.of("errors", told(content.errors()))));
    }
    String name = file.name() == null ? "file" : file.name();
    String label = name.substring(0, Math.min(name.length(), LONGEST_LABEL));
    return requireLog(transaction, LOCKED_LOG, log, user)
        .compose(
            warning ->
                BatchRoutes.insert(
                        transaction,
                        user,
                        log,
                        content.source(),
                        label,
                        new JsonObject().put("logId", log).encode(),
                        content.trades().size())
                    .compose(batch -> insert(transaction, log, batch, content.trades()).map(batch))
                    .map(batch -> reply(content, batch, warning)));
  }

  private static Future<Void> insert(
      SqlConnection transaction, String log, String batch, List<NewTrade> trades) {
    return TradeWriter.insert(
        transaction, trades.stream().map(trade -> trade.imported(log, batch)).toList());
  }

  private static Reply reply(FileContent content, String batch, Optional<String> warning) {
    JsonObject answer =
        new JsonObject()
            .put("imported", content.trades().size())
            .put("errors", told(content.errors()))
            .put("total_errors", content.errors().size())
            .put("batch_id", batch);
    warning.ifPresent(words -> answer.put("warning", words));
    return Reply.flat(OK, answer);
  }

  private static JsonArray told(List<String> errors) {
    return new JsonArray(errors.subList(0, Math.min(errors.size(), ERRORS_TOLD)));
  }
}
