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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The models that were trained; of each regime one is the champion. */
public final class Models {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int PAGE = 100;

  private static final Columns MODEL =
      Columns.inCamelCase("m")
          .integer("id")
          .text("model_name")
          .integer("model_version")
          .text("model_type", "feature_set_version")
          .json("feature_list", "hyperparameters")
          .number("train_auc", "val_auc")
          .integer("train_samples", "val_samples")
          .number("brier_tier_0", "brier_tier_1", "brier_tier_2", "brier_tier_3")
          .number("top_10_avg_pnl", "top_20_avg_pnl")
          .text("regime", "status")
          .instant("deployed_at", "retired_at", "created_at");

  private static final List<String> FIELDS =
      List.of(
          "model_name",
          "model_type",
          "feature_set_version",
          "feature_list",
          "hyperparameters",
          "model_blob",
          "train_auc",
          "val_auc",
          "train_samples",
          "val_samples",
          "brier_tier_0",
          "brier_tier_1",
          "brier_tier_2",
          "brier_tier_3",
          "top_10_avg_pnl",
          "top_20_avg_pnl",
          "regime");

  /** Figures that clients see together: the group, and the names within it. */
  private static final Map<String, Map<String, String>> GROUPS = new LinkedHashMap<>();

  static {
    Map<String, String> metrics = new LinkedHashMap<>();
    for (String figure : List.of("trainAuc", "valAuc", "trainSamples", "valSamples")) {
      metrics.put(figure, figure);
    }
    GROUPS.put("metrics", metrics);
    Map<String, String> calibration = new LinkedHashMap<>();
    for (int tier = 0; tier < 4; tier++) {
      calibration.put("brierTier" + tier, "brierTier" + tier);
    }
    GROUPS.put("calibration", calibration);
    GROUPS.put("topKUtility", Map.of("top10AvgPnl", "top10AvgPnl", "top20AvgPnl", "top20AvgPnl"));
  }

  private static final String SELECT = "SELECT " + MODEL.select();
  private static final String FROM = " FROM ml_models m";
  private static final String GET = SELECT + FROM + " WHERE m.id = ?";

  private static final String LIST =
      SELECT
          + FROM
          + " WHERE m.status = COALESCE(?, m.status) ORDER BY m.created_at DESC, m.id DESC LIMIT ?";

  /** Of the regime that was asked for; without one, of all markets before others. */
  private static final String CHAMPION =
      SELECT
          + ", m.model_blob"
          + FROM
          + " WHERE m.status = 'champion' AND (? IS NULL OR m.regime = ?)"
          + " ORDER BY m.regime IS NOT NULL, m.deployed_at DESC, m.id DESC LIMIT 1";

  /** Whoever adds a version or deploys waits here for the others. */
  private static final String LOCK_NAME =
      "SELECT model_version FROM ml_models WHERE model_name = ? FOR UPDATE";

  private static final String LOCK =
      "SELECT id, regime, status FROM ml_models WHERE id = ? FOR UPDATE";

  private static final String DETHRONE =
      "UPDATE ml_models SET status = 'retired', retired_at = ? WHERE status = 'champion'"
          + " AND regime <=> ? AND id <> ?";

  private static final String CROWN =
      "UPDATE ml_models SET status = 'champion', deployed_at = ?, retired_at = NULL WHERE id = ?";

  private static final String RETIRE =
      "UPDATE ml_models SET status = 'retired', retired_at = ? WHERE id = ?";

  private final Database database;

  public Models(Database database) {
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.read("listMlModels", this::list)
        .read("getMlModel", call -> read(database.pool(), call.whole("id", 0), OK))
        .read("getMlChampion", this::champion)
        .write("createMlModel", this::create)
        .write("deployMlModel", (call, tx) -> deploy(tx, call.whole("id", 0)))
        .write("retireMlModel", this::retire);
  }

  private Future<Reply> list(Call call) {
    return database
        .pool()
        .preparedQuery(LIST)
        .execute(Tuple.of(call.find("status").orElse(null), call.integer("limit", PAGE)))
        .map(
            rows -> {
              JsonArray list = new JsonArray();
              rows.forEach(row -> list.add(told(row)));
              return Reply.ok(list);
            });
  }

  /** As clients see it: figures that belong together stand together. */
  private static JsonObject told(Row row) {
    JsonObject model = JsonText.of(out -> MODEL.object(row, out)).toJsonObject();
    GROUPS.forEach(
        (group, names) -> {
          JsonObject figures = new JsonObject();
          names.forEach((name, figure) -> figures.put(name, model.remove(figure)));
          model.put(group, figures);
        });
    return model;
  }

  private static Future<Reply> read(SqlClient client, long id, int status) {
    return client
        .preparedQuery(GET)
        .execute(Tuple.of(id))
        .map(
            rows ->
                Reply.flat(
                    status,
                    new JsonObject()
                        .put("data", told(Rows.first(rows).orElseThrow(Models::notFound)))));
  }

  static ApiError notFound() {
    return ApiError.notFound("Model not found");
  }

  private Future<Reply> champion(Call call) {
    String regime = call.find("regime").orElse(null);
    return database
        .pool()
        .preparedQuery(CHAMPION)
        .execute(Tuple.of(regime, regime))
        .map(Rows::first)
        .map(
            found -> {
              JsonObject model = found.map(Models::told).orElse(null);
              if (model != null && call.flag("include_blob")) {
                model.put("modelBlob", found.get().getString("model_blob"));
              }
              return Reply.flat(OK, new JsonObject().put("data", model));
            });
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    return transaction
        .preparedQuery(LOCK_NAME)
        .execute(Tuple.of(call.body().getString("model_name")))
        .compose(
            known -> {
              int version = 1;
              for (Row row : known) {
                version = Math.max(version, row.getInteger(0) + 1);
              }
              return Insert.into("ml_models", call.body(), FIELDS)
                  .with("model_version", version)
                  .with("created_at", Moments.now())
                  .run(transaction);
            })
        .compose(id -> read(transaction, id, CREATED));
  }

  /** Makes a model the champion of its regime. */
  static Future<Reply> deploy(SqlConnection transaction, long id) {
    return lock(transaction, id)
        .compose(
            model ->
                transaction
                    .preparedQuery(DETHRONE)
                    .execute(Tuple.of(Moments.now(), model.getString("regime"), id)))
        .compose(done -> transaction.preparedQuery(CROWN).execute(Tuple.of(Moments.now(), id)))
        .compose(done -> read(transaction, id, OK));
  }

  private Future<Reply> retire(Call call, SqlConnection transaction) {
    long id = call.whole("id", 0);
    return lock(transaction, id)
        .compose(known -> transaction.preparedQuery(RETIRE).execute(Tuple.of(Moments.now(), id)))
        .compose(done -> read(transaction, id, OK));
  }

  static Future<Row> lock(SqlConnection transaction, long id) {
    return transaction
        .preparedQuery(LOCK)
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows).orElseThrow(Models::notFound));
  }
}
