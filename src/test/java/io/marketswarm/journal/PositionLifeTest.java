package io.marketswarm.journal;

import static io.marketswarm.journal.Trader.data;
import static io.marketswarm.journal.Trader.list;
import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.EventFamily;
import io.marketswarm.bus.UserEvent;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Positions and orders: each change is one version, and is told once, in order. */
class PositionLifeTest {
  private static JournalServer journal;
  private static final List<UserEvent> TOLD = new CopyOnWriteArrayList<>();
  private final Trader ada = journal.trader();

  @BeforeAll
  static void open() {
    journal = JournalServer.start();
    get(journal.messages.consume(Addresses.USER_EVENTS, TOLD::add).ready());
  }

  @AfterAll
  static void close() {
    journal.close();
  }

  @Test
  void isPlannedFilledChangedAndClosed() {
    HttpResponse<Buffer> created =
        ada.post("/api/positions", butterfly(), "Idempotency-Key", "plan-1");
    JsonObject position = data(created);
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.getHeader("ETag")).isEqualTo("\"1\"");
    assertThat(position.getInteger("version")).isEqualTo(1);
    assertThat(position.getString("status")).isEqualTo("planned");
    assertThat(position.getString("positionType")).isEqualTo("butterfly");
    assertThat(position.getString("underlying")).isEqualTo("I:SPX");
    String path = "/api/positions/" + position.getString("id");
    String leg = position.getJsonArray("legs").getJsonObject(0).getString("id");

    HttpResponse<Buffer> filled =
        ada.post(
            path + "/fills",
            new JsonObject().put("legId", leg).put("price", 6.0).put("quantity", 1));
    assertThat(filled.statusCode()).isEqualTo(201);
    assertThat(data(filled).getString("status")).isEqualTo("open");
    assertThat(data(filled).getInteger("version")).isEqualTo(2);

