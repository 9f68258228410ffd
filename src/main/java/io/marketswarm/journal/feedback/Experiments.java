package io.marketswarm.journal.feedback;

import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Columns;
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
import java.util.List;

/** Trials of a challenger against the champion, on a part of the ideas. */
public final class Experiments {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final String CHAMPION = "champion";
  private static final String CHALLENGER = "challenger";
  private static final String NOBODY = "no_difference";

  private static final List<String> RULES =
      List.of("maxDurationDays", "minSamplesPerArm", "earlyStopThreshold");

  private static final List<String> RESULTS =
      List.of(
          "championSamples",
          "challengerSamples",
          "championWinRate",
          "challengerWinRate",
          "championAvgRar",
          "challengerAvgRar",
          "pValue",
          "winner");

  private static final List<String> FIELDS =
      List.of(
          "experiment_name",
          "description",
          "challenger_model_id",
          "traffic_split",
          "max_duration_days",
          "min_samples_per_arm",
          "early_stop_threshold");

  private static final Columns EXPERIMENT =
      Columns.inCamelCase("x")
          .integer("id")
          .text("experiment_name", "description")
          .integer("champion_model_id", "challenger_model_id")
          .number("traffic_split")
          .integer("max_duration_days", "min_samples_per_arm")
          .number("early_stop_threshold")
          .text("status")
          .instant("started_at", "ended_at")
          .integer("champion_samples", "challenger_samples")
          .number("champion_win_rate", "challenger_win_rate")
          .number("champion_avg_rar", "challenger_avg_rar", "p_value")
          .text("winner");

  private static final String SELECT = "SELECT " + EXPERIMENT.select() + " FROM ml_experiments x";

  private static final String LIST =
      SELECT
          + " WHERE x.status = COALESCE(?, x.status) ORDER BY x.started_at DESC, x.id DESC LIMIT"
          + " 1000";

  private static final String GET = SELECT + " WHERE x.id = ?";
  private static final String LOCK = GET + " FOR UPDATE";

  private static final String CURRENT_CHAMPION =
      "SELECT id FROM ml_models WHERE status = 'champion'"
          + " ORDER BY regime IS NOT NULL, deployed_at DESC, id DESC LIMIT 1";

  private static final String ARMS =
      "SELECT d.experiment_arm arm, COUNT(*) n, AVG(i.final_pnl) + 0E0 mean,"
          + " COALESCE(VAR_SAMP(i.final_pnl), 0) + 0E0 spread, AVG(i.final_pnl > 0) + 0E0 won,"
          + " COALESCE(AVG(i.final_pnl / NULLIF(i.debit, 0)), 0) + 0E0 rar"
          + " FROM ml_decisions d JOIN tracked_ideas i ON i.id = d.idea_id"
          + " WHERE d.experiment_id = ? AND d.experiment_arm IS NOT NULL GROUP BY arm";

  private static final String KEEP =
      "UPDATE ml_experiments SET champion_samples = ?, challenger_samples = ?,"
          + " champion_win_rate = ?, challenger_win_rate = ?, champion_avg_rar = ?,"
          + " challenger_avg_rar = ?, p_value = ? WHERE id = ?";

  private static final String END =
      "UPDATE ml_experiments SET status = ?, ended_at = ?, winner = ?, abort_reason = ?"
          + " WHERE id = ?";

  private final Database database;

  public Experiments(Database database) {
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.read("listMlExperiments", this::list)
        .read("getMlExperiment", call -> reply(database.pool(), call.whole("id", 0), OK))
        .write("createMlExperiment", this::create)
        .write("evaluateMlExperiment", this::evaluate)
        .write("concludeMlExperiment", this::conclude)
        .write("abortMlExperiment", this::abort);
  }

  private Future<Reply> list(Call call) {
    return database
        .pool()
        .preparedQuery(LIST)
        .execute(Tuple.of(call.find("status").orElse(null)))
        .map(
            rows -> {
              JsonArray list = new JsonArray();
              rows.forEach(row -> list.add(told(row)));
              return Reply.ok(list);
            });
  }

  private static JsonObject told(Row row) {
    JsonObject experiment = JsonText.of(out -> EXPERIMENT.object(row, out)).toJsonObject();
    JsonObject rules = new JsonObject();
    RULES.forEach(rule -> rules.put(rule, experiment.remove(rule)));
    JsonObject results = new JsonObject();
    RESULTS.forEach(result -> results.put(result, experiment.remove(result)));
    return experiment.put("stoppingRules", rules).put("results", results);
  }

