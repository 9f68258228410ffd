package io.marketswarm.journal;

import static io.marketswarm.journal.Trader.butterfly;
import static io.marketswarm.journal.Trader.data;
import static io.marketswarm.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.web.api.Sampled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.multipart.MultipartForm;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Routes, document and answers stay in step; nobody reaches what is another's. */
class ContractTest {
  private static JournalServer journal;
  private static Sampled document;

  /** A day is nobody's, and a shared template is for whoever has its code. */
  private static final Set<String> NO_OWNER = Set.of("getSharedTemplate", "listTradesOfDay");

  /** Fields of bodies and queries that name a thing somebody may own. */
  private static final Pattern NAMES_A_THING = Pattern.compile(".*_id|.*Id|ids|order|scope");

  /** Fields that look like it: free text, a kind of use, and one that the path overrules. */
  private static final Set<String> NAMES_NOTHING =
      Set.of(
          "createTrade.playbook_id",
          "createTradeInLog.playbook_id",
          "createTradeInLog.log_id",
          "updateTrade.playbook_id",
          "patchTrade.playbook_id",
          "createPosition.campaignId",
          "patchPosition.campaignId",
          "listTags.scope");

  @BeforeAll
  static void open() {
    journal = JournalServer.start();
    document =
        new Sampled(
            get(journal.client.get(journal.port(), "127.0.0.1", "/api/openapi.json").send())
                .bodyAsJsonObject());
  }

  @AfterAll
  static void close() {
    journal.close();
  }

  @Test
  void isAnOpenApiDocumentThatOthersCanRead() {
    JsonObject whole =
        get(journal.client.get(journal.port(), "127.0.0.1", "/api/openapi.json").send())
            .bodyAsJsonObject();
    assertThat(whole).isEqualTo(JournalApi.read().text().toJsonObject());
    // The library knows but a few media types, and files are none of them.
    whole
        .getJsonObject("paths")
        .getJsonObject("/api/logs/{logId}/export")
        .getJsonObject("get")
        .getJsonObject("responses")
        .remove("200");
    OpenAPIContract contract = get(OpenAPIContract.from(journal.vertx, whole));
    assertThat(contract.operations()).hasSize(document.operations().size());
    assertThat(contract.getVersion().name()).isEqualTo("V3_1");
  }

