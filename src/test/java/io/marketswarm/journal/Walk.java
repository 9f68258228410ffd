package io.marketswarm.journal;

import static io.marketswarm.journal.Samples.csv;
import static io.marketswarm.journal.Samples.hypothesis;
import static io.marketswarm.journal.Samples.idea;
import static io.marketswarm.journal.Samples.log;
import static io.marketswarm.journal.Samples.order;
import static io.marketswarm.journal.Samples.outcome;
import static io.marketswarm.journal.Samples.setup;
import static io.marketswarm.journal.Samples.strategy;
import static io.marketswarm.journal.Trader.butterfly;
import static io.marketswarm.journal.Trader.data;
import static io.marketswarm.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.web.api.Sampled;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Calls every operation at least once, as a client would. */
final class Walk extends Watched {
  private String log;
  private String logs;
  private String trade;

  Walk(JournalServer journal, Sampled document) {
    super(journal, document);
  }

  void all() {
    logs();
    trades();
    orders();
    positions();
    strategies();
    templates();
    settings();
    analytics();
    imports();
    edgeLab();
    learning();
    internal();
  }

  private void logs() {
    log = id("createLog", ada, "/api/logs", log("Main"));
    logs = "/api/logs/" + log;
    now("listLogs", ada, "/api/logs?state=active,archived");
    now("getLog", ada, logs);
    now(
        "updateLog",
        ada,
        logs,
        new JsonObject()
            .put("notes", "x")
            .put("starting_capital", 2_600_000)
            .put("ml_included", false));
    now("listLogsForImport", ada, "/api/logs/for-import");
    now(
        "recommendImportLog",
        ada,
        "/api/logs/import-recommendation",
        new JsonObject()
            .put("target_log_id", log)
            .put("earliest_date", "2026-01-01")
            .put("latest_date", "2026-01-02"));
    now("setDefaultLog", ada, logs + "/set-default");
    String second = id("createLog", ada, "/api/logs", log("Second"));
    now("archiveLog", ada, "/api/logs/" + second + "/archive");
    now("retireLog", ada, "/api/logs/" + second + "/retire");
    now("cancelRetirement", ada, "/api/logs/" + second + "/retire");
    now("reactivateLog", ada, "/api/logs/" + second + "/reactivate");
    now("deleteLog", ada, "/api/logs/" + second);
    now(
        "retireLog",
        ada,
        "/api/logs/" + second + "/retire",
        new JsonObject().put("force", true).put("confirm_name", "Second"));
    now("getLogHealth", service, "/api/logs/health?user_id=" + ada.id());
    now("listUsersWithLogs", service, "/api/users/with-logs");
  }

  private void trades() {
    trade =
        id(
            "createTradeInLog",
            ada,
            logs + "/trades",
            butterfly().put("dte", 3).put("tags", new JsonArray().add("a")));
    String other = id("createTrade", ada, "/api/trades", butterfly());
    String trades = "/api/trades/" + trade;
    now("listTrades", ada, "/api/trades?limit=10");
    now("listTradesOfLog", ada, logs + "/trades?status=all");
    now("listTradesOfDay", ada, "/api/trades/by-day/2026-11-25");
    now("updateTrade", ada, trades, new JsonObject().put("notes", "n"));
    now("patchTrade", ada, trades, new JsonObject().put("tags", new JsonArray()));
    now(
        "adjustTrade",
        ada,
        trades + "/adjust",
        new JsonObject().put("price", 2).put("quantity_change", 1));
    now("closeTrade", ada, trades + "/close", new JsonObject().put("exit_price", 3));
    now("getTrade", ada, trades);
    now("createOrder", ada, "/api/orders", exit(other));
    now("deleteTrade", ada, "/api/trades/" + other);

    now(
        "createTrades",
        ada,
        "/api/trades/bulk",
        new JsonObject().put("trades", new JsonArray().add(butterfly()).add(new JsonObject())));
  }

  private void orders() {
    JsonObject order = order();
    int id = data(now("createOrder", ada, "/api/orders", order)).getInteger("id");
    now("listOrders", ada, "/api/orders?status=pending");
    now("listActiveOrders", ada, "/api/orders/active");
    now("patchOrder", ada, "/api/orders/" + id, new JsonObject().put("notes", "n"));
    now("executeOrder", ada, "/api/orders/" + id + "/execute");
    id = data(now("createOrder", ada, "/api/orders", order)).getInteger("id");
    now("cancelOrder", ada, "/api/orders/" + id);
  }

