package io.marketswarm.journal;

import static io.marketswarm.journal.Samples.csv;
import static io.marketswarm.journal.Samples.hypothesis;
import static io.marketswarm.journal.Samples.order;
import static io.marketswarm.journal.Samples.outcome;
import static io.marketswarm.journal.Samples.setup;
import static io.marketswarm.journal.Samples.strategy;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nobody reaches what is another's, by any operation there is. */
class OwnershipTest {
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
    document = new Sampled(JournalApi.read().text().toJsonObject());
  }

  @AfterAll
  static void close() {
    journal.close();
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
}