  /** Calls every operation at least once and compares the answer with what is promised. */
  @Test
  void answersAsPromised() {
    Trader ada = journal.trader();
    Trader service = new Trader(journal, 0, "service");
    Set<String> sampled = new HashSet<>();
    Sampler say =
        (operation, trader, path, body, headers) -> {
          sampled.add(operation);
          JsonObject described = document.operations().get(operation);
          assertThat(described).as(operation).isNotNull();
          assertThat(path.replaceFirst("\\?.*", ""))
              .matches(described.getString("path").replaceAll("\\{\\w+}", "[^/]+"));
          HttpResponse<Buffer> answer =
              trader.send(HttpMethod.valueOf(described.getString("method")), path, body, headers);
          document.require(operation, answer);
          return answer;
        };
    String log = say.id("createLog", ada, "/api/logs", log("Main"));
    String logs = "/api/logs/" + log;
    say.now("listLogs", ada, "/api/logs?state=active,archived");
    say.now("getLog", ada, logs);
    say.now(
        "updateLog",
        ada,
        logs,
        new JsonObject()
            .put("notes", "x")
            .put("starting_capital", 2_600_000)
            .put("ml_included", false));
    say.now("listLogsForImport", ada, "/api/logs/for-import");
    say.now(
        "recommendImportLog",
        ada,
        "/api/logs/import-recommendation",
        new JsonObject()
            .put("target_log_id", log)
            .put("earliest_date", "2026-01-01")
            .put("latest_date", "2026-01-02"));
    say.now("setDefaultLog", ada, logs + "/set-default");
    String second = say.id("createLog", ada, "/api/logs", log("Second"));
    say.now("archiveLog", ada, "/api/logs/" + second + "/archive");
    say.now("retireLog", ada, "/api/logs/" + second + "/retire");
    say.now("cancelRetirement", ada, "/api/logs/" + second + "/retire");
    say.now("reactivateLog", ada, "/api/logs/" + second + "/reactivate");
    say.now("deleteLog", ada, "/api/logs/" + second);
    say.now(
        "retireLog",
        ada,
        "/api/logs/" + second + "/retire",
        new JsonObject().put("force", true).put("confirm_name", "Second"));
    say.now("getLogHealth", service, "/api/logs/health?user_id=" + ada.id());
    say.now("listUsersWithLogs", service, "/api/users/with-logs");

    String trade =
        say.id(
            "createTradeInLog",
            ada,
            logs + "/trades",
            butterfly().put("dte", 3).put("tags", new JsonArray().add("a")));
    String other = say.id("createTrade", ada, "/api/trades", butterfly());
    String trades = "/api/trades/" + trade;
    say.now("listTrades", ada, "/api/trades?limit=10");
    say.now("listTradesOfLog", ada, logs + "/trades?status=all");
    say.now("listTradesOfDay", ada, "/api/trades/by-day/2026-11-25");
    say.now("updateTrade", ada, trades, new JsonObject().put("notes", "n"));
    say.now("patchTrade", ada, trades, new JsonObject().put("tags", new JsonArray()));
    say.now(
        "adjustTrade",
        ada,
        trades + "/adjust",
        new JsonObject().put("price", 2).put("quantity_change", 1));
    say.now("closeTrade", ada, trades + "/close", new JsonObject().put("exit_price", 3));
    say.now("getTrade", ada, trades);
    say.now("deleteTrade", ada, "/api/trades/" + other);

    say.now(
        "createTrades",
        ada,
        "/api/trades/bulk",
        new JsonObject().put("trades", new JsonArray().add(butterfly()).add(new JsonObject())));

    JsonObject order = order();
    int id = data(say.now("createOrder", ada, "/api/orders", order)).getInteger("id");
    say.now("listOrders", ada, "/api/orders?status=pending");
    say.now("listActiveOrders", ada, "/api/orders/active");
    say.now("patchOrder", ada, "/api/orders/" + id, new JsonObject().put("notes", "n"));
    say.now("executeOrder", ada, "/api/orders/" + id + "/execute");
    id = data(say.now("createOrder", ada, "/api/orders", order)).getInteger("id");
    say.now("cancelOrder", ada, "/api/orders/" + id);

    JsonObject position =
        data(say.now("createPosition", ada, "/api/positions", PositionLifeTest.butterfly()));
    String positions = "/api/positions/" + position.getString("id");
    say.now("listPositions", ada, "/api/positions?status=all");
    say.now("getPosition", ada, positions);
    say.now(
        "patchPosition", ada, positions, new JsonObject().put("tags", new JsonArray().add("t")));
    say.now(
        "recordFill",
        ada,
        positions + "/fills",
        new JsonObject()
            .put("legId", position.getJsonArray("legs").getJsonObject(0).getString("id"))
            .put("price", 1)
            .put("quantity", 1));
    say.now("getPositionSnapshot", ada, positions + "/snapshot");
    say.now(
        "createPositionEntry",
        ada,
        "/api/journal_entries",
        new JsonObject()
            .put("position_id", position.getString("id"))
            .put("objectOfReflection", "why"));
    say.now(
        "listPositionEntries", ada, "/api/journal_entries?position_id=" + position.getString("id"));
    say.in("closePosition", ada, positions + "/close", null, "If-Match", "*");
    say.now("listWatchedStrategies", service, "/api/internal/strategies");
    say.now("deletePosition", ada, positions);

    JsonObject strategy = strategy();
    String graph = "/api/risk-graph/strategies";
    String one = say.id("createStrategy", ada, graph, strategy);
    say.now("listStrategies", ada, graph);
    say.now("getStrategy", ada, graph + "/" + one);
    say.now("patchStrategy", ada, graph + "/" + one, new JsonObject().put("debit", 2.5));
    say.now("listStrategyVersions", ada, graph + "/" + one + "/versions");
    say.now("exportStrategies", ada, graph + "/export");
    say.now(
        "importStrategies",
        ada,
        graph + "/import",
        new JsonObject().put("strategies", new JsonArray().add(strategy).add(strategy)));
    say.now(
        "reorderStrategies",
        ada,
        graph + "/reorder",
        new JsonObject().put("order", new JsonArray().add(one)));
    say.now("listWatchedStrategies", service, "/api/internal/strategies?user_id=" + ada.id());
    say.now("deleteStrategy", ada, graph + "/" + one);

    String templates = "/api/risk-graph/templates";
    String template =
        say.id(
            "createTemplate",
            ada,
            templates,
            new JsonObject()
                .put("name", "Fly")
                .put("strategy", "butterfly")
                .put("side", "call")
                .put("dteTarget", 3)
                .put("width", 20));
    say.now("listTemplates", ada, templates);
    say.now("getTemplate", ada, templates + "/" + template);
    say.now(
        "patchTemplate",
        ada,
        templates + "/" + template,
        new JsonObject().put("strikeOffset", -10));
    String code =
        data(say.now("shareTemplate", ada, templates + "/" + template + "/share"))
            .getString("shareCode");
    say.now("getSharedTemplate", ada, templates + "/shared/" + code);
    assertThat(
            data(say.now(
                    "useTemplate",
                    ada,
                    templates + "/" + template + "/use",
                    new JsonObject().put("spotPrice", 6002.6)))
                .getInteger("strike"))
        .isEqualTo(5995);
    say.now("deleteTemplate", ada, templates + "/" + template);

    JsonObject symbol =
        new JsonObject()
            .put("symbol", "zb")
            .put("name", "Bond")
            .put("asset_type", "future")
            .put("multiplier", 1000);
    say.now("createSymbol", ada, "/api/symbols", symbol);
    say.now("listSymbols", ada, "/api/symbols?include_disabled=true");
    say.now("getSymbol", ada, "/api/symbols/zb");
    say.now("updateSymbol", ada, "/api/symbols/ZB", new JsonObject().put("enabled", false));
    say.now("deleteSymbol", ada, "/api/symbols/zb");
    say.now("listTags", ada, "/api/tags");
    say.now("seedTags", ada, "/api/tags/seed");
    String tag = say.id("createTag", ada, "/api/tags", new JsonObject().put("name", "mine"));
    say.now("getTag", ada, "/api/tags/" + tag);
    say.now("updateTag", ada, "/api/tags/" + tag, new JsonObject().put("description", "d"));
    say.now("retireTag", ada, "/api/tags/" + tag + "/retire");
    say.now("restoreTag", ada, "/api/tags/" + tag + "/restore");
    say.now("deleteTag", ada, "/api/tags/" + tag);
    say.now(
        "putSetting",
        ada,
        "/api/settings/theme",
        new JsonObject().put("value", new JsonObject().put("dark", true)).put("category", "user"));
    say.now("getSetting", ada, "/api/settings/theme");
    say.now("listSettings", ada, "/api/settings");
    say.now("deleteSetting", ada, "/api/settings/theme");

    say.now("getAnalytics", ada, logs + "/analytics");
    say.now("getEquity", ada, logs + "/equity");
    say.now("getDrawdown", ada, logs + "/drawdown");
    say.now("getDistribution", ada, logs + "/distribution?bins=5");
    say.now("getDefaultAnalytics", ada, "/api/analytics");
    say.now("getDefaultEquity", ada, "/api/analytics/equity");
    say.now("getDefaultAnalytics", service, "/api/analytics");

    String batch =
        data(say.now(
                "createImport",
                ada,
                "/api/imports",
                new JsonObject()
                    .put("source", "tos")
                    .put("sourceMetadata", new JsonObject().put("logId", log))))
            .getString("id");
    say.now("listImports", ada, "/api/imports");
    say.now("getImport", ada, "/api/imports/" + batch);
    say.now(
        "patchImportCounts",
        ada,
        "/api/imports/" + batch + "/counts",
        new JsonObject().put("tradeCount", 1));
    data(ada.post("/api/trades", butterfly().put("import_batch_id", batch)));
    say.now("listTradesOfImport", ada, "/api/imports/" + batch + "/trades");
    assertThat(
            data(say.now("revertImport", ada, "/api/imports/" + batch + "/revert"))
                .getInteger("tradesReverted"))
        .isEqualTo(1);
    say.now("exportTrades", ada, logs + "/export?format=csv");
    say.now("exportTrades", ada, logs + "/export?format=excel");
    sampled.add("importTrades");
    document.require(
        "importTrades",
        get(
            ada.request(HttpMethod.POST, logs + "/import")
                .sendMultipartForm(
                    csv("strategy,side,strike,entry_price\nsingle,call,6000,2.5\n"))));

    String lab = "/api/edge-lab";
    String setup = say.id("createEdgeSetup", ada, lab + "/setups", setup().put("trade_id", trade));
    String setups = lab + "/setups/" + setup;
    String expected = say.id("createEdgeHypothesis", ada, lab + "/hypotheses", hypothesis(setup));
    say.now("lockEdgeHypothesis", ada, lab + "/hypotheses/" + expected + "/lock");
    say.now("suggestEdgeOutcome", ada, setups + "/suggest-outcome");
    String came = say.id("createEdgeOutcome", ada, lab + "/outcomes", outcome(setup));
    say.now("confirmEdgeOutcome", ada, lab + "/outcomes/" + came + "/confirm");
    say.now("patchEdgeSetup", ada, setups, new JsonObject().put("entryDefined", true));
    say.now("listEdgeSetups", ada, lab + "/setups?regime=any&start_date=2026-01-01");
    say.now("getEdgeSetup", ada, setups);
    say.now("getEdgeHypothesis", ada, setups + "/hypothesis");
    say.now("getEdgeOutcome", ada, setups + "/outcome");
    String window = "?start=2026-11-01&end=2026-11-30";
    say.now("getEdgeRegimes", ada, lab + "/analytics/regime-correlation" + window);
    say.now("getEdgeBiases", ada, lab + "/analytics/bias-overlay" + window);
    say.now("getEdgeScore", ada, lab + "/analytics/edge-score" + window);
    say.now(
        "computeEdge",
        ada,
        lab + "/analytics/compute",
        new JsonObject().put("start", "2026-11-01").put("end", "2026-11-30"));
    say.now("materializeEdge", service, "/api/internal/edge-lab/materialize");
    say.now("listEdgeScores", ada, lab + "/analytics/edge-score/history?days=30");
    say.now("listEdgeSignatures", ada, lab + "/analytics/signatures");
    say.now("getEdgeDashboard", ada, lab + "/analytics/dashboard");
    say.now("listEdgeActiveUsers", service, lab + "/active-users?days=7");

    learning(say, service);

    say.now("calculateLeaderboard", service, "/api/internal/leaderboard/calculate");
    say.now("getLeaderboard", ada, "/api/leaderboard?limit=200");
    say.now("getMyScore", ada, "/api/leaderboard/me");
    say.now(
        "getDistributionState", service, "/api/internal/distribution-state?user_id=" + ada.id());
    say.now("expireTrades", service, "/api/internal/expire-trades");
    say.now("settleTrades", service, "/api/internal/settle-trades");
    say.now("listPositionEvents", service, "/api/internal/position-events?user_id=" + ada.id());
    say.now("createTrackedIdea", service, "/api/internal/tracked-ideas", idea("idea-" + ada.id()));
    say.now("createTrackedIdea", service, "/api/internal/tracked-ideas", idea("idea-" + ada.id()));
    say.now("listTrackedIdeas", service, "/api/internal/tracked-ideas?is_winner=true&rank=1");
    say.now("analyseTrackedIdeas", service, "/api/internal/tracked-ideas/analytics");
    say.now("listSelectorParams", service, "/api/internal/selector-params");
    say.now("getActiveSelectorParams", service, "/api/internal/selector-params/active");
    int version =
        data(say.now(
                "createSelectorParams",
                service,
                "/api/internal/selector-params",
                new JsonObject().put("weights", new JsonObject())))
            .getInteger("version");
    say.now(
        "activateSelectorParams",
        service,
        "/api/internal/selector-params/" + version + "/activate");
    say.now("activateSelectorParams", service, "/api/internal/selector-params/1/activate");

    Set<String> never = new TreeSet<>(document.operations().keySet());
    never.removeAll(sampled);
    assertThat(never).as("operations nobody sampled").isEmpty();
  }

