package io.marketswarm.gateway.econ;

import static io.marketswarm.store.BusName.MARKET;
import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.DataEdge;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Administrators keep the list of indicators. */
class IndicatorRoutesTest {
  private static final String BASE = "/api/admin/economic-indicators";
  private static DataEdge edge;

  @BeforeAll
  static void start() throws Exception {
    edge = DataEdge.with(IndicatorRoutes::new);
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
  }

  private static JsonArray all() throws Exception {
    return edge.admin().get(BASE).bodyAsJsonObject().getJsonArray("data");
  }

  private static JsonObject byKey(String key) throws Exception {
    return all().stream()
        .map(JsonObject.class::cast)
        .filter(row -> row.getString("key").equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject body(String key) {
    return new JsonObject().put("key", key).put("name", "Name of " + key).put("rating", 6.6);
  }

  @Test
  void isForAdministrators() throws Exception {
    assertThat(edge.as("trader").get(BASE).statusCode()).isEqualTo(403);
    assertThat(edge.as("trader").post(BASE + "/result", new JsonObject()).statusCode())
        .isEqualTo(403);
  }

  @Test
  void beginsWithTheSeedMostImportantFirst() throws Exception {
    JsonArray all = all();
    assertThat(all.size()).isGreaterThanOrEqualTo(47);
    List<Integer> ratings = new ArrayList<>();
    all.forEach(row -> ratings.add(((JsonObject) row).getInteger("rating")));
    assertThat(ratings).isSortedAccordingTo((one, other) -> other - one);
    JsonObject cpi = byKey("cpi");
    assertThat(cpi.getString("tier")).isEqualTo("critical");
    assertThat(cpi.getBoolean("is_active")).isTrue();
    assertThat(cpi.getJsonArray("aliases"))
        .isEqualTo(new JsonArray().add("CPI").add("CPI MoM").add("CPI YoY").add("Inflation Rate"));
    assertThat(all.stream().map(row -> ((JsonObject) row).getJsonArray("aliases")))
        .allSatisfy(aliases -> assertThat(aliases).isNotNull());
  }

  @Test
  void addsChangesAndRetires() throws Exception {
    HttpResponse<Buffer> added =
        edge.admin()
            .post(BASE, body("made_up").put("aliases", new JsonArray().add("Zed").add(" Alpha ")));
    assertThat(added.statusCode()).isEqualTo(200);
    JsonObject row = added.bodyAsJsonObject().getJsonObject("data");
    String id = row.getString("id");
    assertThat(row)
        .isEqualTo(
            new JsonObject()
                .put("id", id)
                .put("key", "made_up")
                .put("name", "Name of made_up")
                .put("rating", 7)
                .put("tier", "high")
                .putNull("description")
                .put("is_active", true)
                .put("aliases", new JsonArray().add("Alpha").add("Zed")));
    HttpResponse<Buffer> again = edge.admin().post(BASE, body("made_up"));
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.bodyAsJsonObject())
        .isEqualTo(new JsonObject().put("error", "Indicator with key 'made_up' already exists"));
    JsonObject changed =
        put(id, new JsonObject().put("key", "other").put("rating", 9).put("description", "d"));
    assertThat(changed.getString("key")).isEqualTo("made_up");
    assertThat(changed.getString("tier")).isEqualTo("critical");
    assertThat(changed.getJsonArray("aliases")).hasSize(2);
    assertThat(
            put(id, new JsonObject().put("aliases", new JsonArray().add("One")))
                .getJsonArray("aliases"))
        .isEqualTo(new JsonArray().add("One"));
    assertThat(edge.admin().delete(BASE + "/" + id).bodyAsJsonObject().getJsonObject("data"))
        .isEqualTo(new JsonObject().put("id", id).put("key", "made_up").put("is_active", false));
    assertThat(byKey("made_up").getBoolean("is_active")).isFalse();
  }

  private static JsonObject put(String id, JsonObject body) throws Exception {
    HttpResponse<Buffer> answer = edge.admin().send(HttpMethod.PUT, BASE + "/" + id, body);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.bodyAsJsonObject().getJsonObject("data");
  }

  @Test
  void refusesWhatMakesNoSense() throws Exception {
    assertThat(error(new JsonObject())).isEqualTo("key is required");
    assertThat(error(body("Bad Key"))).isEqualTo("key must be made of a-z, 0-9, _ and -");
    assertThat(error(body("ok").put("name", " "))).isEqualTo("name is required");
    assertThat(error(body("ok").put("rating", "x")))
        .isEqualTo("rating must be a number from 1 to 10");
    assertThat(error(body("ok").put("rating", 10.6)))
        .isEqualTo("rating must be a number from 1 to 10");
    assertThat(error(body("ok").put("cadence", "daily")))
        .startsWith("cadence must be one of first_friday");
    assertThat(error(body("ok").put("rule_json", "{")))
        .isEqualTo("rule_json must be a JSON object");
    String unknown = BASE + "/00000000-0000-4000-8000-000000000000";
    HttpResponse<Buffer> none =
        edge.admin().send(HttpMethod.PUT, unknown, new JsonObject().put("rating", 1));
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(none.bodyAsJsonObject().getString("error")).isEqualTo("Indicator not found");
    assertThat(edge.admin().delete(BASE + "/nothing").statusCode()).isEqualTo(404);
  }

  private static String error(JsonObject body) throws Exception {
    HttpResponse<Buffer> answer = edge.admin().post(BASE, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    return answer.bodyAsJsonObject().getString("error");
  }

  @Test
  void keepsResults() throws Exception {
    JsonObject result =
        new JsonObject()
            .put("date", "2026-03-12")
            .put("key", "cpi")
            .put("actual", 3.2)
            .put("expected", "3.1%");
    assertThat(edge.admin().post(BASE + "/result", result).bodyAsJsonObject().getJsonObject("data"))
        .isEqualTo(
            new JsonObject()
                .put("date", "2026-03-12")
                .put("key", "cpi")
                .put("actual", "3.2")
                .put("expected", "3.1%")
                .put("status", "beat"));
    String key = "massive:econ:result:2026-03-12:cpi";
    assertThat(new JsonObject(edge.redis(MARKET, Command.GET, key).toString()))
        .isEqualTo(
            new JsonObject("{\"actual\":\"3.2\",\"expected\":\"3.1%\",\"status\":\"beat\"}"));
    assertThat(edge.redis(MARKET, Command.TTL, key).toInteger()).isBetween(604_700, 604_800);
    assertThat(
            edge.admin().post(BASE + "/result", result.copy().put("date", "2026-3-1")).statusCode())
        .isEqualTo(400);
    assertThat(edge.admin().post(BASE + "/result", result.copy().put("key", "a:b")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void buildsTheScheduleOnDemand() throws Exception {
    edge.redis(MARKET, Command.DEL, ScheduleBuilder.KEY);
    JsonObject none = edge.admin().get(BASE + "/rolling-schedule").bodyAsJsonObject();
    assertThat(none.getValue("data")).isNull();
    assertThat(none.getString("message")).isNotEmpty();
    edge.clock().set("2026-11-02T15:00:00Z");
    JsonObject built =
        edge.admin()
            .post(BASE + "/build-rolling", new JsonObject().put("window_days", 7))
            .bodyAsJsonObject();
    assertThat(built.getString("window_start")).isEqualTo("2026-11-02");
    assertThat(built.getString("window_end")).isEqualTo("2026-11-09");
    assertThat(built.getString("generated_at")).endsWith("Z");
    JsonObject stored =
        edge.admin().get(BASE + "/rolling-schedule").bodyAsJsonObject().getJsonObject("data");
    assertThat(stored.getJsonObject("days").getJsonObject("2026-11-06").getJsonArray("events"))
        .anyMatch(e -> ((JsonObject) e).getString("indicator_key").equals("nonfarm_payrolls"));
    assertThat(
            edge.admin()
                .post(BASE + "/build-rolling", new JsonObject().put("window_days", 61))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void theKeeperBuildsAtTheStartAndSoonAfterAChange() throws Exception {
    edge.redis(MARKET, Command.DEL, ScheduleBuilder.KEY);
    edge.clock().set("2026-11-02T15:00:00Z");
    List<String> heard = new CopyOnWriteArrayList<>();
    var ear =
        edge.stores()
            .market()
            .subscribe(
                Set.of(ScheduleBuilder.REFRESH), (channel, said) -> heard.add(said), () -> {});
    await(ear.ready());
    ScheduleKeeper keeper = new ScheduleKeeper(edge.vertx(), edge.context());
    keeper.start();
    eventually(() -> exists(ScheduleBuilder.KEY));
    edge.admin()
        .post(
            BASE, body("soon_built").put("cadence", "weekly").put("rule_json", "{\"weekday\":3}"));
    eventually(() -> heard.contains("updated"));
    eventually(() -> get(ScheduleBuilder.KEY).contains("soon_built"));
    await(keeper.stop());
    await(ear.close());
  }

  private static boolean exists(String key) {
    return get(key) != null;
  }

  private static String get(String key) {
    try {
      var found = edge.redis(MARKET, Command.GET, key);
      return found == null ? null : found.toString();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