  private void positions() {
    JsonObject position =
        data(now("createPosition", ada, "/api/positions", PositionLifeTest.butterfly()));
    String positions = "/api/positions/" + position.getString("id");
    now("listPositions", ada, "/api/positions?status=all");
    now("getPosition", ada, positions);
    now("patchPosition", ada, positions, new JsonObject().put("tags", new JsonArray().add("t")));
    now(
        "recordFill",
        ada,
        positions + "/fills",
        new JsonObject()
            .put("legId", position.getJsonArray("legs").getJsonObject(0).getString("id"))
            .put("price", 1)
            .put("quantity", 1));
    now("getPositionSnapshot", ada, positions + "/snapshot");
    now(
        "createPositionEntry",
        ada,
        "/api/journal_entries",
        new JsonObject()
            .put("position_id", position.getString("id"))
            .put("objectOfReflection", "why"));
    now("listPositionEntries", ada, "/api/journal_entries?position_id=" + position.getString("id"));
    in("closePosition", ada, positions + "/close", null, "If-Match", "*");
    now("listWatchedStrategies", service, "/api/internal/strategies");
    now("deletePosition", ada, positions);
  }

  private void strategies() {
    JsonObject strategy = strategy();
    String graph = "/api/risk-graph/strategies";
    String one = id("createStrategy", ada, graph, strategy);
    now("listStrategies", ada, graph);
    now("getStrategy", ada, graph + "/" + one);
    now("patchStrategy", ada, graph + "/" + one, new JsonObject().put("debit", 2.5));
    now("listStrategyVersions", ada, graph + "/" + one + "/versions");
    now("exportStrategies", ada, graph + "/export");
    now(
        "importStrategies",
        ada,
        graph + "/import",
        new JsonObject().put("strategies", new JsonArray().add(strategy).add(strategy)));
    now(
        "reorderStrategies",
        ada,
        graph + "/reorder",
        new JsonObject().put("order", new JsonArray().add(one)));
    now("listWatchedStrategies", service, "/api/internal/strategies?user_id=" + ada.id());
    now("deleteStrategy", ada, graph + "/" + one);
  }

  private void templates() {
    String templates = "/api/risk-graph/templates";
    String template =
        id(
            "createTemplate",
            ada,
            templates,
            new JsonObject()
                .put("name", "Fly")
                .put("strategy", "butterfly")
                .put("side", "call")
                .put("dteTarget", 3)
                .put("width", 20));
    now("listTemplates", ada, templates);
    now("getTemplate", ada, templates + "/" + template);
    now(
        "patchTemplate",
        ada,
        templates + "/" + template,
        new JsonObject().put("strikeOffset", -10));
    String code =
        data(now("shareTemplate", ada, templates + "/" + template + "/share"))
            .getString("shareCode");
    now("getSharedTemplate", ada, templates + "/shared/" + code);
    assertThat(
            data(now(
                    "useTemplate",
                    ada,
                    templates + "/" + template + "/use",
                    new JsonObject().put("spotPrice", 6002.6)))
                .getInteger("strike"))
        .isEqualTo(5995);
    now("deleteTemplate", ada, templates + "/" + template);
  }

  private void settings() {
    JsonObject symbol =
        new JsonObject()
            .put("symbol", "zb")
            .put("name", "Bond")
            .put("asset_type", "future")
            .put("multiplier", 1000);
    now("createSymbol", ada, "/api/symbols", symbol);
    now("listSymbols", ada, "/api/symbols?include_disabled=true");
    now("getSymbol", ada, "/api/symbols/zb");
    now("updateSymbol", ada, "/api/symbols/ZB", new JsonObject().put("enabled", false));
    now("deleteSymbol", ada, "/api/symbols/zb");
    now("listTags", ada, "/api/tags");
    now("seedTags", ada, "/api/tags/seed");
    String tag = id("createTag", ada, "/api/tags", new JsonObject().put("name", "mine"));
    now("getTag", ada, "/api/tags/" + tag);
    now("updateTag", ada, "/api/tags/" + tag, new JsonObject().put("description", "d"));
    now("retireTag", ada, "/api/tags/" + tag + "/retire");
    now("restoreTag", ada, "/api/tags/" + tag + "/restore");
    now("deleteTag", ada, "/api/tags/" + tag);
    now(
        "putSetting",
        ada,
        "/api/settings/theme",
        new JsonObject().put("value", new JsonObject().put("dark", true)).put("category", "user"));
    now("getSetting", ada, "/api/settings/theme");
    now("listSettings", ada, "/api/settings");
    now("deleteSetting", ada, "/api/settings/theme");
  }