  private static void learning(Sampler say, Trader service) {
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
        data(say.now("createMlDecision", service, ml + "/decisions", decision)).getInteger("id");
    say.now(
        "setMlDecisionAction",
        service,
        ml + "/decisions/" + decided + "/action",
        new JsonObject().put("action_taken", "presented"));
    say.now("listMlDecisions", service, ml + "/decisions?idea_id=idea-of-a-sample&limit=5");
    say.now("getMlDecision", service, ml + "/decisions/" + decided);
    say.now("getMlDecisionStats", service, ml + "/decisions/stats");
    JsonObject earned =
        new JsonObject()
            .put("idea_id", "idea-of-a-sample")
            .put("pnl_delta", 120.5)
            .put("fees", 1.3)
            .put("underlying_price", 6000)
            .put("event_type", "fill");
    say.now("createPnlEvent", service, ml + "/pnl-events", earned);
    say.now("listPnlEvents", service, ml + "/pnl-events?idea_id=idea-of-a-sample");
    say.now("getMlEquityCurve", service, ml + "/equity-curve?days=30");
    say.now(
        "materializeDailyPerformance",
        service,
        ml + "/daily-performance/materialize",
        new JsonObject().put("date", "2026-11-25"));
    say.now("listDailyPerformance", service, ml + "/daily-performance?limit=3");
    JsonObject seen =
        new JsonObject()
            .put("tracked_idea_id", "idea-of-a-sample")
            .put("feature_set_version", "1")
            .put("feature_extractor_version", "1")
            .put("spot_price", 6000.25)
            .put("is_opex_week", true)
            .put("minutes_since_open", 31);
    int snapshot =
        data(say.now("createFeatureSnapshot", service, ml + "/feature-snapshots", seen))
            .getInteger("id");
    say.now("getFeatureSnapshot", service, ml + "/feature-snapshots/" + snapshot);
    JsonObject model =
        new JsonObject()
            .put("model_name", "sample")
            .put("model_type", "logistic")
            .put("model_blob", "AAAA")
            .put("feature_list", new JsonArray().add("vix_level"))
            .put("hyperparameters", new JsonObject().put("c", 1))
            .put("val_auc", 0.61);
    int champion = data(say.now("createMlModel", service, ml + "/models", model)).getInteger("id");
    int challenger =
        data(say.now("createMlModel", service, ml + "/models", model)).getInteger("id");
    say.now("deployMlModel", service, ml + "/models/" + champion + "/deploy");
    say.now("getMlChampion", service, ml + "/models/champion?include_blob=true");
    say.now("getMlModel", service, ml + "/models/" + challenger);
    say.now("listMlModels", service, ml + "/models?status=champion");
    JsonObject trial =
        new JsonObject().put("experiment_name", "any").put("challenger_model_id", challenger);
    int one =
        data(say.now("createMlExperiment", service, ml + "/experiments", trial)).getInteger("id");
    int two =
        data(say.now("createMlExperiment", service, ml + "/experiments", trial)).getInteger("id");
    say.now("evaluateMlExperiment", service, ml + "/experiments/" + one + "/evaluate");
    say.now(
        "concludeMlExperiment",
        service,
        ml + "/experiments/" + one + "/conclude",
        new JsonObject().put("winner", "challenger").put("promote_challenger", true));
    say.now(
        "abortMlExperiment",
        service,
        ml + "/experiments/" + two + "/abort",
        new JsonObject().put("reason", "sampled"));
    say.now("getMlExperiment", service, ml + "/experiments/" + one);
    say.now("listMlExperiments", service, ml + "/experiments");
    say.now("retireMlModel", service, ml + "/models/" + challenger + "/retire");
    say.now("getCircuitBreakers", service, ml + "/circuit-breakers");
    say.now("disableMl", service, ml + "/circuit-breakers/disable-ml");
    say.now("checkCircuitBreakers", service, ml + "/circuit-breakers/check");
    say.now("enableMl", service, ml + "/circuit-breakers/enable-ml");
  }

