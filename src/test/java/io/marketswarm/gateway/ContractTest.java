package io.marketswarm.gateway;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.ai.FakeMessagesApi;
import io.marketswarm.gateway.models.ModelKeys;
import io.marketswarm.service.BroadcastClock;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisProcess;
import io.marketswarm.web.TestServices;
import io.marketswarm.web.api.Sampled;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes, document and answers stay in step, and the door stands before every route. */
class ContractTest {
  private static final String GRAVITY = "/api/dealer-gravity";
  private static final String INDICATORS = "/api/admin/economic-indicators";

  private static final Identity TRADER = RunningGateway.somebody("navigator");
  private static final Identity ADMIN = RunningGateway.somebody("administrator");
  private static final Identity NOBODY = null;

  private static final Set<String> sampled = new TreeSet<>();

  @TempDir private static Path directory;

  private static RedisProcess redis;
  private static FakeMessagesApi ai;
  private static HttpServer other;
  private static Router router;
  private static RunningGateway gateway;
  private static Sampled document;

  @BeforeAll
  static void start() throws Exception {
    redis = RedisProcess.start(directory);
    ai = new FakeMessagesApi();
    other =
        await(
            Vertx.vertx()
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .response()
                            .putHeader("Content-Type", "application/json")
                            .end("{\"success\":true}"))
                .listen(0, "127.0.0.1"));
    String url = "http://127.0.0.1:" + other.actualPort();
    RunningGateway.Plan plan =
        RunningGateway.plan()
            .with("JOURNAL_API_URL", url)
            .with("VEXY_API_URL", url)
            .with("PROD_NODE_ADMIN_URL", url)
            .with("ANTHROPIC_API_KEY", "sk-test")
            .with("ANTHROPIC_BASE_URL", ai.url());
    for (BusName bus : BusName.values()) {
      plan.bus(bus, redis.url());
    }
    GatewayVerticle.ROOMS.forEach(plan::behind);
    plan.behind(
        edge ->
            new RouteGroup() {
              @Override
              public void mount(Router served) {
                router = served;
              }
            });
    gateway = plan.start();
    eventually(() -> gateway.stores().buses().stream().allMatch(bus -> bus.up()));
    document = new Sampled(gateway.get("/api/openapi.json", TRADER).bodyAsJsonObject());
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    await(other.close());
    ai.close();
    redis.close();
  }

  private static void redis(Command command, Object... words) throws Exception {
    Request request = Request.cmd(command);
    for (Object word : words) {
      request.arg(word.toString());
    }
    await(gateway.stores().market().send(request));
  }

  /** Method and path of everything that is routed, parameters by no name. */
  private static Set<String> routed() {
    Set<String> routed = new TreeSet<>();
    for (Route route : router.getRoutes()) {
      if (route.getPath() != null && route.methods() != null) {
        String path = route.getPath().replaceAll(":[^/]+", "{}");
        String whole = route.isExactPath() ? path : path.replaceFirst("/?\\*?$", "/{}");
        route.methods().forEach(method -> routed.add(method + " " + whole));
      }
    }
    return routed;
  }

  private static Set<String> described() {
    Set<String> described = new TreeSet<>();
    document
        .operations()
        .values()
        .forEach(
            operation ->
                described.add(
                    operation.getString("method")
                        + " "
                        + operation.getString("path").replaceAll("\\{\\w+}", "{}")));
    return described;
  }

  @Test
  void everyRouteIsDescribedAndNothingElse() {
    assertThat(described()).isEqualTo(routed()).hasSizeGreaterThan(130);
  }

  @Test
  void isAnOpenApiDocumentThatOthersCanRead() throws Exception {
    JsonObject read = gateway.get("/api/openapi.json", TRADER).bodyAsJsonObject();
    read.getJsonObject("paths")
        .forEach(
            path ->
                ((JsonObject) path.getValue())
                    .forEach(method -> leaveOutWhatTheLibraryCannotRead(method.getValue())));
    OpenAPIContract contract = await(OpenAPIContract.from(gateway.vertx(), read));
    assertThat(contract.operations()).hasSize(document.operations().size());
    assertThat(contract.getVersion().name()).isEqualTo("V3_1");
  }

  /** It knows but a few media types, and neither pages nor event streams are among them. */
  private static void leaveOutWhatTheLibraryCannotRead(Object operation) {
    JsonObject responses = ((JsonObject) operation).getJsonObject("responses");
    for (String status : List.copyOf(responses.fieldNames())) {
      JsonObject content = responses.getJsonObject(status).getJsonObject("content");
      if (content != null && !content.containsKey("application/json")) {
        responses.remove(status);
      }
    }
  }

  /** Asks every operation as nobody, and those of administrators as a trader. */
  @Test
  void theDoorStandsBeforeEveryRoute() throws Exception {
    Set<String> open = new TreeSet<>();
    for (String operation : document.operations().keySet()) {
      JsonArray security = document.operations().get(operation).getJsonArray("security");
      String who = security == null ? "" : security.encode();
      String path = anyPath(operation);
      int unknown = send(operation, NOBODY, path, new JsonObject()).statusCode();
      if (who.equals("[{}]")) {
        open.add(document.operations().get(operation).getString("path"));
      } else {
        assertThat(unknown).as(operation).isEqualTo(operation.equals("verifySession") ? 404 : 401);
      }
      if (who.contains("administrator")) {
        HttpResponse<Buffer> refused = send(operation, TRADER, path, new JsonObject());
        assertThat(refused.statusCode()).as(operation).isEqualTo(403);
        document.requireRefusal(operation, refused);
      }
    }
    assertThat(open)
        .containsExactlyInAnyOrder(
            "/health",
            "/ready",
            "/api/health",
            "/api/auth/me",
            "/api/auth/sso",
            "/api/auth/logout",
            "/api/auth/providers",
            "/api/auth/debug",
            "/api/auth/dev",
            "/api/auth/dev/enter",
            "/api/me",
            "/api/sso",
            "/api/logout",
            GRAVITY + "/artifact",
            GRAVITY + "/context");
  }

  private static String anyPath(String operation) {
    return document.operations().get(operation).getString("path").replaceAll("\\{\\w+}", "1");
  }

  private static HttpResponse<Buffer> send(
      String operation, Identity who, String path, JsonObject body, String... headers)
      throws Exception {
    HttpMethod method =
        HttpMethod.valueOf(document.operations().get(operation).getString("method"));
    HttpRequest<Buffer> request =
        who == null ? gateway.ask(method, path) : gateway.ask(method, path, who);
    for (int i = 0; i < headers.length; i += 2) {
      request.putHeader(headers[i], headers[i + 1]);
    }
    return await(
        body == null || method.equals(HttpMethod.GET)
            ? request.send()
            : request.sendJsonObject(body));
  }

  /** Asks, and compares the answer with the document. */
  private static HttpResponse<Buffer> say(
      String operation, Identity who, String path, JsonObject body, String... headers)
      throws Exception {
    note(operation, path);
    HttpResponse<Buffer> answer = send(operation, who, path, body, headers);
    document.require(operation, answer);
    return answer;
  }

  private static HttpResponse<Buffer> say(String operation, Identity who, String path)
      throws Exception {
    return say(operation, who, path, null);
  }

  private static HttpResponse<Buffer> refuse(
      String operation, Identity who, String path, JsonObject body) throws Exception {
    note(operation, path);
    HttpResponse<Buffer> answer = send(operation, who, path, body);
    document.requireRefusal(operation, answer);
    return answer;
  }

  private static void note(String operation, String path) {
    sampled.add(operation);
    assertThat(document.operations()).containsKey(operation);
    assertThat(path.replaceFirst("\\?.*", ""))
        .as(operation)
        .matches(
            document
                .operations()
                .get(operation)
                .getString("path")
                .replaceAll("/\\{(key|path)}", "/.+")
                .replaceAll("\\{\\w+}", "[^/]+"));
  }

  private static JsonObject data(HttpResponse<Buffer> answer) {
    return answer.bodyAsJsonObject().getJsonObject("data");
  }

  /** Calls every operation at least once and compares the answer with what is promised. */
  @Test
  void answersAsPromised() throws Exception {
    ofTheServiceItself();
    ofPeople();
    ofModels();
    ofPositions();
    ofImports();
    ofGravity();
    ofIndicators();
    ofAdministration();
    ofTheJournalsInnerPages();
    ofStreams();
    Set<String> never = new TreeSet<>(document.operations().keySet());
    never.removeAll(sampled);
    assertThat(never).as("operations nobody sampled").isEmpty();
  }

  private static void ofTheServiceItself() throws Exception {
    say("getHealth", NOBODY, "/api/health");
    say("getHealthShort", NOBODY, "/health");
    say("getReadiness", NOBODY, "/ready");
    say("getOpenApi", TRADER, "/api/openapi.json");
    say("getAsyncApi", TRADER, "/api/asyncapi.json");
    JsonObject report = new JsonObject().put("message", "x is undefined");
    say("reportClientError", TRADER, "/api/client-errors", report);
    refuse("reportClientError", TRADER, "/api/client-errors", new JsonObject());
    JsonObject greeks = new JsonObject().put("delta", 0.5);
    say("putGreeks", TRADER, "/sse/greeks-update", greeks);
    say("putGreeksOfService", TRADER, "/api/services/sse/greeks-update", greeks);
    refuse("putGreeks", TRADER, "/sse/greeks-update", new JsonObject());
    say("getMarketClock", TRADER, "/api/market/clock");
    refuse(
        "steerMarketClock", TRADER, "/api/market/clock", new JsonObject().put("action", "pause"));
    redis(
        Command.SET,
        BroadcastClock.CLOCK_KEY,
        new JsonObject()
            .put("mode", "replay") // steered over Redis, whoever plays it
            .put("now_ms", System.currentTimeMillis())
            .put("speed", 1)
            .put("ts", System.currentTimeMillis() / 1_000.0)
            .encode());
    TestServices.eventually(ContractTest::isReplayed);
    say("steerMarketClock", TRADER, "/api/market/clock", new JsonObject().put("action", "pause"));
    redis(Command.DEL, BroadcastClock.CLOCK_KEY);
    say("getTierGates", TRADER, "/api/tier-gates/config");
    say("getTierGates", ADMIN, "/api/tier-gates/config");
    say("readLearnt", TRADER, "/api/ml/findings/1/history");
    say("askCompanion", TRADER, "/api/vexy/interaction", new JsonObject().put("message", "hm"));
  }

  private static boolean isReplayed() {
    try {
      JsonObject clock = data(gateway.get("/api/market/clock", TRADER));
      return "replay".equals(clock.getString("mode"));
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static void ofPeople() throws Exception {
    for (String[] twin : new String[][] {{"", "/api/auth"}, {"Short", "/api"}}) {
      String base = twin[1];
      say("getSession" + twin[0], TRADER, base + "/me");
      refuse("getSession" + twin[0], NOBODY, base + "/me", null);
      refuse("signIn" + twin[0], NOBODY, base + "/sso?next=/risk", null);
      say("signOut" + twin[0], RunningGateway.somebody(), base + "/logout?next=/");
    }
    say("listProviders", NOBODY, "/api/auth/providers");
    refuse("debugSession", ADMIN, "/api/auth/debug", null);
    say("verifySession", TRADER, "/api/auth/verify", null, "X-Original-URI", "/api/mel/snapshot");
    refuse("verifySession", TRADER, "/api/auth/verify", null);
    say("showDevelopmentSignIn", NOBODY, "/api/auth/dev");
    say("signInByName", NOBODY, "/api/auth/dev/enter?user=contract&tier=coaching");
    refuse("signInByName", NOBODY, "/api/auth/dev/enter?user=contract&tier=king", null);
    for (String[] twin : new String[][] {{"", "/api/profile"}, {"Long", "/api/auth/profile"}}) {
      String base = twin[1];
      say("getProfile" + twin[0], TRADER, base + "/me");
      JsonObject zone = new JsonObject().put("timezone", "Europe/Paris");
      say("setTimezone" + twin[0], TRADER, base + "/timezone", zone);
      refuse("setTimezone" + twin[0], TRADER, base + "/timezone", zone.put("timezone", "Mars"));
      String settings = base + "/leaderboard-settings";
      say("getLeaderboardSettings" + twin[0], TRADER, settings);
      JsonObject shown = new JsonObject().put("showScreenName", true);
      say("changeLeaderboardSettings" + twin[0], TRADER, settings, shown);
    }
  }

  private static void ofModels() throws Exception {
    double now = System.currentTimeMillis() / 1_000.0;
    String models = "/api/models/";
    String head = "{\"ts\":" + now + ",\"symbol\":\"I:SPX\"";
    redis(
        Command.SET,
        ModelKeys.spot("I:SPX"),
        "{\"symbol\":\"I:SPX\",\"value\":6000,\"ts\":\"" + Instant.now() + "\",\"source\":\"x\"}");
    String side = head + ",\"expirations\":{\"2026-03-02\":{\"6000\":12.5}}}";
    redis(Command.SET, ModelKeys.calls("I:SPX"), side);
    redis(Command.SET, ModelKeys.puts("I:SPX"), side);
    String tiles =
        head + ",\"version\":7,\"dtes_available\":[0],\"tiles\":{\"single:0:0:6000\":{}}}";
    redis(Command.SET, ModelKeys.heatmap("I:SPX"), tiles);
    redis(
        Command.SET,
        ModelKeys.selector("I:SPX"),
        head + ",\"vix\":15,\"vix_regime\":\"goldilocks\",\"recommendations\":[{}]}");
    redis(Command.SET, ModelKeys.exposure("I:SPX"), head + ",\"gamma\":null}");
    redis(
        Command.SET,
        ModelKeys.pin("I:SPX"),
        head
            + ",\"pins\":[{\"tier\":\"High\",\"strike\":6000,\"probability\":55.1,"
            + "\"explanation\":\"e\"}]}");
    redis(Command.SET, ModelKeys.MARKET_MODE, head + ",\"score\":60.5,\"mode\":\"expansion\"}");
    redis(Command.SET, ModelKeys.VIX_REGIME, head + ",\"vix\":15,\"regime\":\"goldilocks\"}");
    redis(
        Command.SET,
        ModelKeys.BIAS,
        head + ",\"directional_strength\":-5.1,\"lfi_score\":40,\"market_mode_score\":50}");
    redis(
        Command.SET,
        ModelKeys.VEXY_EPOCH,
        "{\"kind\":\"epoch\",\"text\":\"Quiet.\",\"ts\":\"" + Instant.now() + "\"}");
    redis(
        Command.RPUSH,
        "vexy:messages:" + LocalDate.now(ZoneOffset.UTC),
        "{\"kind\":\"event\",\"text\":\"Loud.\",\"ts\":\"" + Instant.now() + "\"}");
    redis(Command.ZADD, ModelKeys.trail("I:SPX"), (long) now, "{\"value\":6000}");
    redis(
        Command.SET,
        "massive:chain:latest",
        "{\"ts\":" + now + ",\"contracts\":{\"O:SPXW260213C06870000\":{}}}");
    redis(Command.SET, "massive:chain:ts", now);

    HttpResponse<Buffer> spots = say("getSpots", TRADER, models + "spot");
    say("getSpots", TRADER, models + "spot", null, "If-None-Match", spots.getHeader("ETag"));
    say("getCandles", TRADER, models + "candles/I:SPX?days=20");
    say("getGamma", TRADER, models + "gex/i%3aspx");
    say("getHeatmap", TRADER, models + "heatmap/I:SPX");
    say("getHeatmapOfStrategy", TRADER, models + "heatmap/I:SPX/butterfly");
    say("getTradeSelector", TRADER, models + "trade_selector/SPX");
    say("getExposure", TRADER, models + "exposure/I:SPX");
    say("getMarketMode", TRADER, models + "market_mode");
    say("getVixRegime", TRADER, models + "vix_regime");
    say("getBiasLfi", TRADER, models + "bias_lfi");
    say("getStrikes", TRADER, "/api/options/strikes/I:SPX");
    say("getPins", TRADER, models + "pin_probability/I:SPX");
    say(
        "forecastPins",
        TRADER,
        models + "pin_probability",
        new JsonObject("{\"spot\":6705,\"gex\":{\"6700\":5e8},\"call_oi\":{\"6700\":1}}"));
    say("getWords", TRADER, models + "vexy/latest");
    say("listWords", TRADER, models + "vexy/history");
    say("clearWords", ADMIN, models + "vexy/clear");
    refuse("getGamma", TRADER, models + "gex/NONE", null);

    String tracking = "massive:selector:tracking:";
    redis(Command.HSET, tracking + "active", "a", "{\"entry_ts\":1,\"current_pnl\":1}");
    redis(Command.HSET, tracking + "stats", "rank1:count", 2, "rank1:wins", 1);
    redis(Command.LPUSH, tracking + "history", "{\"id\":\"old\"}");
    say("getTrackingStats", ADMIN, models + "trade_tracking/stats");
    say("listTracked", ADMIN, models + "trade_tracking/active?limit=5");
    say("listSettled", ADMIN, models + "trade_tracking/history");

    redis(
        Command.HSET,
        "rss:article_enriched:u1",
        "title",
        "Rates",
        "category",
        "rates",
        "entities",
        "[\"Fed\"]",
        "enriched_ts",
        now,
        "published_ts",
        now);
    redis(Command.ZADD, "rss:article_enriched_index", now, "u1");
    say("listNews", TRADER, models + "intel?limit=5");
    say("reviewNews", ADMIN, "/api/admin/rss-articles?hours=2");
  }

  private static JsonObject position() {
    return new JsonObject(
        """
        {"symbol":"SPX","positionType":"vertical","costBasis":2.5,"label":"mine","legs":[
         {"strike":6000,"expiration":"2030-03-15","right":"call","quantity":1,"fillPrice":5},
         {"strike":6020,"expiration":"2030-03-15","right":"call","quantity":-1}]}\
        """);
  }

  private static void ofPositions() throws Exception {
    String positions = "/api/positions";
    int id = data(say("createPosition", TRADER, positions, position())).getInteger("id");
    say("listPositions", TRADER, positions + "?includeExpired=true");
    say("getPosition", TRADER, positions + "/" + id);
    JsonObject change = new JsonObject().put("visible", false);
    say("changePosition", TRADER, positions + "/" + id, change, "If-Match", "\"1\"");
    assertThat(
            send("changePosition", TRADER, positions + "/" + id, change, "If-Match", "1")
                .statusCode())
        .isEqualTo(409);
    JsonArray batch = new JsonArray().add(position()).add(new JsonObject());
    say("createPositions", TRADER, positions + "/batch", new JsonObject().put("positions", batch));
    JsonArray order = new JsonArray().add(new JsonObject().put("id", id).put("sortOrder", 3));
    say("reorderPositions", TRADER, positions + "/reorder", new JsonObject().put("order", order));
    say("deletePosition", TRADER, positions + "/" + id);
    refuse("getPosition", TRADER, positions + "/" + id, null);
  }

  private static void ofImports() throws Exception {
    String imports = "/api/imports";
    JsonObject batch =
        data(say("createImport", TRADER, imports, new JsonObject().put("source", "tos")));
    String path = imports + "/" + batch.getString("id");
    say("listImports", TRADER, imports + "?status=active&limit=5");
    say("getImport", TRADER, path);
    say("countImport", TRADER, path + "/counts", new JsonObject().put("tradeCount", 1));
    trade(batch.getInteger("userId"), batch.getString("id"));
    assertThat(
            say("listTradesOfImport", TRADER, path + "/trades")
                .bodyAsJsonObject()
                .getJsonArray("data"))
        .hasSize(1);
    ofSomebody(batch.getInteger("userId"));
    say("revertImport", TRADER, path + "/revert");
    refuse("revertImport", TRADER, path + "/revert", null);
    String csv = "Date,Symbol,Side,Quantity,Price\n2026-03-02,SPX,BUY,1,2.5\n";
    say("analyzeCsv", TRADER, "/api/ai/analyze-csv", new JsonObject().put("sample", csv));
    say("analyzeCsv", TRADER, "/api/ai/analyze-csv", new JsonObject());
  }

  private static void trade(int userId, String batch) throws Exception {
    String log = UUID.randomUUID().toString();
    sql(
        "INSERT INTO trade_logs (id, user_id, name, starting_capital) VALUES (?, ?, 'Log', 1)",
        log,
        userId);
    sql(
        "INSERT INTO trades (id, log_id, symbol, underlying, strategy, side, strike, entry_time,"
            + " entry_price, pnl, tags, import_batch_id) VALUES (?, ?, 'SPX', 'I:SPX',"
            + " 'butterfly', 'call', 6900, '2026-03-02 15:00:00', 150, 0, '[\"a\"]', ?)",
        UUID.randomUUID().toString(),
        log,
        batch);
  }

  private static void sql(String statement, Object... values) throws Exception {
    await(gateway.stores().database().pool().preparedQuery(statement).execute(Tuple.from(values)));
  }

  private static void ofSomebody(int id) throws Exception {
    String user = "/api/admin/users/" + id;
    say("getUser", ADMIN, user);
    say("getPerformance", ADMIN, user + "/performance");
    assertThat(
            say("listTradesOfUser", ADMIN, user + "/trades?page=1&limit=5")
                .bodyAsJsonObject()
                .getJsonArray("trades"))
        .hasSize(1);
    say("getActivity", ADMIN, user + "/activity?days=3");
  }

  private static void ofGravity() throws Exception {
    refuse("getGravityArtifact", NOBODY, GRAVITY + "/artifact", null);
    redis(
        Command.SET,
        "massive:volume_profile",
        """
        {"symbol":"SPY","buckets_tv":{"6000":10,"6001":25,"6003":7.5},"buckets_raw":{},
         "min_price":6000,"max_price":6004,"bin_size":1,"last_updated":"2026-03-02T14:30:00Z",
         "structures":{"volume_nodes":[5950,{"price":6100,"color":"#00ff00","weight":2}],
         "volume_wells":[5990],"crevasses":[[5980,6005]]}}\
        """);
    redis(Command.PUBLISH, "dealer_gravity_updated", "{}");
    TestServices.eventually(ContractTest::isDrawn);
    say("getGravityArtifact", NOBODY, GRAVITY + "/artifact");
    say("getGravityContext", NOBODY, GRAVITY + "/context");
    say("getStructures", TRADER, GRAVITY + "/structures");
    say("getVolumeProfile", TRADER, "/api/models/volume_profile?mode=tv&min=6000");
    JsonObject drawn =
        new JsonObject("{\"volume_nodes\":[6001,{\"price\":6003}],\"volume_wells\":[[5990,5995]]}");
    say("drawStructures", ADMIN, GRAVITY + "/structures", drawn);
    say("deployProfile", ADMIN, GRAVITY + "/deploy");

    String configs = GRAVITY + "/configs";
    JsonObject config = new JsonObject().put("name", "Mine").put("isDefault", true);
    int id = data(say("createGravityConfig", TRADER, configs, config)).getInteger("id");
    say("listGravityConfigs", TRADER, configs);
    say("changeGravityConfig", TRADER, configs + "/" + id, new JsonObject().put("mode", "raw"));
    say("deleteGravityConfig", TRADER, configs + "/" + id);
    String panels = GRAVITY + "/gex-configs";
    id = data(say("createGammaPanelConfig", TRADER, panels, new JsonObject())).getInteger("id");
    say("listGammaPanelConfigs", TRADER, panels);
    say("changeGammaPanelConfig", TRADER, panels + "/" + id, new JsonObject().put("widthPx", 80));
    ai.say(
        200,
        """
        {"volumeNodes":[6010],"volumeWells":[[5990,5995]],"crevasses":[],
         "marketMemoryStrength":0.5,"bias":"bullish","summary":"A node at 6010."}\
        """);
    JsonObject chart = new JsonObject().put("imageBase64", "data:image/png;base64,aGFsbG8=");
    say("analyzeChart", TRADER, GRAVITY + "/analyze", chart);
    say("listAnalyses", TRADER, GRAVITY + "/analyses");
  }

  private static boolean isDrawn() {
    try {
      return gateway.get(GRAVITY + "/artifact").statusCode() == 200;
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static void ofIndicators() throws Exception {
    JsonObject made =
        new JsonObject()
            .put("key", "contract_" + System.nanoTime())
            .put("name", "Contract")
            .put("rating", 5)
            .put("aliases", new JsonArray().add("Alias"));
    String id = data(say("addIndicator", ADMIN, INDICATORS, made)).getString("id");
    refuse("addIndicator", ADMIN, INDICATORS, made);
    say("listIndicators", ADMIN, INDICATORS);
    JsonObject change = new JsonObject().put("rating", 9).put("cadence", "first_friday");
    say("changeIndicator", ADMIN, INDICATORS + "/" + id, change);
    say("retireIndicator", ADMIN, INDICATORS + "/" + id);
    sql("DELETE FROM economic_indicators WHERE id = ?", id);
    JsonObject result =
        new JsonObject()
            .put("date", "2026-03-02")
            .put("key", "cpi")
            .put("actual", "3.2%")
            .put("expected", 3.1);
    say("keepResult", ADMIN, INDICATORS + "/result", result);
    say("getSchedule", ADMIN, INDICATORS + "/rolling-schedule");
    say("buildSchedule", ADMIN, INDICATORS + "/build-rolling", new JsonObject());
    say("getSchedule", ADMIN, INDICATORS + "/rolling-schedule");
  }

  private static void ofAdministration() throws Exception {
    say("getStats", ADMIN, "/api/admin/stats");
    say("listUsers", ADMIN, "/api/admin/users?limit=3");
    say("getHourlyActivity", ADMIN, "/api/admin/activity/hourly?days=7");
    say("diagnose", ADMIN, "/api/admin/diagnostics");
    say("listKeys", ADMIN, "/api/admin/diagnostics/redis?pattern=massive:*&limit=5");
    say("getKey", ADMIN, "/api/admin/diagnostics/redis/" + ModelKeys.MARKET_MODE);
    refuse("getKey", ADMIN, "/api/admin/diagnostics/redis/truth", null);
  }

  /** They are asked of the journal, whatever it says. */
  private static void ofTheJournalsInnerPages() throws Exception {
    for (String operation : document.operations().keySet()) {
      String path = anyPath(operation);
      if (path.startsWith("/api/admin/tracking") || path.startsWith("/api/admin/ml")) {
        say(operation, ADMIN, path, new JsonObject());
      }
    }
  }

  private static void ofStreams() throws Exception {
    for (String operation : document.operations().keySet()) {
      JsonObject responses = document.operations().get(operation).getJsonObject("responses");
      JsonObject content =
          responses.getJsonObject("200", new JsonObject()).getJsonObject("content");
      if (content != null && content.containsKey("text/event-stream")) {
        sampled.add(operation);
        assertThat(contentType(anyPath(operation))).as(operation).isEqualTo("text/event-stream");
      }
    }
  }

  private static String contentType(String path) throws Exception {
    HttpClient client = gateway.vertx().createHttpClient();
    try {
      return await(
          TestServices.onLoop(
              gateway.vertx(),
              () ->
                  client
                      .request(HttpMethod.GET, gateway.port(), "127.0.0.1", path)
                      .compose(
                          request ->
                              request
                                  .putHeader(
                                      "Cookie",
                                      "ms_session=" + gateway.session(RunningGateway.somebody()))
                                  .send())
                      .map(begun -> begun.exceptionHandler(cut -> {}).getHeader("Content-Type"))));
    } finally {
      await(client.close());
    }
  }
}