  private void analytics() {
    now("getAnalytics", ada, logs + "/analytics");
    now("getEquity", ada, logs + "/equity");
    now("getDrawdown", ada, logs + "/drawdown");
    now("getDistribution", ada, logs + "/distribution?bins=5");
    now("getDefaultAnalytics", ada, "/api/analytics");
    now("getDefaultEquity", ada, "/api/analytics/equity");
    now("getDefaultAnalytics", service, "/api/analytics");
  }

  private void imports() {
    String batch =
        data(now(
                "createImport",
                ada,
                "/api/imports",
                new JsonObject()
                    .put("source", "tos")
                    .put("sourceMetadata", new JsonObject().put("logId", log))))
            .getString("id");
    now("listImports", ada, "/api/imports");
    now("getImport", ada, "/api/imports/" + batch);
    now(
        "patchImportCounts",
        ada,
        "/api/imports/" + batch + "/counts",
        new JsonObject().put("tradeCount", 1));
    String imported =
        id("createTrade", ada, "/api/trades", butterfly().put("import_batch_id", batch));
    now("createOrder", ada, "/api/orders", exit(imported));
    now("listTradesOfImport", ada, "/api/imports/" + batch + "/trades");
    assertThat(
            data(now("revertImport", ada, "/api/imports/" + batch + "/revert"))
                .getInteger("tradesReverted"))
        .isEqualTo(1);
    now("exportTrades", ada, logs + "/export?format=csv");
    now("exportTrades", ada, logs + "/export?format=excel");
    heard(
        "importTrades",
        get(
            ada.request(HttpMethod.POST, logs + "/import")
                .sendMultipartForm(
                    csv("strategy,side,strike,entry_price\nsingle,call,6000,2.5\n"))));
  }

  private void edgeLab() {
    String lab = "/api/edge-lab";
    String setup = id("createEdgeSetup", ada, lab + "/setups", setup().put("trade_id", trade));
    String setups = lab + "/setups/" + setup;
    String expected = id("createEdgeHypothesis", ada, lab + "/hypotheses", hypothesis(setup));
    now("lockEdgeHypothesis", ada, lab + "/hypotheses/" + expected + "/lock");
    now("suggestEdgeOutcome", ada, setups + "/suggest-outcome");
    String came = id("createEdgeOutcome", ada, lab + "/outcomes", outcome(setup));
    now("confirmEdgeOutcome", ada, lab + "/outcomes/" + came + "/confirm");
    now("patchEdgeSetup", ada, setups, new JsonObject().put("entryDefined", true));
    now("listEdgeSetups", ada, lab + "/setups?regime=any&start_date=2026-01-01");
    now("getEdgeSetup", ada, setups);
    now("getEdgeHypothesis", ada, setups + "/hypothesis");
    now("getEdgeOutcome", ada, setups + "/outcome");
    String window = "?start=2026-11-01&end=2026-11-30";
    now("getEdgeRegimes", ada, lab + "/analytics/regime-correlation" + window);
    now("getEdgeBiases", ada, lab + "/analytics/bias-overlay" + window);
    now("getEdgeScore", ada, lab + "/analytics/edge-score" + window);
    now(
        "computeEdge",
        ada,
        lab + "/analytics/compute",
        new JsonObject().put("start", "2026-11-01").put("end", "2026-11-30"));
    now("materializeEdge", service, "/api/internal/edge-lab/materialize");
    now("listEdgeScores", ada, lab + "/analytics/edge-score/history?days=30");
    now("listEdgeSignatures", ada, lab + "/analytics/signatures");
    now("getEdgeDashboard", ada, lab + "/analytics/dashboard");
    now("listEdgeActiveUsers", service, lab + "/active-users?days=7");
  }

