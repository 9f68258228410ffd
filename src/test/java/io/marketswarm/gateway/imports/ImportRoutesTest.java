package io.marketswarm.gateway.imports;

import static io.marketswarm.gateway.DataEdge.becomes;
import static io.marketswarm.store.BusName.MARKET;
import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.gateway.DataEdge;
import io.marketswarm.gateway.positions.PositionRoutes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Import batches over HTTP, and everything that goes when one is taken back. */
class ImportRoutesTest {
  private static final String BASE = "/api/imports";
  private static DataEdge edge;
  private static int users;

  private DataEdge.As trader;

  @BeforeAll
  static void start() throws Exception {
    edge = DataEdge.with(ImportRoutes::new, PositionRoutes::new);
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
  }

  @BeforeEach
  void someoneNew() {
    trader = edge.as("imports" + users++);
  }

  private JsonObject create(JsonObject body) throws Exception {
    HttpResponse<Buffer> answer = trader.post(BASE, body);
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(201);
    assertThat(answer.bodyAsJsonObject().getLong("ts")).isPositive();
    return answer.bodyAsJsonObject().getJsonObject("data");
  }

  private static void sql(String statement, Object... values) throws Exception {
    await(edge.database().pool().preparedQuery(statement).execute(Tuple.from(values)));
  }

  private static int count(String table, String where, Object... values) throws Exception {
    return await(
            edge.database()
                .pool()
                .preparedQuery("SELECT COUNT(*) AS n FROM " + table + " WHERE " + where)
                .execute(Tuple.from(values)))
        .iterator()
        .next()
        .getInteger("n");
  }

  private static Row onlyOrderEvent(int user) throws Exception {
    RowSet<Row> found =
        await(
            edge.database()
                .pool()
                .preparedQuery(
                    "SELECT * FROM position_events WHERE user_id = ? AND aggregate_type = 'order'")
                .execute(Tuple.of(user)));
    assertThat(found.size()).isEqualTo(1);
    return found.iterator().next();
  }

  private static String trade(String log, String batch, String entry) throws Exception {
    String id = UUID.randomUUID().toString();
    sql(
        "INSERT INTO trades (id, log_id, symbol, underlying, strategy, side, strike, entry_time,"
            + " entry_price, pnl, tags, import_batch_id) VALUES (?, ?, 'SPX', 'I:SPX',"
            + " 'butterfly', 'call', 6900, ?, 150, 0, '[\"a\"]', ?)",
        id,
        log,
        LocalDateTime.parse(entry),
        batch);
    sql(
        "INSERT INTO trade_events (id, trade_id, event_type, event_time) VALUES (?, ?, 'open', ?)",
        UUID.randomUUID().toString(),
        id,
        LocalDateTime.parse(entry));
    return id;
  }

  private static String log(int userId) throws Exception {
    String id = UUID.randomUUID().toString();
    sql(
        "INSERT INTO trade_logs (id, user_id, name, starting_capital) VALUES (?, ?, 'Log', 1)",
        id,
        userId);
    return id;
  }

  @Test
  void keepsWhatIsSaidOfABatch() throws Exception {
    JsonObject metadata = new JsonObject().put("originalCount", 3).put("file", "x.csv");
    JsonObject made =
        create(
            new JsonObject()
                .put("source", "tos")
                .put("sourceLabel", "March")
                .put("sourceMetadata", metadata));
    assertThat(made.getString("id")).matches("[0-9a-f-]{36}");
    assertThat(made.getString("status")).isEqualTo("active");
    assertThat(made.getJsonObject("sourceMetadata")).isEqualTo(metadata);
    assertThat(made.getInteger("tradeCount")).isZero();
    assertThat(made.getValue("revertedAt")).isNull();
    String path = BASE + "/" + made.getString("id");
    JsonObject counts = new JsonObject().put("tradeCount", 3);
    assertThat(trader.patch(path + "/counts", counts).bodyAsJsonObject())
        .isEqualTo(new JsonObject().put("success", true));
    assertThat(trader.get(path).bodyAsJsonObject().getJsonObject("data").getInteger("tradeCount"))
        .isEqualTo(3);
    assertThat(trader.patch(path + "/counts", new JsonObject().put("tradeCount", -1)).statusCode())
        .isEqualTo(400);
    assertThat(trader.post(BASE, new JsonObject()).bodyAsJsonObject().getString("error"))
        .isEqualTo("source is required");
  }