  /** Walks every operation on a thing of somebody else's. */
  @Test
  void whatIsAnothersDoesNotExist() {
    Trader owner = journal.trader();
    Trader stranger = journal.trader();
    Map<String, String> ids = thingsOf(owner);
    Set<String> walked = new TreeSet<>();
    document
        .operations()
        .forEach(
            (operation, described) -> {
              String path = described.getString("path");
              if (!path.contains("{") || isInternal(described) || NO_OWNER.contains(operation)) {
                return;
              }
              String prefix = path.substring(0, path.indexOf("/{"));
              String foreign = path.replaceAll("\\{\\w+}", ids.get(prefix));
              assertThat(ids).as(path).containsKey(prefix);
              HttpMethod method = HttpMethod.valueOf(described.getString("method"));
              HttpResponse<Buffer> answer =
                  operation.equals("importTrades")
                      ? get(
                          stranger
                              .request(method, foreign)
                              .sendMultipartForm(csv("strategy,side,strike\na,b,1\n")))
                      : stranger.send(method, foreign, body(operation), "If-Match", "1");
              assertThat(answer.statusCode())
                  .as(operation + " " + answer.bodyAsString())
                  .isEqualTo(404);
              walked.add(operation);
              for (String alias : aliases(foreign)) {
                assertThat(
                        stranger.send(method, alias, body(operation), "If-Match", "1").statusCode())
                    .as(operation + " as " + alias)
                    .isEqualTo(404);
              }
            });
    Set<String> all = new TreeSet<>();
    document
        .operations()
        .forEach(
            (operation, described) -> {
              if (!isInternal(described) && described.getString("path").contains("{")) {
                all.add(operation);
              }
            });
    all.removeAll(walked);
    assertThat(all).as("operations on a thing that need no owner").isEqualTo(NO_OWNER);
    assertThat(
            journal.count(
                "SELECT COUNT(*) FROM trades t JOIN trade_logs l ON l.id = t.log_id WHERE l.user_id"
                    + " = ?",
                owner.id()))
        .isEqualTo(1);
  }