    JsonObject tags = new JsonObject().put("tags", new JsonArray().add("0DTE"));
    HttpResponse<Buffer> late = ada.patch(path, tags, "If-Match", "1");
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.bodyAsJsonObject().getInteger("currentVersion")).isEqualTo(2);
    assertThat(data(ada.patch(path, tags, "If-Match", "W/\"2\"")).getInteger("version"))
        .isEqualTo(3);
    assertThat(data(ada.patch(path, new JsonObject().put("visible", true))).getInteger("version"))
        .isEqualTo(3);

    assertThat(ada.post(path + "/close", null).statusCode()).isEqualTo(428);
    assertThat(
            ada.post(path + "/close", null, "If-Match", "2")
                .bodyAsJsonObject()
                .getInteger("currentVersion"))
        .isEqualTo(3);
    JsonObject closed = data(ada.post(path + "/close", null, "If-Match", "3"));
    assertThat(closed.getString("status")).isEqualTo("closed");
    assertThat(closed.getInteger("version")).isEqualTo(4);
    assertThat(
            ada.post(
                    path + "/fills",
                    new JsonObject().put("legId", leg).put("price", 1).put("quantity", 1))
                .statusCode())
        .isEqualTo(409);

    HttpResponse<Buffer> again =
        ada.post("/api/positions", butterfly(), "Idempotency-Key", "plan-1");
    assertThat(data(again).getString("id")).isEqualTo(position.getString("id"));

    List<JsonObject> events = eventsOf(ada, 4);
    assertThat(events)
        .extracting(event -> event.getString("type"))
        .containsExactly("PositionCreated", "FillRecorded", "PositionAdjusted", "PositionClosed");
    assertThat(events).extracting(event -> event.getInteger("seq")).containsExactly(1, 2, 3, 4);
    assertThat(events)
        .extracting(event -> event.getInteger("aggregate_version"))
        .containsExactly(1, 2, 3, 4);
    assertThat(events.get(1).getJsonObject("payload").getJsonObject("fill").getInteger("price"))
        .isEqualTo(6);
    assertThat(events)
        .allSatisfy(event -> assertThat(event.getInteger("user_id")).isEqualTo(ada.id()));
    assertThat(ada.delete(path).bodyAsJsonObject())
        .isEqualTo(new JsonObject().put("success", true));
    assertThat(eventsOf(ada, 5).get(4).getInteger("aggregate_version")).isEqualTo(5);
  }

  @Test
  void tellsAtAGlanceWhatWasPaid() {
    JsonObject position = data(ada.post("/api/positions", butterfly()));
    String path = "/api/positions/" + position.getString("id");
    double[] prices = {6.00, 3.20, 1.50};
    int[] quantities = {1, -2, 1};
    for (int i = 0; i < 3; i++) {
      data(
          ada.post(
              path + "/fills",
              new JsonObject()
                  .put("legId", position.getJsonArray("legs").getJsonObject(i).getString("id"))
                  .put("price", prices[i])
                  .put("quantity", quantities[i])));
    }
    JsonObject figures = data(ada.get(path + "/snapshot")).getJsonObject("metadata");
    assertThat(figures.getDouble("netDebit")).isEqualTo(1.1);
    assertThat(figures.getString("derivedStrategy")).isEqualTo("butterfly");
    assertThat(figures.getLong("dte")).isPositive();
    assertThat(list(ada.get("/api/positions?status=open"))).hasSize(1);
    assertThat(list(ada.get("/api/positions?status=planned"))).isEmpty();
  }

  @Test
  void refusesLegsThatAreNone() {
    JsonObject bad =
        new JsonObject()
            .put("symbol", "SPX")
            .put(
                "legs",
                new JsonArray()
                    .add(new JsonObject().put("quantity", 0))
                    .add(new JsonObject().put("quantity", 1).put("strike", 6000)));
    assertThat(ada.post("/api/positions", bad).statusCode()).isEqualTo(400);
    assertThat(ada.post("/api/positions", new JsonObject()).bodyAsJsonObject().getString("error"))
        .contains("symbol is required")
        .contains("legs array is required");
    JsonArray many = new JsonArray();
    IntStream.range(0, 10_000)
        .forEach(i -> many.add(new JsonObject().put("quantity", 1).put("instrumentType", "stock")));
    assertThat(
            ada.post("/api/positions", new JsonObject().put("symbol", "SPX").put("legs", many))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void ofAHundredChangesToOneVersionOneIsMade() {
    JsonObject position = data(ada.post("/api/positions", butterfly()));
    String path = "/api/positions/" + position.getString("id");
    List<HttpResponse<Buffer>> answers =
        get(Future.all(
                IntStream.range(0, 100)
                    .mapToObj(
                        i ->
                            ada.asking(
                                HttpMethod.PATCH,
                                path,
                                new JsonObject().put("campaignId", "c" + i),
                                "If-Match",
                                "1"))
                    .toList()))
            .list();
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 200)).hasSize(1);
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 409)).hasSize(99);
    assertThat(data(ada.get(path)).getInteger("version")).isEqualTo(2);
    assertThat(eventsOf(ada, 2)).hasSize(2);
  }

  @Test
  void ofAHundredChangesToOneTradeOneIsMade() {
    String path = "/api/trades/" + ada.newTrade(ada.newLog(), new JsonObject()).getString("id");
    List<HttpResponse<Buffer>> answers =
        get(Future.all(
                IntStream.range(0, 100)
                    .mapToObj(
                        i ->
                            ada.asking(
                                HttpMethod.PATCH,
                                path,
                                new JsonObject().put("notes", "n" + i),
                                "If-Match",
                                "1"))
                    .toList()))
            .list();
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 200)).hasSize(1);
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 409)).hasSize(99);
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 409))
        .allMatch(answer -> answer.bodyAsJsonObject().getInteger("currentVersion") == 2);
    assertThat(data(ada.get(path)).getInteger("version")).isEqualTo(2);
  }

  @Test
  void aStrictOperatorWantsTheVersionNamed() {
    String path = "/api/positions/" + data(ada.post("/api/positions", butterfly())).getString("id");
    JsonObject change = new JsonObject().put("campaignId", "c");
    data(ada.patch(path, change));
    data(ada.patch(path + "?force=true", change, "If-Match", "1"));
    try (JournalServer strict = JournalServer.start(Map.of("JOURNAL_STRICT_IF_MATCH", "true"))) {
      Trader same = new Trader(strict, ada.id(), "observer");
      assertThat(same.patch(path, change).statusCode()).isEqualTo(428);
      for (String version : List.of("3", "\"4\"", "W/\"5\"", "*")) {
        data(same.patch(path, change, "If-Match", version));
      }
      assertThat(same.patch(path, change, "If-Match", "seven").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void ofAHundredDuplicatesOneOrderIsMade() {
    JsonObject order =
        new JsonObject()
            .put("order_type", "entry")
            .put("symbol", "SPX")
            .put("direction", "long")
            .put("limit_price", 1.5);
    List<HttpResponse<Buffer>> answers =
        get(Future.all(
                IntStream.range(0, 100)
                    .mapToObj(
                        i ->
                            ada.asking(
                                HttpMethod.POST, "/api/orders", order, "Idempotency-Key", "o-1"))
                    .toList()))
            .list();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
    assertThat(answers)
        .extracting(HttpResponse::bodyAsString)
        .containsOnly(answers.get(0).bodyAsString());
    assertThat(journal.count("SELECT COUNT(*) FROM order_queue WHERE user_id = ?", ada.id()))
        .isEqualTo(1);
    assertThat(eventsOf(ada, 1)).hasSize(1);
  }

  @Test
  void ordersFillOnceAndCloseWhatTheyAreFor() {
    String log = ada.newLog();
    JsonObject trade = ada.newTrade(log, new JsonObject());
    JsonObject exit =
        new JsonObject()
            .put("order_type", "exit")
            .put("symbol", "SPX")
            .put("direction", "short")
            .put("limit_price", 4.5)
            .put("trade_id", trade.getString("id"));
    JsonObject order = data(ada.post("/api/orders", exit));
    assertThat(order.getDouble("limitPrice")).isEqualTo(4.5);
    JsonObject active = data(ada.get("/api/orders/active"));
    assertThat(active.getJsonArray("pending_exits")).hasSize(1);
    assertThat(active.getInteger("total")).isEqualTo(1);
    String path = "/api/orders/" + order.getInteger("id");
    assertThat(
            data(ada.patch(path, new JsonObject().put("limit_price", 5))).getInteger("limit_price"))
        .isEqualTo(5);

    JsonObject filled = data(ada.post(path + "/execute", null));
    assertThat(filled.getJsonObject("order").getString("status")).isEqualTo("filled");
    assertThat(filled.getJsonObject("trade").getInteger("pnl")).isEqualTo(35_000);
    assertThat(ada.post(path + "/execute", null).statusCode()).isEqualTo(409);
    assertThat(ada.delete(path).statusCode()).isEqualTo(404);
    assertThat(ada.post("/api/orders", exit).statusCode()).isEqualTo(404);

    JsonObject entry =
        data(
            ada.post(
                "/api/orders",
                exit.copy()
                    .put("order_type", "entry")
                    .put("direction", "long")
                    .putNull("trade_id")));
    JsonObject opened =
        data(
            ada.post(
                "/api/orders/" + entry.getInteger("id") + "/execute",
                new JsonObject().put("fill_price", 1.25)));
    assertThat(opened.getString("status")).isEqualTo("open");
    assertThat(opened.getJsonArray("tags")).containsExactly("order:" + entry.getInteger("id"));

    JsonObject unwanted =
        data(ada.post("/api/orders", exit.copy().put("order_type", "entry").putNull("trade_id")));
    assertThat(ada.delete("/api/orders/" + unwanted.getInteger("id")).statusCode()).isEqualTo(200);
    assertThat(eventsOf(ada, 7))
        .extracting(event -> event.getString("type"))
        .containsExactly(
            "OrderCreated",
            "OrderFilled",
            "OrderCreated",
            "OrderFilled",
            "PositionCreated",
            "OrderCreated",
            "OrderCancelled");
    assertThat(ada.get("/api/orders/abc/x").statusCode()).isEqualTo(404);
    assertThat(ada.delete("/api/orders/abc").statusCode()).isEqualTo(400);
  }

  @Test
  void ordersOfATradeThatIsRemovedAreCancelledAndToldSo() {
    String batch =
        data(ada.post("/api/imports", new JsonObject().put("source", "tos"))).getString("id");
    JsonObject removed = ada.newTrade(ada.newLog(), new JsonObject());
    JsonObject reverted =
        data(ada.post("/api/trades", Trader.butterfly().put("import_batch_id", batch)));
    for (JsonObject trade : List.of(removed, reverted)) {
      data(
          ada.post(
              "/api/orders",
              new JsonObject()
                  .put("order_type", "exit")
                  .put("symbol", "SPX")
                  .put("direction", "short")
                  .put("limit_price", 4.5)
                  .put("trade_id", trade.getString("id"))));
    }
    assertThat(ada.delete("/api/trades/" + removed.getString("id")).statusCode()).isEqualTo(200);
    assertThat(ada.post("/api/imports/" + batch + "/revert", null).statusCode()).isEqualTo(200);
    assertThat(eventsOf(ada, 4))
        .extracting(event -> event.getString("type"))
        .containsExactly("OrderCreated", "OrderCreated", "OrderCancelled", "OrderCancelled");
    assertThat(data(ada.get("/api/orders/active")).getInteger("total")).isZero();
  }

  @Test
  void replaysWhatTheBusNoLongerHolds() {
    JsonObject position = data(ada.post("/api/positions", butterfly()));
    String path = "/api/positions/" + position.getString("id");
    for (int i = 0; i < 4; i++) {
      data(ada.patch(path, new JsonObject().put("campaignId", "c" + i)));
    }
    eventsOf(ada, 5);
    Trader gateway = new Trader(journal, 0, "service");
    JsonObject replay =
        gateway
            .get("/api/internal/position-events?user_id=" + ada.id() + "&after=2&limit=2")
            .bodyAsJsonObject();
    assertThat(replay.getInteger("count")).isEqualTo(2);
    assertThat(replay.getInteger("last_seq")).isEqualTo(5);
    assertThat(replay.getInteger("oldest_seq")).isEqualTo(1);
    assertThat(replay.getJsonArray("data").getJsonObject(0).getInteger("event_seq")).isEqualTo(3);
    assertThat(ada.get("/api/internal/position-events?user_id=" + ada.id()).statusCode())
        .isEqualTo(403);
  }

  /** What was told to a trader on the market bus, once it is {@code count}. */
  private static List<JsonObject> eventsOf(Trader trader, int count) {
    until(count + " events are told", () -> stored(trader).size() >= count);
    until(
        "the event bus has them as well",
        () -> TOLD.stream().filter(event -> event.userId() == trader.id()).count() >= count);
    List<JsonObject> events = stored(trader);
    assertThat(events).hasSize(count);
    return events;
  }

  private static List<JsonObject> stored(Trader trader) {
    Response entries =
        get(
            journal
                .stores
                .market()
                .send(
                    Request.cmd(Command.XRANGE)
                        .arg(EventFamily.TRADE_LOG.streamKey(trader.id()))
                        .arg("-")
                        .arg("+")));
    return StreamSupport.stream(entries.spliterator(), false)
        .map(entry -> new JsonObject(entry.get(1).get(1).toString()))
        .toList();
  }

  static JsonObject butterfly() {
    JsonArray legs = new JsonArray();
    int[][] shape = {{5980, 1}, {6000, -2}, {6020, 1}};
    for (int[] leg : shape) {
      legs.add(
          new JsonObject()
              .put("strike", leg[0])
              .put("right", "call")
              .put("expiry", "2027-01-15")
              .put("quantity", leg[1]));
    }
    return new JsonObject().put("symbol", "SPX").put("legs", legs);
  }
}
