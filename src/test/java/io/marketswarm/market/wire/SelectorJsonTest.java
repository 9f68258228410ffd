package io.marketswarm.market.wire;

import static io.marketswarm.market.model.ButterflyGrid.Side.CALL;
import static io.marketswarm.market.wire.Parsed.fields;
import static io.marketswarm.market.wire.Parsed.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.model.BiasLfi;
import io.marketswarm.market.model.ButterflyGrid;
import io.marketswarm.market.model.FlipLevels;
import io.marketswarm.market.model.GammaByStrike;
import io.marketswarm.market.model.SelectorInputs;
import io.marketswarm.market.model.SelectorModel;
import io.marketswarm.market.model.SelectorSettings;
import io.marketswarm.market.model.TestGrid;
import io.marketswarm.market.model.TradeSelector;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class SelectorJsonTest {
  private static final Instant NOW = Instant.parse("2026-11-20T15:30:00.5Z");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  private static final BiasLfi BIAS =
      new BiasLfi(
          NOW,
          "I:SPX",
          6902.5,
          12.3,
          55.5,
          61.2,
          6960,
          6800,
          6950,
          31000,
          -27000,
          new FlipLevels(6885, Double.NaN),
          6800,
          7000,
          -10.5,
          -5.5);
  private static final GammaByStrike GAMMA =
      GammaByStrike.of(new int[] {6900, 6960}, new double[] {5000, 7000}, new double[2]);

  private static final Map<String, Object> SCORE =
      fields(
          "tile_key",
          "butterfly:0:30:6930:call",
          "composite",
          88.4,
          "confidence",
          1,
          "components",
          fields("r2r", 94.2, "convexity", 86.5, "width_fit", 91.2, "gamma_alignment", 80));

  @Test
  void theRankingCarriesEveryField() {
    Map<String, Object> model =
        Parsed.object(SelectorJson.SELECTOR, select(example(), 10.5, 18.5, GAMMA, BIAS));

    assertThat(model.keySet())
        .containsExactly(
            "ts",
            "ts_iso",
            "symbol",
            "spot",
            "vix",
            "vix_regime",
            "vix_special",
            "scoring",
            "campaigns",
            "playbook",
            "edge_cases",
            "expected_move",
            "gamma_scalp",
            "gamma_magnet",
            "zero_gamma",
            "indicator_snapshot",
            "scores",
            "recommendations",
            "total_scored",
            "filtered_by_debit_rule");
    assertThat(model)
        .containsEntry("ts", 1795188600.5)
        .containsEntry("ts_iso", "2026-11-20T15:30:00Z")
        .containsEntry("symbol", "I:SPX")
        .containsEntry("spot", 6902.5)
        .containsEntry("vix", 18.5)
        .containsEntry("vix_regime", "goldilocks_1")
        .containsEntry("vix_special", null)
        .containsEntry("gamma_magnet", 6950.0)
        .containsEntry("zero_gamma", 6885.0)
        .containsEntry("total_scored", 9.0)
        .containsEntry("filtered_by_debit_rule", 1.0);
  }

  @Test
  void theRulesAreSpelledOut() {
    Map<String, Object> model =
        Parsed.object(SelectorJson.SELECTOR, select(example(), 10.5, 18.5, GAMMA, BIAS));
    assertThat(model.get("scoring"))
        .isEqualTo(
            fields(
                "weights",
                fields("convexity", 0.4, "r2r", 0.25, "width_fit", 0.2, "gamma_alignment", 0.15),
                "hard_filter",
                "debit <= 10.0% of width",
                "ml_enabled",
                false,
                "ml_weight",
                0,
                "ml_scored_count",
                0));
    assertThat(model.get("campaigns"))
        .isEqualTo(
            fields(
                "0dte_tactical",
                    fields(
                        "dte_range", list(0, 2),
                        "r2r_typical", list(9, 18),
                        "debit_pct_range", list(0.07, 0.10),
                        "frequency", "3-7/week"),
                "convex_stack",
                    fields(
                        "dte_range", list(3, 5),
                        "r2r_typical", list(15, 30),
                        "debit_pct_range", list(0.05, 0.07),
                        "frequency", "2/week overlapping"),
                "sigma_drift",
                    fields(
                        "dte_range", list(5, 10),
                        "r2r_typical", list(20, 50),
                        "debit_pct_range", list(0.03, 0.05),
                        "frequency", "6/month")));
    assertThat(model.get("playbook"))
        .isEqualTo(
            fields(
                "regime",
                "goldilocks_1",
                "session",
                "morning",
                "ideal_width",
                "30-40",
                "ideal_dte",
                "0-1",
                "max_debit_pct",
                10,
                "decay_factor",
                1.1,
                "entry_optimal",
                true,
                "exercise_window",
                false,
                "outlier_zone",
                false));
    assertThat(model.get("edge_cases"))
        .isEqualTo(
            fields(
                "batman_available", false,
                "timewarp_available", false,
                "gamma_scalp_active", false));
  }

  @Test
  void theExpectedMoveComesWithItsOdds() {
    Map<String, Object> model =
        Parsed.object(SelectorJson.SELECTOR, select(example(), 10.5, 18.5, GAMMA, BIAS));
    assertThat(model.get("expected_move"))
        .isEqualTo(
            fields(
                "em_0dte", 80.44,
                "em_1dte", 80.44,
                "em_upper", 6982.94,
                "em_lower", 6822.06,
                "breach",
                    fields(
                        "breach_probability",
                        0.224,
                        "breach_pct",
                        22.4,
                        "likelihood",
                        "elevated",
                        "color",
                        "yellow",
                        "factors",
                        fields(
                            "base_rate",
                            0.195,
                            "regime_mult",
                            1,
                            "session_mult",
                            1.15,
                            "vix_mult",
                            1)),
                "payoff_zones",
                    fields(
                        "zone_0",
                            fields("probability", 0.5, "return_range", list(0, 0), "label", "Loss"),
                        "zone_1",
                            fields(
                                "probability",
                                0.375,
                                "return_range",
                                list(0.5, 2.5),
                                "label",
                                "Standard Win"),
                        "zone_2",
                            fields(
                                "probability",
                                0.1,
                                "return_range",
                                list(2.5, 4.5),
                                "label",
                                "Strong Win"),
                        "zone_3",
                            fields(
                                "probability",
                                0.025,
                                "return_range",
                                list(8, 19),
                                "label",
                                "Pin Trade"))));
  }

  @Test
  void theSnapshotIsFlat() {
    Map<String, Object> model =
        Parsed.object(SelectorJson.SELECTOR, select(example(), 10.5, 18.5, GAMMA, BIAS));
    assertThat(model.get("indicator_snapshot"))
        .isEqualTo(
            fields(
                "spot",
                6902.5,
                "vix",
                18.5,
                "vix_regime",
                "goldilocks_1",
                "vix_special",
                null,
                "session",
                "morning",
                "session_info",
                fields(
                    "name",
                    "morning",
                    "start",
                    9.5,
                    "end",
                    12.5,
                    "is_entry_optimal",
                    true,
                    "is_exercise_window",
                    false,
                    "is_outlier_zone",
                    false),
                "expected_move_0dte",
                80.44,
                "expected_move_1dte",
                80.44,
                "em_breach_probability",
                0.224,
                "em_breach_pct",
                22.4,
                "em_breach_likelihood",
                "elevated",
                "ideal_width_min",
                30,
                "ideal_width_max",
                40,
                "ideal_dte_min",
                0,
                "ideal_dte_max",
                1,
                "decay_factor",
                1.1,
                "max_debit_pct",
                10,
                "gamma_magnet",
                6950,
                "zero_gamma",
                6885,
                "flip_above",
                null,
                "flip_below",
                6885,
                "directional_strength",
                12.3,
                "lfi_score",
                55.5,
                "market_mode_score",
                61.2,
                "total_net_gex",
                4000,
                "max_call_gex_strike",
                6960,
                "max_put_gex_strike",
                6800));
  }

  @Test
  void recommendationsAndScoresAreComplete() {
    Map<String, Object> model =
        Parsed.object(SelectorJson.SELECTOR, select(example(), 10.5, 18.5, GAMMA, BIAS));
    assertThat(model.get("scores"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .hasSize(9)
        .containsEntry("butterfly:0:30:6930:call", SCORE);
    Map<?, ?> recommendation =
        ((List<?>) model.get("recommendations"))
            .stream()
                .map(Map.class::cast)
                .filter(candidate -> candidate.get("strike").equals(6930.0))
                .findFirst()
                .orElseThrow();
    assertThat(recommendation)
        .isEqualTo(
            fields(
                "rank",
                recommendation.get("rank"),
                "tile_key",
                "butterfly:0:30:6930:call",
                "score",
                SCORE,
                "campaign",
                "0dte_tactical",
                "edge_cases",
                list(),
                "r2r_vs_typical",
                "17.8 vs 9-12",
                "strategy",
                "butterfly",
                "side",
                "call",
                "strike",
                6930,
                "width",
                30,
                "dte",
                0,
                "debit",
                1.6,
                "debit_pct",
                5.3,
                "max_profit",
                28.4,
                "max_loss",
                1.6,
                "r2r_ratio",
                17.75,
                "distance_to_spot",
                27.5,
                "distance_to_gamma_magnet",
                -20,
                "convexity",
                fields(
                    "convexity_score",
                    20.2,
                    "r2r_quality",
                    "excellent",
                    "r2r_vs_typical",
                    "17.8 vs 9-12",
                    "r2r_vs_max",
                    "17.8 vs 15-18",
                    "ev_per_risk",
                    0.59,
                    "ev_positive",
                    true)));
  }

  @Test
  void gammaScalpsShowTheirWindow() {
    TestGrid grid = new TestGrid(TODAY, 5).market(0, 20, 6905, CALL, 0.70);
    assertThat(
            Parsed.object(SelectorJson.SELECTOR, select(grid, 14.9, 15, null, null))
                .get("gamma_scalp"))
        .isEqualTo(
            fields(
                "active",
                true,
                "window",
                fields(
                    "active",
                    true,
                    "window_start",
                    12.5,
                    "window_end",
                    16,
                    "progress",
                    0.69,
                    "time_remaining_hrs",
                    1.1,
                    "urgency",
                    "medium"),
                "candidates",
                list(
                    fields(
                        "tile_key",
                        "butterfly:0:20:6905:call",
                        "gamma_scalp_score",
                        89.5,
                        "gamma_scalp_details",
                        fields(
                            "is_candidate",
                            true,
                            "disqualify_reasons",
                            list(),
                            "distance_from_spot",
                            2.5,
                            "distance_pct",
                            0.036,
                            "scores",
                            fields(
                                "atm_proximity", 100,
                                "width_efficiency", 80,
                                "debit_cheapness", 85),
                            "style",
                            "sniper",
                            "target_zones",
                            list(1, 2),
                            "hold_tolerance",
                            "low"),
                        "campaign",
                        "0dte_tactical",
                        "edge_case",
                        "gamma_scalp",
                        "strategy",
                        "gamma_scalp",
                        "side",
                        "call",
                        "strike",
                        6905,
                        "width",
                        20,
                        "dte",
                        0,
                        "debit",
                        0.7,
                        "debit_pct",
                        3.5,
                        "max_profit",
                        19.3,
                        "max_loss",
                        0.7,
                        "r2r_ratio",
                        27.57,
                        "distance_to_spot",
                        2.5)),
                "total_candidates",
                1));
    assertThat(scalpWindow(grid, 9.25))
        .isEqualTo(fields("active", false, "reason", "before_window", "starts_in_hrs", 3.25));
    assertThat(scalpWindow(grid, 16.5))
        .isEqualTo(fields("active", false, "reason", "after_window"));
  }

  private static Object scalpWindow(TestGrid grid, double hour) {
    Map<String, Object> model =
        Parsed.object(SelectorJson.SELECTOR, select(grid, hour, 15, null, null));
    return ((Map<?, ?>) model.get("gamma_scalp")).get("window");
  }

  @Test
  void withoutBiasItsIndicatorsAreNull() {
    Map<String, Object> model =
        Parsed.object(SelectorJson.SELECTOR, select(example(), 3, 15, null, null));
    assertThat(model).containsEntry("gamma_magnet", null).containsEntry("zero_gamma", null);
    assertThat(model.get("indicator_snapshot"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("session_info", fields("name", "overnight", "is_entry_optimal", false))
        .containsEntry("directional_strength", null)
        .containsEntry("max_put_gex_strike", null)
        .containsEntry("flip_below", null);
  }

  @Test
  void withoutSpotTheModelIsEmptyButDrawable() {
    SelectorModel model =
        new TradeSelector(SelectorSettings.DEFAULT)
            .select(
                new SelectorInputs(
                    NOW, "I:SPX", 10.5, Double.NaN, Double.NaN, 1, example(), GAMMA, BIAS));
    assertThat(Parsed.object(SelectorJson.SELECTOR, model))
        .isEqualTo(
            fields(
                "ts",
                1795188600.5,
                "ts_iso",
                "2026-11-20T15:30:00Z",
                "symbol",
                "I:SPX",
                "spot",
                null,
                "vix",
                15,
                "vix_regime",
                "zombieland",
                "vix_special",
                "timewarp",
                "error",
                "No spot data available",
                "recommendations",
                list(),
                "scores",
                fields(),
                "total_scored",
                0));
  }

  @Test
  void withoutAHeatmapTheModelSaysSo() {
    assertThat(Parsed.object(SelectorJson.SELECTOR, select(null, 10.5, 18.5, GAMMA, BIAS)))
        .containsEntry("error", "No heatmap data available")
        .containsEntry("spot", 6902.5)
        .containsEntry("vix", 18.5)
        .containsEntry("recommendations", list())
        .containsEntry("scores", fields());
  }

  private static TestGrid example() {
    double[] neighbours = {2.2, 2.15, 2.05, 1.95, 1.9, 1.7, 1.6, 1.5};
    TestGrid grid =
        new TestGrid(TODAY, 5).market(0, 30, 6930, CALL, 1.60).market(0, 30, 6980, CALL, 3.5);
    for (int i = 0; i < neighbours.length; i++) {
      int steps = i < 4 ? i - 4 : i - 3;
      grid.market(0, 30, 6930 + steps * 5, CALL, neighbours[i]);
    }
    return grid;
  }

  private static SelectorModel select(
      ButterflyGrid grid, double hour, double vix, GammaByStrike gamma, BiasLfi bias) {
    return new TradeSelector(SelectorSettings.DEFAULT)
        .select(new SelectorInputs(NOW, "I:SPX", hour, 6902.5, vix, 1, grid, gamma, bias));
  }
}