  @Test
  void listsTheNewestFirst() throws Exception {
    for (int i = 0; i < 3; i++) {
      create(new JsonObject().put("source", "custom").put("sourceLabel", "n" + i));
    }
    JsonArray all = trader.get(BASE).bodyAsJsonObject().getJsonArray("data");
    assertThat(all).hasSize(3);
    JsonArray page = trader.get(BASE + "?limit=1&offset=1").bodyAsJsonObject().getJsonArray("data");
    assertThat(page.getValue(0)).isEqualTo(all.getValue(1));
    assertThat(trader.get(BASE + "?status=reverted").bodyAsJsonObject().getJsonArray("data"))
        .isEmpty();
    assertThat(trader.get(BASE + "?status=gone").statusCode()).isEqualTo(400);
    assertThat(edge.as("imports-stranger").get(BASE).bodyAsJsonObject().getJsonArray("data"))
        .isEmpty();
  }

  @Test
  void aRepeatedKeyCreatesOneBatch() throws Exception {
    JsonObject body = new JsonObject().put("source", "tos");
    for (int i = 0; i < 2; i++) {
      await(
          trader
              .request(HttpMethod.POST, BASE)
              .putHeader("Idempotency-Key", "once")
              .sendJsonObject(body));
    }
    assertThat(trader.get(BASE).bodyAsJsonObject().getJsonArray("data")).hasSize(1);
  }

  @Test
  void whatIsNotOnesOwnDoesNotExist() throws Exception {
    String path = BASE + "/" + create(new JsonObject().put("source", "tos")).getString("id");
    DataEdge.As stranger = edge.as("imports-stranger");
    assertThat(stranger.get(path).statusCode()).isEqualTo(404);
    assertThat(stranger.get(path + "/trades").statusCode()).isEqualTo(404);
    assertThat(stranger.patch(path + "/counts", new JsonObject()).statusCode()).isEqualTo(404);
    HttpResponse<Buffer> revert = stranger.post(path + "/revert", new JsonObject());
    assertThat(revert.statusCode()).isEqualTo(404);
    assertThat(revert.bodyAsJsonObject().getString("error")).isEqualTo("Import batch not found");
  }

  @Test
  void takingABatchBackTakesEverythingThatCameWithIt() throws Exception {
    JsonObject batch = create(new JsonObject().put("source", "tos"));
    String id = batch.getString("id");
    int user = batch.getInteger("userId");
    String log = log(user);
    String kept = trade(log, null, "2026-03-01T10:00:00");
    String older = trade(log, id, "2026-03-01T11:00:00");
    String newer = trade(log, id, "2026-03-02T11:00:00");
    String position = UUID.randomUUID().toString();
    sql(
        "INSERT INTO positions (id, user_id, symbol, underlying, import_batch_id, version)"
            + " VALUES (?, ?, 'SPX', 'I:SPX', ?, 4)",
        position,
        user,
        id);
    sql(
        "INSERT INTO order_queue (user_id, trade_id, order_type, symbol, direction, limit_price,"
            + " quantity, status) VALUES (?, ?, 'exit', 'SPX', 'short', 4.5, 1, 'pending'),"
            + " (?, ?, 'exit', 'SPX', 'short', 4.75, 1, 'pending'),"
            + " (?, ?, 'exit', 'SPX', 'short', 4.5, 1, 'cancelled')",
        user,
        older,
        user,
        kept,
        user,
        newer);
    JsonObject legs =
        new JsonObject()
            .put("importBatchId", id)
            .put(
                "legs",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("strike", 6900)
                            .put("expiration", "2026-03-20")
                            .put("right", "call")
                            .put("quantity", 1)));
    int leg =
        trader
            .post("/api/positions", legs)
            .bodyAsJsonObject()
            .getJsonObject("data")
            .getInteger("id");
    JsonArray trades =
        trader.get(BASE + "/" + id + "/trades").bodyAsJsonObject().getJsonArray("data");
    assertThat(trades.stream().map(t -> ((JsonObject) t).getString("id")))
        .containsExactly(newer, older);
    assertThat(trades.getJsonObject(0).getString("entry_time")).isEqualTo("2026-03-02T11:00:00Z");
    assertThat(trades.getJsonObject(0).getDouble("entry_price_dollars")).isEqualTo(1.5);
    assertThat(trades.getJsonObject(0).getJsonArray("tags")).isEqualTo(new JsonArray().add("a"));

