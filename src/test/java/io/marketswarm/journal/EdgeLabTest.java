package io.marketswarm.journal;

import static io.marketswarm.journal.Trader.data;
import static io.marketswarm.journal.Trader.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A setup from what was seen to what came of it, and what twenty of them say. */
class EdgeLabTest {
  private static final String LAB = "/api/edge-lab";
  private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).minusDays(5);
  private static final LocalDate START = DAY.minusDays(20);
  private static final String WINDOW = "?start=" + START + "&end=" + DAY;

  private static JournalServer journal;
  private final Trader ada = journal.trader();

  @BeforeAll
  static void open() {
    journal = JournalServer.start();
  }

  @AfterAll
  static void close() {
    journal.close();
  }

  private String setup(String regime, String sleep) {
    return data(ada.post(
            LAB + "/setups",
            new JsonObject()
                .put("setup_date", DAY.toString())
                .put("regime", regime)
                .put("gexPosture", "positive")
                .put("vol_state", "low")
                .put("timeStructure", "0dte")
                .put("heatmap_color", "green")
                .put("position_structure", "butterfly")
                .put("width_bucket", "20")
                .put("directionalBias", "up")
                .put("bias_state", new JsonObject().put("sleep", sleep).put("other", "x"))))
        .getString("id");
  }

  private void outcome(String setup, String type, boolean valid, boolean perPlan) {
    String id =
        data(ada.post(
                LAB + "/outcomes",
                new JsonObject()
                    .put("setupId", setup)
                    .put("outcome_type", type)
                    .put("hypothesisValid", valid)
                    .put("exit_per_plan", perPlan)
                    .put("pnlResult", -1e6)))
            .getString("id");
    data(ada.post(LAB + "/outcomes/" + id + "/confirm", null));
  }

  @Test
  void isSeenExpectedAndResolvedOnce() {
    String id = setup("calm", "short");
    String path = LAB + "/setups/" + id;
    JsonObject seen = data(ada.get(path));
    assertThat(seen.getString("structureSignature"))
        .isEqualTo("calm|positive|low|0dte|green|butterfly|20|up");
    assertThat(seen.getJsonObject("biasState")).isEqualTo(new JsonObject().put("sleep", "short"));
    assertThat(seen.getValue("hypothesis")).isNull();
    assertThat(ada.get(path + "/hypothesis").statusCode()).isEqualTo(404);
    assertThat(data(ada.get(path + "/suggest-outcome")).getDouble("confidence")).isEqualTo(0.55);
    data(
        ada.patch(
            path,
            new JsonObject()
                .put("entry_defined", true)
                .put("exitDefined", true)
                .put("regime", "wild")));
    assertThat(data(ada.get(path)).getString("structureSignature")).startsWith("wild|");

    JsonObject expected =
        new JsonObject()
            .put("setup_id", id)
            .put("thesis", "pins")
            .put("convexitySource", "gamma")
            .put("failure_condition", "breaks");
    String hypothesis = data(ada.post(LAB + "/hypotheses", expected)).getString("id");
    assertThat(ada.post(LAB + "/hypotheses", expected).statusCode()).isEqualTo(409);
    assertThat(data(ada.get(path + "/suggest-outcome")).getDouble("confidence")).isEqualTo(0.5);
    String lock = LAB + "/hypotheses/" + hypothesis + "/lock";
    assertThat(data(ada.post(lock, null)).getBoolean("isLocked")).isTrue();
    assertThat(ada.post(lock, null).statusCode()).isEqualTo(400);
    assertThat(data(ada.get(path + "/suggest-outcome")).getString("suggestion"))
        .isEqualTo("structural_win");
    outcome(id, "structural_win", true, true);
    assertThat(
            ada.post(
                    LAB + "/outcomes",
                    new JsonObject().put("setupId", id).put("outcomeType", "structural_loss"))
                .statusCode())
        .isEqualTo(409);
    assertThat(data(ada.get(path)).getJsonObject("outcome").getBoolean("isConfirmed")).isTrue();
    data(ada.patch(path, new JsonObject().put("status", "archived")));
    assertThat(ada.patch(path, new JsonObject().put("regime", "x")).statusCode()).isEqualTo(400);
    assertThat(list(ada.get(LAB + "/setups?status=archived"))).hasSize(1);
    assertThat(
            ada.post(LAB + "/setups", new JsonObject().put("regime", "x"))
                .bodyAsJsonObject()
                .getString("error"))
        .contains("setup_date is required", "gex_posture is required");
  }

  @Test
  void twentyOutcomesMakeTheGoldenScore() {
    assertThat(ada.get(LAB + "/analytics/edge-score").statusCode()).isEqualTo(400);
    JsonObject few = ada.get(LAB + "/analytics/edge-score" + WINDOW).bodyAsJsonObject();
    assertThat(few.getString("status")).isEqualTo("insufficient_sample");
    assertThat(few.getInteger("minimum_required")).isEqualTo(10);
    for (int i = 0; i < 20; i++) {
      String type = i < 2 ? "bias_interference" : i < 5 ? "regime_mismatch" : "structural_win";
      outcome(setup(i < 12 ? "calm" : "wild", i < 12 ? "short" : "strong"), type, i < 15, i < 12);
    }
    JsonObject score = ada.get(LAB + "/analytics/edge-score" + WINDOW).bodyAsJsonObject();
    assertThat(score.getString("status")).isEqualTo("computed");
    JsonObject figures = score.getJsonObject("data");
    assertThat(figures.getDouble("structuralIntegrity")).isEqualTo(0.75);
    assertThat(figures.getDouble("executionDiscipline")).isEqualTo(0.6);
    assertThat(figures.getDouble("biasInterferenceRate")).isEqualTo(0.1);
    assertThat(figures.getDouble("regimeAlignment")).isEqualTo(0.85);
    assertThat(figures.getDouble("finalScore")).isEqualTo(0.597);
    JsonObject regimes =
        data(ada.get(LAB + "/analytics/regime-correlation" + WINDOW))
            .getJsonObject("dimensions")
            .getJsonObject("regime");
    assertThat(regimes.getJsonObject("calm").getDouble("structural_validity_rate"))
        .isEqualTo(0.583);
    assertThat(regimes.getJsonObject("wild").getValue("structural_validity_rate")).isNull();
    assertThat(regimes.getJsonObject("wild").getBoolean("insufficient_sample")).isTrue();
    JsonObject sleep =
        data(ada.get(LAB + "/analytics/bias-overlay" + WINDOW))
            .getJsonObject("dimensions")
            .getJsonObject("sleep");
    assertThat(sleep.getJsonObject("short").getJsonObject("outcomes").getInteger("structural_win"))
        .isEqualTo(7);

    assertThat(list(ada.get(LAB + "/analytics/edge-score/history")))
        .as("asking keeps nothing")
        .isEmpty();
    JsonObject window = new JsonObject().put("start", START.toString()).put("end", DAY.toString());
    data(ada.post(LAB + "/analytics/compute", window));
    data(ada.post(LAB + "/analytics/compute", window));
    JsonObject kept = list(ada.get(LAB + "/analytics/edge-score/history")).get(0);
    assertThat(kept.getDouble("finalScore")).isEqualTo(0.597);
    JsonObject dashboard = data(ada.get(LAB + "/analytics/dashboard"));
    assertThat(dashboard.getJsonObject("edge_score").getInteger("sampleSize")).isEqualTo(20);
    assertThat(dashboard.getJsonArray("score_history")).hasSize(1);
    assertThat(
            dashboard
                .getJsonObject("regime_correlation")
                .getJsonObject("payload")
                .getInteger("total_records"))
        .isEqualTo(20);
    assertThat(dashboard.getJsonArray("signatures")).hasSize(2);

    Trader service = new Trader(journal, 0, "service");
    assertThat(
            service.get(LAB + "/active-users?days=1").bodyAsJsonObject().getJsonArray("user_ids"))
        .contains(ada.id());
    assertThat(
            service
                .post("/api/internal/edge-lab/materialize", null)
                .bodyAsJsonObject()
                .getInteger("users_processed"))
        .isPositive();
    assertThat(list(ada.get(LAB + "/analytics/edge-score/history"))).hasSize(2);
  }
}
