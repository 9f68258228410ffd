package io.marketswarm.journal.feedback;

import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Columns;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** What a model saw when it scored an idea. */
public final class FeatureSnapshots {
  private static final int OK = 200;
  private static final int CREATED = 201;

  private static final List<String> TEXTS =
      List.of(
          "tracked_idea_id",
          "feature_set_version",
          "feature_extractor_version",
          "gex_calc_version",
          "vix_regime_classifier_version",
          "vix_regime",
          "market_mode",
          "bias_direction");

  private static final List<String> NUMBERS =
      List.of(
          "spot_price",
          "spot_5m_return",
          "spot_15m_return",
          "spot_1h_return",
          "spot_1d_return",
          "intraday_high",
          "intraday_low",
          "range_position",
          "vix_level",
          "vix_term_slope",
          "iv_rank_30d",
          "iv_percentile_30d",
          "gex_total",
          "gex_call_wall",
          "gex_put_wall",
          "gex_gamma_flip",
          "spot_vs_call_wall",
          "spot_vs_put_wall",
          "spot_vs_gamma_flip",
          "bias_lfi",
          "es_futures_premium",
          "tnx_level",
          "dxy_level");

  private static final List<String> WHOLES =
      List.of("minutes_since_open", "day_of_week", "days_to_monthly_opex");

  private static final List<String> FLAGS = List.of("is_opex_week");

  private static final Columns SNAPSHOT =
      Columns.inCamelCase("f")
          .integer("id")
          .instant("snapshot_time")
          .text(TEXTS.toArray(String[]::new))
          .number(NUMBERS.toArray(String[]::new))
          .integer(WHOLES.toArray(String[]::new))
          .bool(FLAGS.toArray(String[]::new));

  private static final String GET =
      "SELECT " + SNAPSHOT.select() + " FROM ml_feature_snapshots f WHERE f.id = ?";

  private final Database database;

  public FeatureSnapshots(Database database) {
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.write("createFeatureSnapshot", this::create)
        .read("getFeatureSnapshot", call -> read(database.pool(), call.whole("id", 0), OK));
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    List<String> fields = new ArrayList<>(TEXTS);
    fields.addAll(NUMBERS);
    fields.addAll(WHOLES);
    fields.addAll(FLAGS);
    return Insert.into("ml_feature_snapshots", call.body(), fields)
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
                    SNAPSHOT,
                    Rows.first(rows).orElseThrow(() -> ApiError.notFound("Snapshot not found"))));
  }
}