    HttpResponse<Buffer> answer = trader.post(BASE + "/" + id + "/revert", new JsonObject());
    assertThat(answer.bodyAsJsonObject().getJsonObject("data"))
        .isEqualTo(
            new JsonObject()
                .put("tradesReverted", 2)
                .put("positionsReverted", 2)
                .put("batchId", id)
                .put("status", "reverted"));
    assertThat(count("trades", "log_id = ?", log)).isEqualTo(1);
    assertThat(count("trade_events", "trade_id = ?", kept)).isEqualTo(1);
    assertThat(count("positions", "id = ?", position)).isZero();
    assertThat(count("leg_positions", "id = ?", leg)).isZero();
    assertThat(
            count(
                "position_events",
                "aggregate_id = ? AND event_type = 'PositionDeleted' AND aggregate_version = 5"
                    + " AND published_at IS NULL AND event_seq = 2",
                position))
        .isEqualTo(1);
    assertThat(count("order_queue", "user_id = ? AND status = 'pending'", user)).isEqualTo(1);
    Row cancelled = onlyOrderEvent(user);
    assertThat(cancelled.getLong("event_seq")).isEqualTo(1);
    assertThat(cancelled.getString("event_type")).isEqualTo("OrderCancelled");
    assertThat(cancelled.getInteger("aggregate_version")).isEqualTo(2);
    JsonObject order = new JsonObject(cancelled.getString("payload"));
    assertThat(order.getString("id")).isEqualTo(cancelled.getString("aggregate_id"));
    assertThat(order.getString("trade_id")).isEqualTo(older).isEqualTo(order.getString("tradeId"));
    assertThat(order.getString("status")).isEqualTo("cancelled");
    assertThat(order.getDouble("limitPrice")).isEqualTo(4.5);
    becomes(
        () ->
            edge.redis(MARKET, Command.XREVRANGE, "user:events:" + user + ":positions", "+", "-")
                .get(0)
                .get(1)
                .get(1)
                .toString()
                .contains("\"action\":\"deleted\""));
    JsonObject told = trader.get(BASE + "/" + id).bodyAsJsonObject().getJsonObject("data");
    assertThat(told.getString("status")).isEqualTo("reverted");
    assertThat(told.getString("revertedAt")).endsWith("Z");
    HttpResponse<Buffer> again = trader.post(BASE + "/" + id + "/revert", new JsonObject());
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.bodyAsJsonObject().getString("error")).isEqualTo("Batch already reverted");
  }

  @Test
  void ofManyWhoTakeItBackOneDoes() throws Exception {
    JsonObject batch = create(new JsonObject().put("source", "tos"));
    String id = batch.getString("id");
    trade(log(batch.getInteger("userId")), id, "2026-03-01T10:00:00");
    List<Future<HttpResponse<Buffer>>> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(
          trader
              .request(HttpMethod.POST, BASE + "/" + id + "/revert")
              .sendJsonObject(new JsonObject()));
    }
    await(Future.all(all));
    assertThat(all).filteredOn(answer -> answer.result().statusCode() == 200).hasSize(1);
    assertThat(all).filteredOn(answer -> answer.result().statusCode() == 400).hasSize(4);
  }
}