  private void learning() {
    String ml = "/api/internal/ml";
    JsonObject decision =
        new JsonObject()
            .put("idea_id", "idea-of-a-sample")
            .put("original_score", 40)
            .put("ml_score", 47.5)
            .put("final_score", 45)
            .put("selector_params_version", 1)
            .put("feature_snapshot_id", 1);
    int decided =
        data(now("createMlDecision", service, ml + "/decisions", decision)).getInteger("id");
    now(
        "setMlDecisionAction",
        service,
        ml + "/decisions/" + decided + "/action",
        new JsonObject().put("action_taken", "presented"));
    now("listMlDecisions", service, ml + "/decisions?idea_id=idea-of-a-sample&limit=5");
    now("getMlDecision", service, ml + "/decisions/" + decided);
    now("getMlDecisionStats", service, ml + "/decisions/stats");
    JsonObject earned =
        new JsonObject()
            .put("idea_id", "idea-of-a-sample")
            .put("pnl_delta", 120.5)
            .put("fees", 1.3)
            .put("underlying_price", 6000)
            .put("event_type", "fill");
    now("createPnlEvent", service, ml + "/pnl-events", earned);
    now("listPnlEvents", service, ml + "/pnl-events?idea_id=idea-of-a-sample");
    now("getMlEquityCurve", service, ml + "/equity-curve?days=30");
    now(
        "materializeDailyPerformance",
        service,
        ml + "/daily-performance/materialize",
        new JsonObject().put("date", "2026-11-25"));
    now("listDailyPerformance", service, ml + "/daily-performance?limit=3");
    JsonObject seen =
        new JsonObject()
            .put("tracked_idea_id", "idea-of-a-sample")
            .put("feature_set_version", "1")
            .put("feature_extractor_version", "1")
            .put("spot_price", 6000.25)
            .put("is_opex_week", true)
            .put("minutes_since_open", 31);
    int snapshot =
        data(now("createFeatureSnapshot", service, ml + "/feature-snapshots", seen))
            .getInteger("id");
    now("getFeatureSnapshot", service, ml + "/feature-snapshots/" + snapshot);
    JsonObject model =
        new JsonObject()
            .put("model_name", "sample")
            .put("model_type", "logistic")
            .put("model_blob", "AAAA")
            .put("feature_list", new JsonArray().add("vix_level"))
            .put("hyperparameters", new JsonObject().put("c", 1))
            .put("val_auc", 0.61);
    int champion = data(now("createMlModel", service, ml + "/models", model)).getInteger("id");
    int challenger = data(now("createMlModel", service, ml + "/models", model)).getInteger("id");
    now("deployMlModel", service, ml + "/models/" + champion + "/deploy");
    now("getMlChampion", service, ml + "/models/champion?include_blob=true");
    now("getMlModel", service, ml + "/models/" + challenger);
    now("listMlModels", service, ml + "/models?status=champion");
    JsonObject trial =
        new JsonObject().put("experiment_name", "any").put("challenger_model_id", challenger);
    int one = data(now("createMlExperiment", service, ml + "/experiments", trial)).getInteger("id");
    int two = data(now("createMlExperiment", service, ml + "/experiments", trial)).getInteger("id");
    now("evaluateMlExperiment", service, ml + "/experiments/" + one + "/evaluate");
    now(
        "concludeMlExperiment",
        service,
        ml + "/experiments/" + one + "/conclude",
        new JsonObject().put("winner", "challenger").put("promote_challenger", true));
    now(
        "abortMlExperiment",
        service,
        ml + "/experiments/" + two + "/abort",
        new JsonObject().put("reason", "sampled"));
    now("getMlExperiment", service, ml + "/experiments/" + one);
    now("listMlExperiments", service, ml + "/experiments");
    now("retireMlModel", service, ml + "/models/" + challenger + "/retire");
    now("getCircuitBreakers", service, ml + "/circuit-breakers");
    now("disableMl", service, ml + "/circuit-breakers/disable-ml");
    now("checkCircuitBreakers", service, ml + "/circuit-breakers/check");
    now("enableMl", service, ml + "/circuit-breakers/enable-ml");
  }

  private void internal() {
    now("calculateLeaderboard", service, "/api/internal/leaderboard/calculate");
    now("getLeaderboard", ada, "/api/leaderboard?limit=200");
    now("getMyScore", ada, "/api/leaderboard/me");
    now("getDistributionState", service, "/api/internal/distribution-state?user_id=" + ada.id());
    now("expireTrades", service, "/api/internal/expire-trades");
    now("settleTrades", service, "/api/internal/settle-trades");
    now("listPositionEvents", service, "/api/internal/position-events?user_id=" + ada.id());
    now("createTrackedIdea", service, "/api/internal/tracked-ideas", idea("idea-" + ada.id()));
    now("createTrackedIdea", service, "/api/internal/tracked-ideas", idea("idea-" + ada.id()));
    now("listTrackedIdeas", service, "/api/internal/tracked-ideas?is_winner=true&rank=1");
    now("analyseTrackedIdeas", service, "/api/internal/tracked-ideas/analytics");
    now("listSelectorParams", service, "/api/internal/selector-params");
    now("getActiveSelectorParams", service, "/api/internal/selector-params/active");
    int version =
        data(now(
                "createSelectorParams",
                service,
                "/api/internal/selector-params",
                new JsonObject().put("weights", new JsonObject())))
            .getInteger("version");
    now(
        "activateSelectorParams",
        service,
        "/api/internal/selector-params/" + version + "/activate");
    now("activateSelectorParams", service, "/api/internal/selector-params/1/activate");
  }

  private static JsonObject exit(String trade) {
    return order().put("order_type", "exit").put("trade_id", trade);
  }
}
