package io.marketswarm.gateway.positions;

import static io.marketswarm.store.BusName.MARKET;
import static io.marketswarm.store.BusName.SYSTEM;
import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.DataEdge;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leg positions over HTTP, on the real database. */
class PositionRoutesTest {
  private static final String BASE = "/api/positions";
  private static DataEdge edge;
  private static int users;

  private DataEdge.As trader;

  @BeforeAll
  static void start() throws Exception {
    edge = DataEdge.with(PositionRoutes::new);
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
  }

  @BeforeEach
  void someoneNew() {
    edge.clock().set("2026-03-02T15:00:00Z");
    trader = edge.as("positions" + users++);
  }

  @AfterEach
  void noLimits() throws Exception {
    gates(null);
  }

  private static void gates(String json) throws Exception {
    edge.redis(SYSTEM, Command.DEL, "tier_gates");
    if (json != null) {
      edge.redis(SYSTEM, Command.SET, "tier_gates", json);
    }
    edge.redis(SYSTEM, Command.PUBLISH, "tier_gates:updated", "{}");
  }

  private static JsonObject leg(double strike, String expiration, int quantity) {
    return new JsonObject()
        .put("strike", strike)
        .put("expiration", expiration)
        .put("right", "call")
        .put("quantity", quantity);
  }

  private static JsonObject position(JsonObject... legs) {
    return new JsonObject().put("legs", new JsonArray(List.of(legs)));
  }

  private JsonObject create(JsonObject body) throws Exception {
    HttpResponse<Buffer> answer = trader.post(BASE, body);
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(201);
    return answer.bodyAsJsonObject().getJsonObject("data");
  }

  private String refusal(JsonObject body) throws Exception {
    HttpResponse<Buffer> answer = trader.post(BASE, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsJsonObject().getBoolean("success")).isFalse();
    return answer.bodyAsJsonObject().getString("error");
  }

  private JsonArray list(String query) throws Exception {
    JsonObject body = trader.get(BASE + query).bodyAsJsonObject();
    assertThat(body.getInteger("count")).isEqualTo(body.getJsonArray("data").size());
    assertThat(body.getLong("ts")).isPositive();
    return body.getJsonArray("data");
  }