  /** Another's thing named in a body or a query, where the path is the caller's own. */
  @Test
  void whatIsAnothersCannotBeNamedEither() {
    Map<String, String> foreign = thingsOf(journal.trader());
    Trader stranger = journal.trader();
    Map<String, String> own = thingsOf(stranger);
    Set<String> nothing = new TreeSet<>();
    document
        .operations()
        .forEach(
            (operation, described) -> {
              if (isInternal(described)) {
                return;
              }
              for (String field : document.fieldsOf(operation)) {
                String name = operation + "." + field;
                if (!NAMES_A_THING.matcher(field).matches()) {
                  continue;
                }
                if (NAMES_NOTHING.contains(name)) {
                  nothing.add(name);
                  continue;
                }
                HttpResponse<Buffer> answer =
                    naming(stranger, operation, described, own, field, foreign(field, foreign));
                assertThat(answer.statusCode())
                    .as(name + " " + answer.bodyAsString())
                    .isEqualTo(404);
              }
            });
    assertThat(nothing).isEqualTo(NAMES_NOTHING);
  }

  private static Object foreign(String field, Map<String, String> things) {
    return switch (field) {
      case "log_id", "target_log_id", "scope" -> things.get("/api/logs");
      case "trade_id", "tradeId" -> things.get("/api/trades");
      case "import_batch_id" -> things.get("/api/imports");
      case "position_id", "positionId" -> things.get("/api/positions");
      case "legId" -> things.get("leg");
      case "setup_id", "setupId" -> things.get("/api/edge-lab/setups");
      case "order", "ids" -> new JsonArray().add(things.get("/api/risk-graph/strategies"));
      default -> throw new AssertionError("whose is " + field + "?");
    };
  }

