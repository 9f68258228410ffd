package io.marketswarm.journal.feedback;

import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Columns;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How ideas were scored, and what was done with them. */
public final class Decisions {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int PAGE = 100;

  private static final Columns DECISION =
      Columns.inCamelCase("d")
          .integer("id")
          .text("idea_id")
          .instant("decision_time")
          .integer("model_id", "model_version", "selector_params_version", "feature_snapshot_id")
          .number("original_score", "ml_score", "final_score")
          .integer("experiment_id")
          .text("experiment_arm", "action_taken");

  private static final List<String> FIELDS =
      List.of(
          "idea_id",
          "model_id",
          "model_version",
          "selector_params_version",
          "feature_snapshot_id",
          "original_score",
          "ml_score",
          "final_score",
          "experiment_id",
          "experiment_arm",
          "action_taken");

  private static final String SELECT = "SELECT " + DECISION.select() + " FROM ml_decisions d";
  private static final String GET = SELECT + " WHERE d.id = ?";
  private static final List<String> FILTERS = List.of("idea_id", "model_id", "experiment_id");

  /** Ideas of trials do not count. */
  private static final String COUNTED = " FROM ml_decisions d WHERE d.idea_id NOT LIKE 'test%'";

  private static final String TOTALS =
      "SELECT COUNT(*) `count`, AVG(d.original_score) avg_original, AVG(d.ml_score) avg_ml,"
          + " AVG(d.final_score) avg_final, STDDEV_POP(d.ml_score) ml_stddev"
          + COUNTED;

  private static final String BUCKETS =
      "SELECT CASE WHEN d.final_score < 10 THEN '0-10' WHEN d.final_score < 25 THEN '10-25'"
          + " WHEN d.final_score < 50 THEN '25-50' WHEN d.final_score < 75 THEN '50-75'"
          + " ELSE '75-100' END bucket, COUNT(*) `count`, AVG(d.original_score) avg_original,"
          + " AVG(d.ml_score) avg_ml"
          + COUNTED
          + " GROUP BY bucket ORDER BY MIN(d.final_score)";

  private static final String COMPARISON =
      "SELECT COALESCE(SUM(x > 20), 0) ml_much_higher,"
          + " COALESCE(SUM(x > 5 AND x <= 20), 0) ml_slightly_higher,"
          + " COALESCE(SUM(x BETWEEN -5 AND 5), 0) similar,"
          + " COALESCE(SUM(x < -5 AND x >= -20), 0) ml_slightly_lower,"
          + " COALESCE(SUM(x < -20), 0) ml_much_lower"
          + " FROM (SELECT d.ml_score - d.original_score x"
          + COUNTED
          + " AND d.ml_score IS NOT NULL) differences";

  private static final String HOURS =
      "SELECT HOUR(d.decision_time) `hour`, COUNT(*) `count`"
          + COUNTED
          + " AND d.decision_time >= UTC_TIMESTAMP(3) - INTERVAL 24 HOUR"
          + " GROUP BY `hour` ORDER BY `hour`";

  /** From where an action may come. */
  private static final Map<String, String> BEFORE = new LinkedHashMap<>();

  static {
    BEFORE.put("presented", "'ranked'");
    BEFORE.put("traded", "'presented'");
    BEFORE.put("dismissed", "'ranked', 'presented'");
  }

  private final Database database;

  public Decisions(Database database) {
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.write("createMlDecision", this::create)
        .read("listMlDecisions", this::list)
        .read("getMlDecision", call -> read(database.pool(), call.whole("id", 0), OK))
        .read("getMlDecisionStats", this::stats)
        .write("setMlDecisionAction", this::act);
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    return Insert.into("ml_decisions", call.body(), FIELDS)
        .run(transaction)
        .compose(id -> read(transaction, id, CREATED));
  }

  private static Future<Reply> read(SqlClient client, long id, int status) {
    return client
        .preparedQuery(GET)
        .execute(Tuple.of(id))
        .map(
            rows ->
                Rows.one(
                    status,
                    DECISION,
                    Rows.first(rows).orElseThrow(() -> ApiError.notFound("Decision not found"))));
  }

  private Future<Reply> list(Call call) {
    StringBuilder sql = new StringBuilder(SELECT + " WHERE 1 = 1");
    Tuple values = Tuple.tuple();
    for (String filter : FILTERS) {
      Object wanted = call.parameters().get(filter);
      if (wanted != null) {
        sql.append(" AND d.").append(filter).append(" = ?");
        values.addValue(wanted);
      }
    }
    values.addValue(call.integer("limit", PAGE));
    return database
        .pool()
        .preparedQuery(sql + " ORDER BY d.decision_time DESC, d.id DESC LIMIT ?")
        .execute(values)
        .map(rows -> Rows.list(DECISION, rows));
  }

  private Future<Reply> stats(Call call) {
    Future<RowSet<Row>> totals = database.pool().query(TOTALS).execute();
    Future<RowSet<Row>> buckets = database.pool().query(BUCKETS).execute();
    Future<RowSet<Row>> comparison = database.pool().query(COMPARISON).execute();
    Future<RowSet<Row>> hours = database.pool().query(HOURS).execute();
    return Future.all(totals, buckets, comparison, hours)
        .map(
            read ->
                Reply.ok(
                    new JsonObject()
                        .put("totals", objects(totals.result()).getJsonObject(0))
                        .put("score_distribution", objects(buckets.result()))
                        .put("comparison", objects(comparison.result()).getJsonObject(0))
                        .put("hourly_volume", objects(hours.result()))));
  }

  private static JsonArray objects(RowSet<Row> rows) {
    JsonArray list = new JsonArray();
    for (Row row : rows) {
      JsonObject object = new JsonObject();
      for (int i = 0; i < row.size(); i++) {
        Object value = row.getValue(i);
        boolean counted = row.getColumnName(i).matches("count|hour|similar|ml_(much|slightly)_.*");
        object.put(
            row.getColumnName(i),
            value instanceof Number
                ? (Object) (counted ? (Object) row.getLong(i) : row.getDouble(i))
                : value);
      }
      list.add(object);
    }
    return list;
  }

  private Future<Reply> act(Call call, SqlConnection transaction) {
    String action = call.body().getString("action_taken");
    long id = call.whole("id", 0);
    return transaction
        .preparedQuery(
            "UPDATE ml_decisions SET action_taken = ? WHERE id = ? AND action_taken IN (%s)"
                .formatted(BEFORE.get(action)))
        .execute(Tuple.of(action, id))
        .compose(
            changed -> {
              if (changed.rowCount() == 0) {
                throw ApiError.notFound("There is no decision that can be " + action + " now");
              }
              return read(transaction, id, OK);
            });
  }
}
