package io.marketswarm.journal.riskgraph;

import io.marketswarm.bus.EventFamily;
import io.marketswarm.journal.events.Outbox;
import io.marketswarm.journal.limits.TierLimit;
import io.marketswarm.store.Assignments;
import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.JsonText;
import io.marketswarm.web.api.Moments;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** The strategies on a trader's risk graph, every change of which is kept and told. */
public final class StrategyRoutes {
  private static final int OK = 200;
  private static final int CREATED = 201;

  private final Database database;
  private final Outbox outbox;
  private final TierLimit limit;

  public StrategyRoutes(Database database, Outbox outbox, TierLimit limit) {
    this.database = database;
    this.outbox = outbox;
    this.limit = limit;
  }

  public void on(ApiRoutes api) {
    api.alias("/api/risk-graph/strategies", "/api/strategys", "/api/strategies")
        .read("listStrategies", this::list)
        .read("getStrategy", this::get)
        .read("listStrategyVersions", this::versions)
        .read("exportStrategies", this::export)
        .write("createStrategy", this::create)
        .write("importStrategies", this::importAll)
        .write("patchStrategy", this::patch)
        .write("reorderStrategies", this::reorder)
        .write("deleteStrategy", this::delete);
  }

  private Future<Reply> list(Call call) {
    return database
        .pool()
        .preparedQuery(RiskGraphSql.LIST)
        .execute(Tuple.of(call.userId(), call.flag("include_inactive")))
        .map(rows -> Rows.list(RiskGraphSql.STRATEGY, rows));
  }

  private Future<Reply> get(Call call) {
    return read(database.pool(), RiskGraphSql.GET, call.text("id"), call.userId())
        .map(row -> Rows.one(OK, RiskGraphSql.STRATEGY, row));
  }

  private Future<Reply> versions(Call call) {
    String id = call.text("id");
    return read(database.pool(), RiskGraphSql.GET, id, call.userId())
        .compose(
            known ->
                database
                    .pool()
                    .preparedQuery(RiskGraphSql.VERSIONS)
                    .execute(Tuple.of(call.userId(), id)))
        .map(rows -> Rows.list(RiskGraphSql.VERSION, rows));
  }

  private Future<Reply> export(Call call) {
    return database
        .pool()
        .preparedQuery(RiskGraphSql.LIST)
        .execute(Tuple.of(call.userId(), false))
        .map(
            rows ->
                new Reply(
                    OK,
                    JsonText.data(
                        out -> {
                          out.writeStartObject();
                          out.writeArrayFieldStart("strategies");
                          for (Row row : rows) {
                            RiskGraphSql.STRATEGY.object(row, out);
                          }
                          out.writeEndArray();
                          out.writeStringField("exportedAt", Moments.iso(Moments.now()));
                          out.writeNumberField("count", rows.size());
                          out.writeEndObject();
                        })));
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    NewStrategy strategy = NewStrategy.of(call.body(), "", 0);
    return requireRoom(call, transaction, 1)
        .compose(room -> add(transaction, call.userId(), strategy))
        .map(row -> Rows.one(CREATED, RiskGraphSql.STRATEGY, row));
  }