  private static HttpResponse<Buffer> naming(
      Trader trader,
      String operation,
      JsonObject described,
      Map<String, String> own,
      String field,
      Object thing) {
    String path = described.getString("path");
    int parameter = path.indexOf("/{");
    String at =
        parameter < 0 ? path : path.replaceAll("\\{\\w+}", own.get(path.substring(0, parameter)));
    HttpMethod method = HttpMethod.valueOf(described.getString("method"));
    JsonObject body = body(operation);
    List.of("setupId", "setup_id").forEach(body::remove);
    return described.containsKey("requestBody")
        ? trader.send(method, at, body.put(field, thing))
        : trader.send(method, at + "?" + field + "=" + thing, null);
  }

  private static boolean isInternal(JsonObject described) {
    return described.encode().contains("\"service\":[]");
  }

  /** The other paths under which the same is found. */
  private static List<String> aliases(String path) {
    String strategies = "/api/risk-graph/strategies";
    String templates = "/api/risk-graph/templates";
    return path.startsWith(strategies)
        ? List.of(
            path.replace(strategies, "/api/strategies"), path.replace(strategies, "/api/strategys"))
        : path.startsWith(templates)
            ? List.of(path.replace(templates, "/api/templates"))
            : List.of();
  }

  @Test
  void knowsWhoCallsAndWhatForeignTokensAreWorth() {
    String path = "/api/logs";
    assertThat(get(journal.client.get(journal.port(), "127.0.0.1", path).send()).statusCode())
        .isEqualTo(401);
    Trader ada = journal.trader();
    HttpResponse<Buffer> otherPath =
        get(ada.request(HttpMethod.GET, "/api/trades").uri(path).send());
    assertThat(otherPath.statusCode()).isEqualTo(401);
    assertThat(
            get(journal
                    .client
                    .get(journal.port(), "127.0.0.1", path)
                    .putHeader("X-User-Db-Id", "1")
                    .putHeader("X-User-Id", "1")
                    .send())
                .statusCode())
        .isEqualTo(401);
    Trader service = new Trader(journal, 0, "service");
    assertThat(service.get(path).statusCode()).isEqualTo(401);
    document
        .operations()
        .forEach(
            (operation, described) -> {
              if (described.encode().contains("\"service\":[]")) {
                String internal = described.getString("path").replaceAll("\\{\\w+}", "1");
                assertThat(
                        ada.send(
                                HttpMethod.valueOf(described.getString("method")),
                                internal,
                                new JsonObject())
                            .statusCode())
                    .as(operation)
                    .isEqualTo(403);
              }
            });
  }