  @Test
  void createsWithWhatCanBeSeenInTheLegs() throws Exception {
    JsonObject made =
        create(
            position(
                leg(6920, "2026-03-20", -4),
                leg(6900, "2026-03-20", 2).put("fillPrice", 1.25).put("fees", 0.5),
                leg(6940, "2026-03-20", 2)));
    assertThat(made.getString("positionType")).isEqualTo("butterfly");
    assertThat(made.getString("direction")).isEqualTo("long");
    assertThat(made.getString("symbol")).isEqualTo("SPX");
    assertThat(made.getString("underlying")).isEqualTo("I:SPX");
    assertThat(made.getString("primaryExpiration")).isEqualTo("2026-03-20");
    assertThat(made.getInteger("dte")).isEqualTo(18);
    assertThat(made.getValue("costBasis")).isNull();
    assertThat(made.getString("costBasisType")).isEqualTo("debit");
    assertThat(made.getBoolean("visible")).isTrue();
    assertThat(made.getInteger("sortOrder")).isZero();
    assertThat(made.getInteger("version")).isEqualTo(1);
    assertThat(made.getJsonArray("legs").getJsonObject(1).getDouble("fillPrice")).isEqualTo(1.25);
    assertThat(made.getString("createdAt")).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3}Z");
    assertThat(trader.get(BASE + "/" + made.getInteger("id")).bodyAsJsonObject().getValue("data"))
        .isEqualTo(made);
  }

  @Test
  void keepsWhatTheClientSays() throws Exception {
    JsonObject made =
        create(
            position(leg(6900, "2026-04-17", 1), leg(6950, "2026-03-20", -1))
                .put("symbol", "ndx")
                .put("positionType", "custom")
                .put("direction", "short")
                .put("costBasis", 0)
                .put("costBasisType", "credit")
                .put("visible", false)
                .put("sortOrder", 7)
                .put("color", "#ff0000")
                .put("label", "hedge")
                .put("addedAt", 1_772_461_800_000L));
    assertThat(made.getString("symbol")).isEqualTo("NDX");
    assertThat(made.getString("primaryExpiration")).isEqualTo("2026-03-20");
    assertThat(made.getString("positionType")).isEqualTo("custom");
    assertThat(made.getString("direction")).isEqualTo("short");
    assertThat(made.getInteger("costBasis")).isZero();
    assertThat(made.getString("color")).isEqualTo("#ff0000");
    assertThat(made.getLong("addedAt")).isEqualTo(1_772_461_800_000L);
  }

  @Test
  void saysWhatIsWrongWithLegs() throws Exception {
    assertThat(refusal(new JsonObject())).isEqualTo("At least one leg is required");
    assertThat(refusal(position(new JsonObject().put("strike", 1))))
        .isEqualTo("Each leg must have strike, expiration, right, and quantity");
    assertThat(refusal(position(leg(1, "2026-03-20", 1).put("right", "CALL"))))
        .isEqualTo("Leg right must be 'call' or 'put'");
    assertThat(refusal(position(leg(-1, "2026-03-20", 1))))
        .isEqualTo("Leg strike must be a number above 0");
    assertThat(refusal(position(leg(1, "20.03.2026", 1))))
        .isEqualTo("Leg expiration must be a date (YYYY-MM-DD)");
    assertThat(refusal(position(leg(1, "2026-03-20", 0))))
        .isEqualTo("Leg quantity must be a whole number other than 0");
    assertThat(refusal(position(leg(1, "2026-03-20", 1).put("quantity", 1.5))))
        .isEqualTo("Leg quantity must be a whole number other than 0");
    JsonArray many = new JsonArray();
    for (int i = 0; i < 13; i++) {
      many.add(leg(6000 + i, "2026-03-20", 1));
    }
    assertThat(refusal(new JsonObject().put("legs", many)))
        .isEqualTo("A position has at most 12 legs");
    assertThat(refusal(position(leg(1, "2026-03-20", 1)).put("positionType", "fly")))
        .startsWith("positionType must be one of");
  }

  @Test
  void listsOwnUnexpiredPositionsInTheirOrder() throws Exception {
    create(position(leg(1, "2026-03-20", 1)).put("sortOrder", 2).put("label", "c"));
    create(position(leg(1, "2026-04-17", 1)).put("sortOrder", 1).put("label", "b"));
    create(position(leg(1, "2026-03-19", 1)).put("sortOrder", 1).put("label", "a"));
    create(position(leg(1, "2026-03-01", 1)).put("label", "expired"));
    create(
        position(leg(1, "2026-03-20", 1))
            .put("sortOrder", 9)
            .put("label", "hidden")
            .put("symbol", "NDX")
            .put("visible", false));
    assertThat(labels(list(""))).containsExactly("a", "b", "c", "hidden");
    assertThat(labels(list("?includeExpired=true")))
        .containsExactly("expired", "a", "b", "c", "hidden");
    assertThat(labels(list("?visible=true&symbol=SPX"))).containsExactly("a", "b", "c");
    assertThat(labels(list("?visible=false"))).containsExactly("hidden");
    assertThat(edge.as("stranger").get(BASE).bodyAsJsonObject().getInteger("count")).isZero();
  }

  private static List<String> labels(JsonArray positions) {
    List<String> labels = new ArrayList<>();
    positions.forEach(position -> labels.add(((JsonObject) position).getString("label")));
    return labels;
  }

  @Test
  void daysLeftFollowTheCalendarOfNewYork() throws Exception {
    int id = create(position(leg(1, "2026-11-20", 1))).getInteger("id");
    String[][] cases = {
      {"2026-11-20T04:59:00Z", "1"},
      {"2026-11-20T05:01:00Z", "0"},
      {"2026-11-16T15:00:00Z", "4"},
      {"2026-10-31T15:00:00Z", "20"},
      {"2026-12-01T15:00:00Z", "0"}
    };
    for (String[] expected : cases) {
      edge.clock().set(expected[0]);
      JsonObject body = trader.get(BASE + "/" + id).bodyAsJsonObject();
      assertThat(body.getJsonObject("data").getInteger("dte"))
          .as(expected[0])
          .isEqualTo(Integer.parseInt(expected[1]));
    }
  }

  @Test
  void changesOnlyTheVersionTheClientKnows() throws Exception {
    String path = BASE + "/" + create(position(leg(1, "2026-03-20", 1))).getInteger("id");
    JsonObject label = new JsonObject().put("label", "x");
    JsonObject second = patch(path, "\"1\"", label).bodyAsJsonObject().getJsonObject("data");
    assertThat(second.getInteger("version")).isEqualTo(2);
    assertThat(second.getString("label")).isEqualTo("x");
    HttpResponse<Buffer> conflict = patch(path, "1", label);
    assertThat(conflict.statusCode()).isEqualTo(409);
    assertThat(conflict.bodyAsJsonObject())
        .isEqualTo(
            new JsonObject()
                .put("success", false)
                .put("error", "Conflict - position was modified")
                .put("currentVersion", 2));
    assertThat(patch(path + "?force=true", "1", label).statusCode()).isEqualTo(200);
    assertThat(patch(path, "*", label).statusCode()).isEqualTo(200);
    assertThat(patch(path, "one", label).statusCode()).isEqualTo(400);
    JsonObject moved =
        trader
            .patch(path, position(leg(2, "2026-03-05", 1)).put("costBasis", 1.5).putNull("label"))
            .bodyAsJsonObject()
            .getJsonObject("data");
    assertThat(moved.getInteger("version")).isEqualTo(5);
    assertThat(moved.getString("primaryExpiration")).isEqualTo("2026-03-05");
    assertThat(moved.getDouble("costBasis")).isEqualTo(1.5);
    assertThat(moved.getValue("label")).isNull();
    HttpResponse<Buffer> nothing = trader.patch(path, new JsonObject().put("other", 1));
    assertThat(nothing.statusCode()).isEqualTo(400);
    assertThat(nothing.bodyAsJsonObject().getString("error")).isEqualTo("No fields to update");
  }

  private HttpResponse<Buffer> patch(String path, String version, JsonObject body)
      throws Exception {
    return await(
        trader.request(HttpMethod.PATCH, path).putHeader("If-Match", version).sendJsonObject(body));
  }

  @Test
  void ofTwoChangesOfOneVersionOneHolds() throws Exception {
    String path = BASE + "/" + create(position(leg(1, "2026-03-20", 1))).getInteger("id");
    List<Future<HttpResponse<Buffer>>> both = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      both.add(
          trader
              .request(HttpMethod.PATCH, path)
              .putHeader("If-Match", "1")
              .sendJsonObject(new JsonObject().put("label", "n" + i)));
    }
    await(Future.all(both));
    assertThat(both).filteredOn(answer -> answer.result().statusCode() == 200).hasSize(1);
    assertThat(both).filteredOn(answer -> answer.result().statusCode() == 409).hasSize(5);
  }

  @Test
  void whatIsNotOnesOwnDoesNotExist() throws Exception {
    String path = BASE + "/" + create(position(leg(1, "2026-03-20", 1))).getInteger("id");
    DataEdge.As stranger = edge.as("stranger");
    assertThat(stranger.get(path).statusCode()).isEqualTo(404);
    assertThat(stranger.get(path).bodyAsJsonObject().getString("error"))
        .isEqualTo("Position not found");
    assertThat(stranger.patch(path, new JsonObject().put("label", "x")).statusCode())
        .isEqualTo(404);
    assertThat(stranger.delete(path).statusCode()).isEqualTo(404);
    assertThat(trader.delete(path).bodyAsJsonObject().getBoolean("success")).isTrue();
    assertThat(trader.get(path).statusCode()).isEqualTo(404);
    assertThat(trader.get(BASE + "/abc").statusCode()).isEqualTo(400);
    assertThat(edge.nobody().get(path).statusCode()).isEqualTo(401);
  }

  @Test
  void tiersLimitHowManyThereAre() throws Exception {
    gates(
        """
        {"mode":"tier_limited","defaults":{"position_max_concurrent":{"type":"number","value":-1}},
         "tiers":{"observer":{"position_max_concurrent":5}}}\
        """);
    for (int i = 0; i < 3; i++) {
      create(position(leg(1, "2026-03-20", 1)));
    }
    create(position(leg(1, "2026-03-01", 1)));
    eventually(() -> batch(3).statusCode() == 429);
    assertThat(batch(3).bodyAsJsonObject())
        .isEqualTo(
            new JsonObject(
                """
                {"success":false,"error":"Position limit reached","limit":5,"current":3,
                 "requested":3,
                 "message":"Your tier allows a maximum of 5 concurrent positions."}\
                """));
    assertThat(batch(2).statusCode()).isEqualTo(201);
    HttpResponse<Buffer> full = trader.post(BASE, position(leg(1, "2026-03-20", 1)));
    assertThat(full.statusCode()).isEqualTo(429);
    assertThat(full.bodyAsJsonObject())
        .isEqualTo(
            new JsonObject(
                """
                {"success":false,"error":"Position limit reached","limit":5,"current":5,
                 "message":"Your tier allows a maximum of 5 concurrent positions."}\
                """));
    DataEdge.As activator = edge.as("positions-activator" + users, "activator");
    assertThat(activator.post(BASE, position(leg(1, "2026-03-20", 1))).statusCode()).isEqualTo(201);
  }

  private HttpResponse<Buffer> batch(int size) {
    JsonArray positions = new JsonArray();
    for (int i = 0; i < size; i++) {
      positions.add(position(leg(1, "2026-03-20", 1)));
    }
    try {
      return trader.post(BASE + "/batch", new JsonObject().put("positions", positions));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void batchesTellWhatCouldNotBeRead() throws Exception {
    JsonArray positions =
        new JsonArray()
            .add(position(leg(1, "2026-03-20", 1)))
            .add(position())
            .add(position(leg(2, "2026-03-20", 1)));
    HttpResponse<Buffer> answer =
        trader.post(BASE + "/batch", new JsonObject().put("positions", positions));
    assertThat(answer.statusCode()).isEqualTo(201);
    JsonObject data = answer.bodyAsJsonObject().getJsonObject("data");
    assertThat(data.getInteger("created")).isEqualTo(2);
    assertThat(data.getJsonArray("errors"))
        .isEqualTo(new JsonArray("[{\"index\":1,\"error\":\"At least one leg is required\"}]"));
    JsonArray all = list("");
    assertThat(all.getJsonObject(0).getInteger("id"))
        .isEqualTo(data.getJsonArray("ids").getInteger(0));
    assertThat(all.getJsonObject(1).getInteger("sortOrder")).isEqualTo(2);
    assertThat(trader.post(BASE + "/batch", new JsonObject()).bodyAsJsonObject().getString("error"))
        .isEqualTo("Positions array is required");
    assertThat(batch(51).bodyAsJsonObject().getString("error"))
        .isEqualTo("Maximum 50 positions per batch");
  }

  @Test
  void reordersAllOrNone() throws Exception {
    int one = create(position(leg(1, "2026-03-20", 1)).put("label", "one")).getInteger("id");
    int two = create(position(leg(1, "2026-03-20", 1)).put("label", "two")).getInteger("id");
    JsonArray order =
        new JsonArray()
            .add(new JsonObject().put("id", String.valueOf(one)).put("sortOrder", 5))
            .add(new JsonObject().put("id", two).put("sortOrder", 4));
    assertThat(reorder(order).statusCode()).isEqualTo(200);
    assertThat(labels(list(""))).containsExactly("two", "one");
    JsonArray foreign =
        new JsonArray()
            .add(new JsonObject().put("id", one).put("sortOrder", 0))
            .add(new JsonObject().put("id", 999_999_999).put("sortOrder", 1));
    assertThat(reorder(foreign).statusCode()).isEqualTo(404);
    assertThat(labels(list(""))).containsExactly("two", "one");
    assertThat(reorder(new JsonArray().add(new JsonObject().put("id", one))).statusCode())
        .isEqualTo(400);
  }

  private HttpResponse<Buffer> reorder(JsonArray order) throws Exception {
    return trader.patch(BASE + "/reorder", new JsonObject().put("order", order));
  }

  @Test
  void aRepeatedKeyCreatesOnce() throws Exception {
    JsonObject body = position(leg(1, "2026-03-20", 1));
    HttpResponse<Buffer> first = withKey("1772-abc", body);
    HttpResponse<Buffer> again = withKey("1772-abc", body);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.bodyAsString()).isEqualTo(first.bodyAsString());
    assertThat(again.getHeader("Idempotency-Replayed")).isEqualTo("true");
    assertThat(list("")).hasSize(1);
    assertThat(withKey("1772-abc", position(leg(2, "2026-03-20", 1))).statusCode()).isEqualTo(422);
    assertThat(actions(userId())).containsExactly("created");
  }

  private HttpResponse<Buffer> withKey(String key, JsonObject body) throws Exception {
    return await(
        trader
            .request(HttpMethod.POST, BASE)
            .putHeader("Idempotency-Key", key)
            .sendJsonObject(body));
  }

  private int userId() throws Exception {
    return list("?includeExpired=true").getJsonObject(0).getInteger("userId");
  }

  private static List<String> actions(int userId) throws Exception {
    List<String> actions = new ArrayList<>();
    for (JsonObject message : events(userId)) {
      actions.add(message.getString("action"));
    }
    return actions;
  }

  private static List<JsonObject> events(int userId) throws Exception {
    List<JsonObject> messages = new ArrayList<>();
    String stream = "user:events:" + userId + ":positions";
    for (Response entry : edge.redis(MARKET, Command.XRANGE, stream, "-", "+")) {
      messages.add(new JsonObject(entry.get(1).get(1).toString()));
    }
    return messages;
  }

  @Test
  void everyChangeIsToldInOrder() throws Exception {
    JsonObject made = create(position(leg(1, "2026-03-20", 1)));
    int id = made.getInteger("id");
    int user = made.getInteger("userId");
    trader.patch(BASE + "/" + id, new JsonObject().put("label", "x"));
    batch(2);
    JsonArray order = new JsonArray().add(new JsonObject().put("id", id).put("sortOrder", 3));
    reorder(order);
    trader.delete(BASE + "/" + id);
    eventually(
        () -> {
          try {
            return events(user).size() == 5;
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    assertThat(actions(user))
        .containsExactly("created", "updated", "batch_created", "reordered", "deleted");
    List<JsonObject> told = events(user);
    for (int i = 0; i < told.size(); i++) {
      assertThat(told.get(i).getString("type")).isEqualTo("position");
      assertThat(told.get(i).getInteger("seq")).isEqualTo(i + 1);
      assertThat(told.get(i).getInteger("user_id")).isEqualTo(user);
      assertThat(told.get(i).getInteger("userId")).isEqualTo(user);
      assertThat(told.get(i).getString("ts")).endsWith("Z");
      assertThat(told.get(i).getLong("timestamp")).isPositive();
    }
    assertThat(told.get(0).getJsonObject("position")).isEqualTo(made);
    assertThat(told.get(1).getJsonObject("position").getString("label")).isEqualTo("x");
    assertThat(told.get(2).getJsonArray("ids"))
        .hasSize(2)
        .isEqualTo(told.get(2).getJsonObject("position").getJsonArray("ids"));
    assertThat(told.get(3).getJsonArray("order")).isEqualTo(order);
    assertThat(told.get(4).getJsonObject("position")).isEqualTo(new JsonObject().put("id", id));
  }
}