  private static Future<Row> read(SqlClient client, String sql, long id) {
    return client
        .preparedQuery(sql)
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows).orElseThrow(() -> ApiError.notFound("Experiment not found")));
  }

  private static Future<Reply> reply(SqlClient client, long id, int status) {
    return read(client, GET, id)
        .map(row -> Reply.flat(status, new JsonObject().put("data", told(row))));
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    JsonObject body = call.body();
    return champion(transaction, body)
        .compose(
            champion ->
                Models.lock(transaction, body.getLong("challenger_model_id"))
                    .compose(
                        known ->
                            Insert.into("ml_experiments", body, FIELDS)
                                .with("champion_model_id", champion)
                                .with("started_at", Moments.now())
                                .run(transaction)))
        .compose(id -> reply(transaction, id, CREATED));
  }

  private static Future<Long> champion(SqlConnection transaction, JsonObject body) {
    Long named = body.getLong("champion_model_id");
    return named != null
        ? Models.lock(transaction, named).map(named)
        : transaction
            .query(CURRENT_CHAMPION)
            .execute()
            .map(
                rows ->
                    Rows.first(rows)
                        .map(row -> row.getLong(0))
                        .orElseThrow(
                            () -> ApiError.badRequest("There is no champion to challenge")));
  }

  /** What became of the ideas of one arm. */
  private record Arm(Welch.Sample pnl, double winRate, double returnAtRisk) {
    static final Arm EMPTY = new Arm(new Welch.Sample(0, 0, 0), 0, 0);

    static Arm of(Row row) {
      return new Arm(
          new Welch.Sample(row.getLong("n"), row.getDouble("mean"), row.getDouble("spread")),
          row.getDouble("won"),
          row.getDouble("rar"));
    }

    JsonObject json() {
      return new JsonObject()
          .put("winRate", winRate)
          .put("avgPnl", pnl.mean())
          .put("sampleCount", pnl.size());
    }
  }

  private Future<Reply> evaluate(Call call, SqlConnection transaction) {
    long id = call.whole("id", 0);
    return read(transaction, LOCK, id)
        .compose(
            experiment ->
                transaction
                    .preparedQuery(ARMS)
                    .execute(Tuple.of(id))
                    .compose(
                        rows -> {
                          Arm champion = Arm.EMPTY;
                          Arm challenger = Arm.EMPTY;
                          for (Row row : rows) {
                            if (row.getString("arm").equals(CHAMPION)) {
                              champion = Arm.of(row);
                            } else {
                              challenger = Arm.of(row);
                            }
                          }
                          return keep(
                              transaction,
                              id,
                              experiment.getDouble("early_stop_threshold"),
                              champion,
                              challenger);
                        }));
  }

  private static Future<Reply> keep(
      SqlConnection transaction, long id, double threshold, Arm champion, Arm challenger) {
    double chance = Welch.pValue(champion.pnl, challenger.pnl);
    boolean significant = chance < threshold;
    String winner =
        !significant ? NOBODY : champion.pnl.mean() > challenger.pnl.mean() ? CHAMPION : CHALLENGER;
    return transaction
        .preparedQuery(KEEP)
        .execute(
            Tuple.of(
                    champion.pnl.size(),
                    challenger.pnl.size(),
                    champion.winRate,
                    challenger.winRate,
                    champion.returnAtRisk,
                    challenger.returnAtRisk)
                .addValue(chance)
                .addValue(id))
        .map(
            done ->
                Reply.ok(
                    new JsonObject()
                        .put("championMetrics", champion.json())
                        .put("challengerMetrics", challenger.json())
                        .put("pValue", chance)
                        .put("significant", significant)
                        .put("winner", winner)));
  }

  private Future<Reply> conclude(Call call, SqlConnection transaction) {
    long id = call.whole("id", 0);
    boolean promote = Boolean.TRUE.equals(call.body().getBoolean("promote_challenger"));
    return running(transaction, id)
        .compose(
            experiment ->
                transaction
                    .preparedQuery(END)
                    .execute(
                        Tuple.of(
                            "concluded", Moments.now(), call.body().getString("winner"), null, id))
                    .compose(
                        done ->
                            promote
                                ? Models.deploy(
                                    transaction, experiment.getLong("challenger_model_id"))
                                : Future.succeededFuture()))
        .compose(done -> reply(transaction, id, OK));
  }

  private Future<Reply> abort(Call call, SqlConnection transaction) {
    long id = call.whole("id", 0);
    return running(transaction, id)
        .compose(
            known ->
                transaction
                    .preparedQuery(END)
                    .execute(
                        Tuple.of(
                            "aborted", Moments.now(), null, call.body().getString("reason"), id)))
        .compose(done -> reply(transaction, id, OK));
  }

  private static Future<Row> running(SqlConnection transaction, long id) {
    return read(transaction, LOCK, id)
        .map(
            experiment -> {
              if (!experiment.getString("status").equals("running")) {
                throw ApiError.badRequest("The experiment is over");
              }
              return experiment;
            });
  }
}