  /** One thing of each kind, by the path below which it is found. */
  private static Map<String, String> thingsOf(Trader owner) {
    Map<String, String> ids = new HashMap<>();
    ids.put("/api/logs", owner.newLog());
    ids.put("/api/trades", owner.newTrade(ids.get("/api/logs"), new JsonObject()).getString("id"));
    ids.put(
        "/api/orders",
        ""
            + data(owner.post(
                    "/api/orders",
                    new JsonObject()
                        .put("order_type", "entry")
                        .put("symbol", "SPX")
                        .put("direction", "long")
                        .put("limit_price", 1.5)))
                .getInteger("id"));
    JsonObject position = data(owner.post("/api/positions", PositionLifeTest.butterfly()));
    ids.put("/api/positions", position.getString("id"));
    ids.put("leg", position.getJsonArray("legs").getJsonObject(0).getString("id"));
    String setup = data(owner.post("/api/edge-lab/setups", setup())).getString("id");
    ids.put("/api/edge-lab/setups", setup);
    ids.put(
        "/api/edge-lab/hypotheses",
        data(owner.post("/api/edge-lab/hypotheses", hypothesis(setup))).getString("id"));
    ids.put(
        "/api/edge-lab/outcomes",
        data(owner.post("/api/edge-lab/outcomes", outcome(setup))).getString("id"));
    ids.put(
        "/api/risk-graph/strategies",
        data(owner.post("/api/risk-graph/strategies", strategy())).getString("id"));
    ids.put(
        "/api/risk-graph/templates",
        data(owner.post(
                "/api/risk-graph/templates",
                new JsonObject()
                    .put("name", "Fly")
                    .put("strategy", "single")
                    .put("side", "call")
                    .put("dteTarget", 3)))
            .getString("id"));
    ids.put(
        "/api/tags",
        data(owner.post("/api/tags", new JsonObject().put("name", "mine"))).getString("id"));
    data(
        owner.post(
            "/api/symbols",
            new JsonObject()
                .put("symbol", "ZZ")
                .put("name", "Z")
                .put("asset_type", "stock")
                .put("multiplier", 1)));
    ids.put("/api/symbols", "ZZ");
    owner.put("/api/settings/secret", new JsonObject().put("value", 1).put("category", "user"));
    ids.put("/api/settings", "secret");
    ids.put(
        "/api/imports",
        data(owner.post("/api/imports", new JsonObject().put("source", "tos"))).getString("id"));
    return ids;
  }