  private Future<Reply> importAll(Call call, SqlConnection transaction) {
    JsonArray given = call.body().getJsonArray("strategies");
    List<NewStrategy> strategies = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      JsonObject one = given.getJsonObject(i).copy();
      one.remove("sortOrder");
      strategies.add(NewStrategy.of(one, "strategies[" + i + "].", i));
    }
    List<Row> added = new ArrayList<>();
    Future<Void> all = requireRoom(call, transaction, strategies.size());
    for (NewStrategy strategy : strategies) {
      all =
          all.compose(done -> add(transaction, call.userId(), strategy))
              .onSuccess(added::add)
              .mapEmpty();
    }
    return all.map(done -> Rows.list(CREATED, RiskGraphSql.STRATEGY, added));
  }

  /** Also keeps two requests of a user from passing the limit together. */
  private Future<Void> requireRoom(Call call, SqlConnection transaction, int more) {
    int user = call.userId();
    return outbox
        .lock(transaction, EventFamily.RISK_GRAPH, user)
        .compose(
            locked -> transaction.preparedQuery(RiskGraphSql.COUNT_ACTIVE).execute(Tuple.of(user)))
        .map(
            rows -> {
              limit.require(call.caller().tier(), rows.iterator().next().getInteger("n"), more);
              return null;
            });
  }

  /** Puts a strategy on the graph, with its first version, and tells so. */
  Future<Row> add(SqlConnection transaction, int user, NewStrategy strategy) {
    return transaction
        .preparedQuery(RiskGraphSql.INSERT)
        .execute(strategy.values(user, Moments.now()))
        .compose(done -> keep(transaction, strategy.id(), "created", null))
        .compose(done -> tellOf(transaction, user, strategy.id(), "strategy_added"));
  }

  /** As {@link #create}, for whoever makes strategies of templates. */
  Future<Row> addIfRoom(Call call, SqlConnection transaction, NewStrategy strategy) {
    return requireRoom(call, transaction, 1)
        .compose(room -> add(transaction, call.userId(), strategy));
  }

  private Future<Reply> patch(Call call, SqlConnection transaction) {
    String id = call.text("id");
    int user = call.userId();
    JsonObject body = call.body();
    Assignments changes = new Assignments();
    if (body.containsKey("debit")) {
      changes.set("debit", NewStrategy.decimal(body, "debit"));
    }
    if (body.containsKey("visible")) {
      changes.set("visible", body.getBoolean("visible") ? 1 : 0);
    }
    if (body.containsKey("sortOrder")) {
      changes.set("sort_order", body.getInteger("sortOrder"));
    }
    for (String field : List.of("color", "label")) {
      if (body.containsKey(field)) {
        changes.set(field, body.getString(field));
      }
    }
    return read(transaction, RiskGraphSql.LOCK, id, user)
        .compose(
            row ->
                changes.isEmpty()
                    ? Future.succeededFuture(row)
                    : transaction
                        .preparedQuery(RiskGraphSql.UPDATE.formatted(changes.clause()))
                        .execute(changes.valuesAnd(id, user))
                        .compose(
                            done ->
                                keep(transaction, id, kind(body), body.getString("changeReason")))
                        .compose(done -> tellOf(transaction, user, id, "strategy_updated")))
        .map(row -> Rows.one(OK, RiskGraphSql.STRATEGY, row));
  }

  private static String kind(JsonObject body) {
    List<String> changed =
        body.fieldNames().stream().filter(field -> !field.equals("changeReason")).toList();
    return changed.equals(List.of("debit"))
        ? "debit_updated"
        : changed.equals(List.of("visible")) ? "visibility_toggled" : "edited";
  }

  private Future<Reply> reorder(Call call, SqlConnection transaction) {
    JsonArray ids = call.body().getJsonArray("order", call.body().getJsonArray("ids"));
    if (ids == null || ids.isEmpty()) {
      throw ApiError.badRequest("order array is required");
    }
    int user = call.userId();
    Future<?> all = outbox.lock(transaction, EventFamily.RISK_GRAPH, user);
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.getString(i);
      int place = i;
      all =
          all.compose(done -> read(transaction, RiskGraphSql.LOCK, id, user))
              .compose(
                  known ->
                      transaction
                          .preparedQuery(RiskGraphSql.REORDER)
                          .execute(Tuple.of(place, id, user)))
              .compose(done -> tellOf(transaction, user, id, "strategy_updated"));
    }
    return all.map(done -> Reply.done("Strategies reordered"));
  }

  private Future<Reply> delete(Call call, SqlConnection transaction) {
    String id = call.text("id");
    int user = call.userId();
    boolean hard = call.flag("hard");
    return transaction
        .preparedQuery(hard ? RiskGraphSql.DELETE : RiskGraphSql.DEACTIVATE)
        .execute(Tuple.of(id, user))
        .compose(
            gone -> {
              if (gone.rowCount() == 0) {
                throw notFound();
              }
              return hard ? Future.succeededFuture() : keep(transaction, id, "deleted", null);
            })
        .compose(
            done -> tell(transaction, user, "strategy_removed", new JsonObject().put("id", id)))
        .map(done -> Reply.done("Strategy removed"));
  }

  private static Future<Void> keep(
      SqlConnection transaction, String id, String kind, String reason) {
    return transaction
        .preparedQuery(RiskGraphSql.ADD_VERSION)
        .execute(Tuple.of(kind, reason, id))
        .mapEmpty();
  }

  private Future<Row> tellOf(SqlConnection transaction, int user, String id, String type) {
    return read(transaction, RiskGraphSql.GET, id, user)
        .compose(
            row ->
                tell(
                        transaction,
                        user,
                        type,
                        JsonText.of(out -> RiskGraphSql.STRATEGY.object(row, out)).toJsonObject())
                    .map(row));
  }

  private Future<Void> tell(SqlConnection transaction, int user, String type, JsonObject data) {
    return outbox.add(
        transaction,
        EventFamily.RISK_GRAPH,
        user,
        new JsonObject().put("type", type).put("data", data));
  }

  private static Future<Row> read(SqlClient client, String sql, String id, int user) {
    return client
        .preparedQuery(sql)
        .execute(Tuple.of(user, id))
        .map(rows -> Rows.first(rows).orElseThrow(StrategyRoutes::notFound));
  }

  private static ApiError notFound() {
    return ApiError.notFound("Strategy not found");
  }
}
