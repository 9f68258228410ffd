package io.marketswarm.journal;

import static io.marketswarm.journal.Trader.data;
import static io.marketswarm.journal.Trader.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the selector learns from; the tables are everybody's, so each test empties what it reads.
 */
class LearningTest {
  private static final String ML = "/api/internal/ml";

  private static JournalServer journal;
  private static Trader service;

  @BeforeAll
  static void open() {
    journal = JournalServer.start();
    service = new Trader(journal, 0, "service");
  }

  @AfterAll
  static void close() {
    journal.close();
  }

  private static JsonObject decision(String idea, double rules, Double model) {
    return new JsonObject()
        .put("idea_id", idea)
        .put("original_score", rules)
        .put("ml_score", model)
        .put("final_score", model == null ? rules : model)
        .put("selector_params_version", 1)
        .put("feature_snapshot_id", 1);
  }

  @Test
  void decisionsAreComparedAndGoTheirWay() {
    journal.sql("DELETE FROM ml_decisions");
    Object[][] scored = {
      {"a", 10.0, 31.0},
      {"b", 40.0, 50.0},
      {"c", 40.0, 42.0},
      {"d", 90.0, 80.0},
      {"e", 90.0, 5.0},
      {"f", 60.0, null},
      {"test-1", 1.0, 99.0}
    };
    int last = 0;
    for (Object[] one : scored) {
      last =
          data(service.post(
                  ML + "/decisions", decision((String) one[0], (Double) one[1], (Double) one[2])))
              .getInteger("id");
    }
    JsonObject stats = data(service.get(ML + "/decisions/stats"));
    assertThat(stats.getJsonObject("totals").getInteger("count")).isEqualTo(6);
    assertThat(stats.getJsonObject("comparison"))
        .isEqualTo(
            new JsonObject()
                .put("ml_much_higher", 1)
                .put("ml_slightly_higher", 1)
                .put("similar", 1)
                .put("ml_slightly_lower", 1)
                .put("ml_much_lower", 1));
    assertThat(
            stats.getJsonArray("score_distribution").stream()
                .map(bucket -> ((JsonObject) bucket).getString("bucket")))
        .containsExactly("0-10", "25-50", "50-75", "75-100");
    String action = ML + "/decisions/" + last + "/action";
    String[][] steps = {
      {"traded", "404"},
      {"ranked", "400"},
      {"presented", "200"},
      {"presented", "404"},
      {"traded", "200"},
      {"dismissed", "404"}
    };
    for (String[] step : steps) {
      assertThat(service.patch(action, new JsonObject().put("action_taken", step[0])).statusCode())
          .as(step[0])
          .isEqualTo(Integer.parseInt(step[1]));
    }
    assertThat(service.get(ML + "/decisions/999999999").statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsEarnedMakesACurveADayAndABreaker() {
    journal.sql("DELETE FROM pnl_events");
    double[] deltas = {100, 50, -75, -6_000};
    for (int i = 0; i < deltas.length; i++) {
      data(
          service.post(
              ML + "/pnl-events",
              new JsonObject()
                  .put("idea_id", "earned-" + Math.min(i, 2))
                  .put("pnl_delta", deltas[i])
                  .put("fees", 2)
                  .put("slippage", 1)
                  .put("underlying_price", 6000)
                  .put("event_type", i == 3 ? "settlement" : "mark")));
    }
    JsonArray curve = service.get(ML + "/equity-curve").bodyAsJsonObject().getJsonArray("data");
    assertThat(curve.stream().map(point -> ((JsonObject) point).getDouble("cumulativePnl")))
        .containsExactly(100.0, 150.0, 75.0, -5_925.0);
    assertThat(curve.getJsonObject(2).getDouble("drawdownPct")).isEqualTo(0.5);
    JsonObject day =
        data(
            service.post(
                ML + "/daily-performance/materialize",
                new JsonObject()
                    .put("date", LocalDate.now(ZoneId.of("America/New_York")).toString())));
    assertThat(day.getDouble("netPnl")).isEqualTo(-5_925);
    assertThat(day.getDouble("grossPnl")).isEqualTo(-5_913);
    assertThat(day.getDouble("totalFees")).isEqualTo(8);
    assertThat(day.getDouble("highWaterPnl")).isEqualTo(150);
    assertThat(day.getDouble("maxDrawdown")).isEqualTo(6_075);
    assertThat(day.getInteger("tradeCount")).isEqualTo(3);
    assertThat(day.getInteger("winCount")).isEqualTo(2);
    assertThat(day.getInteger("lossCount")).isEqualTo(1);

    JsonObject check = data(service.post(ML + "/circuit-breakers/check", null));
    assertThat(check.getBoolean("allowTrade")).isFalse();
    assertThat(check.getString("action")).isEqualTo("block_all");
    service.post(ML + "/circuit-breakers/disable-ml", null);
    check = data(service.post(ML + "/circuit-breakers/check", null));
    assertThat(check.getJsonArray("triggeredBreakers")).hasSize(2);
    assertThat(check.getString("action")).as("the harsher one wins").isEqualTo("block_all");
    journal.sql("DELETE FROM pnl_events");
    check = data(service.post(ML + "/circuit-breakers/check", null));
    assertThat(check.getBoolean("allowTrade")).isTrue();
    assertThat(check.getString("action")).isEqualTo("rules_only");
    service.post(ML + "/circuit-breakers/enable-ml", null);
    JsonObject calm = data(service.get(ML + "/circuit-breakers"));
    assertThat(calm.getBoolean("mlEnabled")).isTrue();
    assertThat(
            calm.getJsonObject("breakers").getJsonObject("dailyLossLimit").getInteger("threshold"))
        .isEqualTo(5_000);
  }

  private static int model(String name, String regime) {
    return data(service.post(
            ML + "/models",
            new JsonObject()
                .put("model_name", name)
                .put("model_type", "tree")
                .put("model_blob", "AAAA")
                .put("feature_list", new JsonArray())
                .put("hyperparameters", new JsonObject())
                .put("regime", regime)))
        .getInteger("id");
  }

  private static String status(int model) {
    return data(service.get(ML + "/models/" + model)).getString("status");
  }

  @Test
  void aTrialDecidesBetweenModels() {
    journal.sql("DELETE FROM ml_experiments");
    journal.sql("DELETE FROM ml_models");
    journal.sql("DELETE FROM ml_decisions");
    JsonObject nobody = service.get(ML + "/models/champion").bodyAsJsonObject();
    assertThat(nobody.containsKey("data")).isTrue();
    assertThat(nobody.getValue("data")).isNull();
    int challenger = model("fly", null);
    JsonObject trial =
        new JsonObject().put("experiment_name", "t").put("challenger_model_id", challenger);
    assertThat(service.post(ML + "/experiments", trial).statusCode()).isEqualTo(400);
    int champion = model("fly", null);
    int calm = model("fly", "calm");
    assertThat(data(service.get(ML + "/models/" + calm)).getInteger("modelVersion")).isEqualTo(3);
    for (int deployed : List.of(champion, calm)) {
      data(service.post(ML + "/models/" + deployed + "/deploy", null));
    }
    assertThat(status(champion)).as("another regime dethrones nobody").isEqualTo("champion");
    assertThat(data(service.get(ML + "/models/champion?regime=calm")).getInteger("id"))
        .isEqualTo(calm);

    int id = data(service.post(ML + "/experiments", trial)).getInteger("id");
    String path = ML + "/experiments/" + id;
    JsonObject empty = data(service.post(path + "/evaluate", null));
    assertThat(empty.getDouble("pValue")).isEqualTo(1);
    assertThat(empty.getString("winner")).isEqualTo("no_difference");
    double[] rules = {1, 2, 3, 4, 5};
    for (int i = 0; i < 5; i++) {
      arm(id, "champion", rules[i]);
      arm(id, "challenger", rules[i] * 2);
    }
    JsonObject small = data(service.post(path + "/evaluate", null));
    assertThat(small.getDouble("pValue")).isCloseTo(0.1075, within(5e-4));
    assertThat(small.getBoolean("significant")).isFalse();
    for (int i = 0; i < 5; i++) {
      arm(id, "challenger", 100 + i);
    }
    JsonObject large = data(service.post(path + "/evaluate", null));
    assertThat(large.getJsonObject("challengerMetrics").getInteger("sampleCount")).isEqualTo(10);
    data(
        service.post(
            path + "/conclude",
            new JsonObject().put("winner", "challenger").put("promote_challenger", true)));
    assertThat(status(challenger)).isEqualTo("champion");
    assertThat(status(champion)).isEqualTo("retired");
    assertThat(status(calm)).isEqualTo("champion");
    assertThat(service.post(path + "/abort", null).statusCode()).isEqualTo(400);
    assertThat(list(service.get(ML + "/experiments?status=concluded"))).hasSize(1);
  }

  /** An idea that was decided in one arm, and what became of it. */
  private static void arm(int experiment, String arm, double pnl) {
    String idea = arm + "-" + experiment + "-" + pnl;
    data(
        service.post(
            ML + "/decisions",
            decision(idea, 50, 50.0).put("experiment_id", experiment).put("experiment_arm", arm)));
    data(service.post("/api/internal/tracked-ideas", Samples.idea(idea).put("final_pnl", pnl)));
  }
}
