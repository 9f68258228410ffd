package io.marketswarm.gateway.admin;

import static io.marketswarm.store.BusName.MARKET;
import static io.marketswarm.store.BusName.SYSTEM;
import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.DataEdge;
import io.marketswarm.gateway.Presence;
import io.marketswarm.gateway.models.ModelKeys;
import io.marketswarm.gateway.positions.PositionRoutes;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What administrators see, on real stores and with a journal that notes what it is asked. */
class AdminRoutesTest {
  private static final List<JsonObject> asked = new CopyOnWriteArrayList<>();
  private static HttpServer journal;
  private static DataEdge edge;
  private static DataEdge.As admin;

  @BeforeAll
  static void start() throws Exception {
    journal =
        await(
            Vertx.vertx()
                .createHttpServer()
                .requestHandler(AdminRoutesTest::answer)
                .listen(0, "127.0.0.1"));
    edge =
        DataEdge.with(
            Map.of("JOURNAL_API_URL", "http://127.0.0.1:" + journal.actualPort()),
            UserRoutes::new,
            JournalPages::new,
            DiagnosticRoutes::new,
            PositionRoutes::new);
    admin = edge.admin();
  }

  private static void answer(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              asked.add(
                  new JsonObject()
                      .put("method", request.method().name())
                      .put("uri", request.uri())
                      .put("token", request.getHeader("X-Gateway-Auth"))
                      .put("body", body.toString()));
              request
                  .response()
                  .setStatusCode(request.path().endsWith("/active") ? 404 : 200)
                  .end("{\"success\":true,\"from\":\"journal\"}");
            });
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    await(journal.close());
  }

  /** The id of somebody who has used the product. */
  private static int userId(DataEdge.As who) throws Exception {
    JsonObject leg =
        new JsonObject()
            .put("strike", 1)
            .put("expiration", "2026-03-20")
            .put("right", "put")
            .put("quantity", 1);
    return who.post("/api/positions", new JsonObject().put("legs", new JsonArray().add(leg)))
        .bodyAsJsonObject()
        .getJsonObject("data")
        .getInteger("userId");
  }

  private static void sql(String statement, Object... values) throws Exception {
    await(edge.database().pool().preparedQuery(statement).execute(Tuple.from(values)));
  }

  private static JsonObject json(String path) throws Exception {
    HttpResponse<Buffer> answer = admin.get(path);
    assertThat(answer.statusCode()).as(path + " " + answer.bodyAsString()).isEqualTo(200);
    return answer.bodyAsJsonObject();
  }

  @Test
  void nothingOfItIsForOthers() throws Exception {
    for (String path :
        List.of(
            "/api/admin/stats",
            "/api/admin/users",
            "/api/admin/users/1",
            "/api/admin/users/1/trades",
            "/api/admin/activity/hourly",
            "/api/admin/tracking/params",
            "/api/admin/ml/models",
            "/api/admin/diagnostics",
            "/api/admin/diagnostics/redis",
            "/api/admin/diagnostics/redis/some:key")) {
      assertThat(edge.as("trader").get(path).statusCode()).as(path).isEqualTo(403);
      assertThat(edge.nobody().get(path).statusCode()).as(path).isEqualTo(401);
    }
    for (String gone : List.of("test", "stats", "users", "activity/hourly")) {
      assertThat(admin.get("/api/admin/_debug/" + gone).statusCode()).as(gone).isEqualTo(404);
    }
  }

  @Test
  void peopleAndWhoIsHere() throws Exception {
    int ada = userId(edge.as("ada-admin-test", "subscriber"));
    Presence presence =
        new Presence(edge.vertx(), edge.stores().system(), edge.stores().market(), "node-of-test");
    presence.open();
    presence.came(
        ada, new Identity("fotw", "ada-admin-test", "a@example.com", "Ada", List.of(), null));
    DataEdge.becomes(
        () ->
            json("/api/admin/stats").getJsonArray("liveUsers").stream()
                .anyMatch(one -> ((JsonObject) one).getString("displayName").equals("Ada")));
    JsonObject stats = json("/api/admin/stats");
    assertThat(stats.getInteger("liveUserCount")).isEqualTo(stats.getJsonArray("liveUsers").size());
    assertThat(stats.getInteger("loginsLast24h")).isPositive();
    assertThat(stats.getJsonArray("mostActiveUsers").size()).isBetween(1, 5);

    JsonObject found = json("/api/admin/users?q=ada-admin-test%40");
    assertThat(found.getInteger("count")).isEqualTo(1);
    JsonObject user = found.getJsonArray("users").getJsonObject(0);
    assertThat(user.getInteger("id")).isEqualTo(ada);
    assertThat(user.getBoolean("is_online")).isTrue();
    assertThat(user.getBoolean("is_admin")).isFalse();
    assertThat(user.getJsonArray("roles")).isEqualTo(new JsonArray().add("subscriber"));
    assertThat(user.containsKey("roles_json")).isFalse();
    assertThat(json("/api/admin/users?q=%25").getInteger("count")).isZero();
    assertThat(json("/api/admin/users?limit=1").getJsonArray("users")).hasSize(1);
    await(presence.close());
    HttpResponse<Buffer> none = admin.get("/api/admin/users/999999999");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(none.bodyAsJsonObject()).isEqualTo(new JsonObject().put("error", "User not found"));
    assertThat(admin.get("/api/admin/users/0").statusCode()).isEqualTo(400);
    assertThat(admin.get("/api/admin/users/x/trades").statusCode()).isEqualTo(400);
  }

  @Test
  void howSomebodyTrades() throws Exception {
    int user = userId(edge.as("trades-admin-test"));
    String log = UUID.randomUUID().toString();
    sql(
        "INSERT INTO trade_logs (id, user_id, name, starting_capital) VALUES (?, ?, 'Main', 25)",
        log,
        user);
    Long[] pnl = {12_500L, -5_000L, 0L, 7_001L, null};
    for (int i = 0; i < pnl.length; i++) {
      sql(
          "INSERT INTO trades (id, log_id, symbol, underlying, strategy, side, strike, entry_time,"
              + " entry_price, pnl, status) VALUES (?, ?, 'SPX', 'I:SPX', ?, 'call', 6900, ?, 150,"
              + " ?, ?)",
          UUID.randomUUID().toString(),
          log,
          i < 3 ? "butterfly" : "",
          LocalDateTime.parse("2026-03-0" + (i + 1) + "T10:00:00"),
          pnl[i],
          pnl[i] == null ? "open" : "closed");
    }
    JsonObject performance = json("/api/admin/users/" + user + "/performance");
    assertThat(performance.getJsonObject("summary"))
        .isEqualTo(
            new JsonObject(
                """
                {"totalTrades":5,"closedTrades":4,"openTrades":1,"totalPnl":14501,"winRate":50.0,
                 "profitFactor":3.9,"avgWin":9751,"avgLoss":5000,"winners":2,"losers":1,
                 "breakeven":1}\
                """));
    assertThat(performance.getJsonObject("strategyStats").getJsonObject("butterfly"))
        .isEqualTo(new JsonObject("{\"count\":3,\"pnl\":7500,\"wins\":1}"));
    assertThat(performance.getJsonArray("recentTrades").getJsonObject(0).getString("status"))
        .isEqualTo("open");
    JsonObject page = json("/api/admin/users/" + user + "/trades?page=2&limit=2");
    assertThat(page.getJsonObject("pagination"))
        .isEqualTo(new JsonObject("{\"page\":2,\"limit\":2,\"total\":5,\"totalPages\":3}"));
    assertThat(page.getJsonArray("trades")).hasSize(2);
    assertThat(page.getJsonArray("trades").getJsonObject(0).getString("log_name"))
        .isEqualTo("Main");
    assertThat(page.getJsonArray("trades").getJsonObject(0).getString("entry_time"))
        .isEqualTo("2026-03-03T10:00:00Z");
    JsonObject one = json("/api/admin/users/" + user);
    assertThat(one.getJsonArray("tradeLogs").getJsonObject(0).getInteger("tradeCount"))
        .isEqualTo(5);
  }

  @Test
  void whenPeopleAreHere() throws Exception {
    int user = userId(edge.as("activity-admin-test"));
    edge.redis(SYSTEM, Command.DEL, ActivityRecorder.LOCK);
    Presence presence =
        new Presence(
            edge.vertx(), edge.stores().system(), edge.stores().market(), "node-of-activity");
    presence.open();
    presence.came(
        user, new Identity("fotw", "activity-admin-test", "b@example.com", "B", List.of(), null));
    DataEdge.becomes(
        () ->
            await(presence.everybody()).stream()
                .anyMatch(one -> one.getInteger("user_id") == user));
    ActivityRecorder recorder = new ActivityRecorder(edge.vertx(), edge.context());
    await(recorder.look());
    await(recorder.look());
    JsonObject activity = json("/api/admin/users/" + user + "/activity?days=30");
    assertThat(activity.getJsonObject("totalActiveTime").getString("formatted"))
        .as("seen once, as the lock holds off the second look")
        .isEqualTo("0h 15m");
    assertThat(activity.getJsonArray("heatmapData")).hasSize(168);
    assertThat(activity.getInteger("days")).isEqualTo(30);
    await(presence.close());

    Instant yesterday = Activity.today(Instant.now()).minusSeconds(3_600);
    sql("DELETE FROM hourly_activity_aggregates");
    sql(
        "INSERT INTO hourly_activity_aggregates (hour_start, user_count) VALUES (?, 7), (?, 9)",
        LocalDateTime.ofInstant(yesterday, ZoneOffset.UTC),
        LocalDateTime.ofInstant(yesterday.plusSeconds(3_600), ZoneOffset.UTC));
    JsonObject hourly = json("/api/admin/activity/hourly?days=7");
    assertThat(hourly.getJsonArray("data")).hasSize(1);
    assertThat(hourly.getJsonArray("data").getJsonObject(0).getInteger("db_hour")).isEqualTo(23);
    assertThat(hourly.getJsonArray("busiestHours").getJsonObject(0))
        .isEqualTo(new JsonObject("{\"hour\":23,\"avgUsers\":7.0}"));
  }

  @Test
  void theJournalsInnerPages() throws Exception {
    JsonObject answer = json("/api/admin/tracking/ideas?limit=5&rank=1&other=x");
    assertThat(answer.getString("from")).isEqualTo("journal");
    JsonObject question = asked.get(asked.size() - 1);
    assertThat(question.getString("uri")).isEqualTo("/api/internal/tracked-ideas?limit=5&rank=1");
    JsonObject claims =
        new JsonObject(
            Buffer.buffer(
                Base64.getUrlDecoder().decode(question.getString("token").split("\\.")[1])));
    assertThat(claims.getString("sub")).isEqualTo("service:sse");
    assertThat(claims.getString("path")).isEqualTo("/api/internal/tracked-ideas");
    assertThat(claims.getInteger("dbid")).isPositive();
    assertThat(admin.get("/api/admin/tracking/params/active").statusCode()).isEqualTo(404);
    admin.post("/api/admin/tracking/params/3/activate", new JsonObject().put("a", 1));
    question = asked.get(asked.size() - 1);
    assertThat(question.getString("method")).isEqualTo("POST");
    assertThat(question.getString("uri")).isEqualTo("/api/internal/selector-params/3/activate");
    assertThat(question.getString("body")).isEqualTo("{\"a\":1}");
    for (String path :
        List.of(
            "models/champion", "decisions/stats", "models/m-1", "equity-curve", "experiments")) {
      json("/api/admin/ml/" + path);
      assertThat(asked.get(asked.size() - 1).getString("uri"))
          .isEqualTo("/api/internal/ml/" + path);
    }
    int before = asked.size();
    assertThat(admin.get("/api/admin/ml/models/..%2Fsecrets").statusCode()).isIn(400, 404);
    assertThat(admin.get("/api/admin/ml/unknown").statusCode()).isEqualTo(404);
    assertThat(asked).hasSize(before);
  }

  @Test
  void anUnreachableJournalIsSaidSo() throws Exception {
    try (DataEdge alone =
        DataEdge.with(Map.of("JOURNAL_API_URL", "http://127.0.0.1:1"), JournalPages::new)) {
      HttpResponse<Buffer> lab = alone.admin().get("/api/admin/ml/models");
      assertThat(lab.statusCode()).isEqualTo(500);
      assertThat(lab.bodyAsJsonObject())
          .isEqualTo(new JsonObject().put("error", "Failed to connect to ML service"));
      HttpResponse<Buffer> tracking = alone.admin().get("/api/admin/tracking/params");
      assertThat(tracking.statusCode()).isEqualTo(500);
      assertThat(tracking.bodyAsJsonObject().getBoolean("success")).isFalse();
    }
  }

  @Test
  void diagnosisOfWhatShouldMove() throws Exception {
    double now = System.currentTimeMillis() / 1_000.0;
    edge.redis(
        MARKET,
        Command.SET,
        ModelKeys.spot("I:SPX"),
        new JsonObject().put("value", 6900.5).put("ts", Instant.now().toString()).encode());
    edge.redis(
        MARKET,
        Command.SET,
        ModelKeys.heatmap("I:SPX"),
        "{\"ts\":" + now + ",\"version\":1,\"tiles\":{\"a\":{},\"b\":{}}}");
    edge.redis(MARKET, Command.SET, ModelKeys.calls("I:SPX"), "{\"ts\":" + (now - 100) + "}");
    edge.redis(MARKET, Command.SET, ModelKeys.puts("I:SPX"), "{\"ts\":" + (now - 50) + "}");
    edge.redis(
        MARKET,
        Command.SET,
        ModelKeys.selector("I:SPX"),
        "{\"ts\":1,\"vix_regime\":\"chaos\",\"recommendations\":[{},{},{}]}");
    edge.redis(SYSTEM, Command.SET, "massive:heartbeat", "{\"ts\":" + (now - 3) + "}", "EX", 15);
    DataEdge.becomes(
        () ->
            json("/api/admin/diagnostics")
                .getJsonObject("data")
                .getJsonObject("I:SPX")
                .getJsonObject("trade_selector")
                .getBoolean("exists"));
    JsonObject body = json("/api/admin/diagnostics");
    JsonObject spx = body.getJsonObject("data").getJsonObject("I:SPX");
    assertThat(body.getJsonObject("data").getJsonObject("SPX")).isEqualTo(spx);
    assertThat(spx.getJsonObject("spot").getDouble("value")).isEqualTo(6900.5);
    assertThat(spx.getJsonObject("spot").getDouble("age_sec")).isBetween(0.0, 60.0);
    assertThat(spx.getJsonObject("heatmap").getInteger("tileCount")).isEqualTo(2);
    assertThat(spx.getJsonObject("gex").getDouble("age_sec")).isBetween(50.0, 99.0);
    assertThat(spx.getJsonObject("trade_selector").getInteger("recommendationCount")).isEqualTo(3);
    assertThat(spx.getJsonObject("trade_selector").getString("vix_regime")).isEqualTo("chaos");
    assertThat(body.getJsonObject("redis").getBoolean("connected")).isTrue();
    assertThat(body.getJsonObject("services").getJsonObject("massive").getBoolean("alive"))
        .isTrue();
    assertThat(body.getJsonObject("tests").getJsonObject("database").getBoolean("ok")).isTrue();
    assertThat(body.getJsonObject("streams").getInteger("total")).isZero();
    assertThat(body.getJsonObject("data").getJsonObject("global").containsKey("vix")).isTrue();
  }

  @Test
  void looksIntoRedisButNotIntoSecrets() throws Exception {
    edge.redis(MARKET, Command.SET, "look:a/b:text", "{\"ts\":1772461800,\"x\":[1]}", "EX", 100);
    edge.redis(MARKET, Command.RPUSH, "look:list", "one", "two");
    edge.redis(MARKET, Command.HSET, "look:hash", "f", "v");
    edge.redis(MARKET, Command.ZADD, "look:zset", 1.5, "m");
    edge.redis(MARKET, Command.XADD, "look:stream", "*", "k", "v");
    edge.redis(MARKET, Command.SET, "look:my_Secret", "hidden");
    edge.redis(MARKET, Command.SET, "truth:look:doc", "hidden");
    JsonObject list = json("/api/admin/diagnostics/redis?pattern=look:*");
    assertThat(list.getInteger("total")).isEqualTo(5);
    assertThat(list.getBoolean("truncated")).isFalse();
    JsonObject text = list.getJsonArray("keys").getJsonObject(0);
    assertThat(text.getString("key")).isEqualTo("look:a/b:text");
    assertThat(text.getString("type")).isEqualTo("string");
    assertThat(text.getInteger("ttl")).isBetween(1, 100);
    assertThat(text.getDouble("ts")).isEqualTo(1_772_461_800);
    assertThat(text.getLong("age_sec")).isPositive();
    assertThat(json("/api/admin/diagnostics/redis?pattern=*look*&limit=2").getInteger("returned"))
        .isEqualTo(2);
    JsonObject key = json("/api/admin/diagnostics/redis/look%3Aa/b:text");
    assertThat(key.getJsonObject("value"))
        .isEqualTo(new JsonObject("{\"ts\":1772461800,\"x\":[1]}"));
    assertThat(value("look:list")).isEqualTo(new JsonArray().add("one").add("two"));
    assertThat(value("look:hash")).isEqualTo(new JsonObject().put("f", "v"));
    assertThat(value("look:zset").toString()).contains("m").contains("1.5");
    assertThat(value("look:stream").toString()).contains("k").contains("v");
    for (String hidden : List.of("look:my_Secret", "truth:look:doc", "look:none")) {
      HttpResponse<Buffer> answer = admin.get("/api/admin/diagnostics/redis/" + hidden);
      assertThat(answer.statusCode()).as(hidden).isEqualTo(404);
      assertThat(answer.bodyAsJsonObject())
          .isEqualTo(new JsonObject().put("error", "Key not found").put("key", hidden));
    }
  }

  @Test
  void neverAsksRedisForAllItsKeysAtOnce() throws Exception {
    long before = calls("keys");
    long scans = calls("scan");
    json("/api/admin/diagnostics/redis");
    json("/api/admin/diagnostics/redis?pattern=*&limit=500");
    json("/api/admin/diagnostics");
    assertThat(calls("keys")).as("KEYS holds up everybody else").isEqualTo(before);
    assertThat(calls("scan")).isGreaterThan(scans);
  }

  /** How often the market bus was asked this since it runs. */
  private static long calls(String command) throws Exception {
    String stats = edge.redis(MARKET, Command.INFO, "commandstats").toString();
    Matcher found = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(stats);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  private static Object value(String key) throws Exception {
    JsonObject told = json("/api/admin/diagnostics/redis/" + key);
    assertThat(told.getValue("ttl")).isNull();
    return told.getValue("value");
  }
}