  /** Good enough to come past the check of the body. */
  private static JsonObject body(String operation) {
    return switch (operation) {
      case "createTrade", "createTradeInLog" -> butterfly();
      case "createTrades" -> new JsonObject().put("trades", new JsonArray().add(butterfly()));
      case "recommendImportLog" ->
          new JsonObject().put("earliest_date", "2026-01-01").put("latest_date", "2026-01-02");
      case "createOrder" -> order().put("order_type", "exit");
      case "createPositionEntry" -> new JsonObject().put("objectOfReflection", "why");
      case "createEdgeSetup" -> setup();
      case "createEdgeHypothesis" -> hypothesis("x");
      case "createEdgeOutcome" -> outcome("x");
      case "closeTrade" -> new JsonObject().put("exit_price", 1);
      case "adjustTrade" -> new JsonObject().put("price", 1).put("quantity_change", 1);
      case "recordFill" -> new JsonObject().put("legId", "x").put("price", 1).put("quantity", 1);
      case "useTemplate" -> new JsonObject().put("spotPrice", 6000);
      case "putSetting" ->
          new JsonObject().put("value", 2).put("category", "user").put("scope", "not-mine");
      default -> new JsonObject().put("notes", "mine now");
    };
  }

  private static JsonObject order() {
    return new JsonObject()
        .put("order_type", "entry")
        .put("symbol", "SPX")
        .put("direction", "long")
        .put("limit_price", 1.5);
  }

  private static JsonObject setup() {
    JsonObject setup = new JsonObject().put("setupDate", "2026-11-20");
    for (String dimension :
        List.of(
            "regime",
            "gexPosture",
            "volState",
            "timeStructure",
            "heatmapColor",
            "positionStructure",
            "widthBucket",
            "directionalBias")) {
      setup.put(dimension, "any");
    }
    return setup;
  }

  /** In the spelling that no foreign id is tried in. */
  private static JsonObject hypothesis(String setup) {
    return new JsonObject()
        .put("setupId", setup)
        .put("thesis", "t")
        .put("convexity_source", "c")
        .put("failureCondition", "f");
  }

  private static JsonObject outcome(String setup) {
    return new JsonObject().put("setup_id", setup).put("outcomeType", "structural_win");
  }

  private static JsonObject log(String name) {
    return new JsonObject().put("name", name).put("starting_capital", 25_000);
  }

  private static JsonObject strategy() {
    return new JsonObject()
        .put("strategy", "butterfly")
        .put("side", "call")
        .put("strike", 6000)
        .put("width", 20)
        .put("dte", 3)
        .put("expiration", "2027-01-15")
        .put("debit", 2.1);
  }

  static JsonObject idea(String id) {
    JsonObject idea =
        new JsonObject()
            .put("id", id)
            .put("symbol", "I:SPX")
            .put("entry_time", "2026-01-05T15:00:00Z")
            .put("settlement_time", "2026-01-05T21:00:00Z")
            .put("entry_regime", "goldilocks")
            .put("strategy", "butterfly")
            .put("side", "call")
            .put("is_winner", true)
            .put("edge_cases", new JsonArray());
    for (String number :
        List.of(
            "entry_rank",
            "entry_ts",
            "entry_spot",
            "entry_vix",
            "strike",
            "width",
            "dte",
            "debit",
            "max_profit_theoretical",
            "max_pnl",
            "settlement_spot",
            "final_pnl",
            "score_total")) {
      idea.put(number, 1);
    }
    return idea;
  }

  private static MultipartForm csv(String text) {
    return MultipartForm.create()
        .binaryFileUpload("file", "trades.csv", Buffer.buffer(text), "text/csv");
  }

  /** Calls an operation and compares the answer with the document. */
  private interface Sampler {
    HttpResponse<Buffer> in(
        String operation, Trader trader, String path, JsonObject body, String... headers);

    default HttpResponse<Buffer> now(String operation, Trader trader, String path) {
      return in(operation, trader, path, null);
    }

    default HttpResponse<Buffer> now(
        String operation, Trader trader, String path, JsonObject body) {
      return in(operation, trader, path, body);
    }

    default String id(String operation, Trader trader, String path, JsonObject body) {
      return data(in(operation, trader, path, body)).getString("id");
    }
  }
}
