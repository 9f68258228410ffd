package io.marketswarm.journal;

import static io.marketswarm.journal.Trader.butterfly;
import static io.marketswarm.journal.Trader.data;
import static io.marketswarm.journal.Trader.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many trades in one request: an import as the page makes it, and one of legs. */
class BulkEntryTest {
  private static JournalServer journal;
  private final Trader ada = journal.trader();

  @BeforeAll
  static void open() {
    journal = JournalServer.start();
  }

  @AfterAll
  static void close() {
    journal.close();
  }

  private HttpResponse<Buffer> bulk(String log, String batch, JsonArray trades) {
    return ada.post(
        "/api/trades/bulk",
        new JsonObject().put("log_id", log).put("import_batch_id", batch).put("trades", trades));
  }

  @Test
  void entersTheGoodOnesAndNamesTheOthers() {
    String log = ada.newLog();
    String batch =
        data(ada.post(
                "/api/imports",
                new JsonObject()
                    .put("source", "tos")
                    .put("sourceMetadata", new JsonObject().put("logId", log))))
            .getString("id");
    JsonObject closed =
        butterfly()
            .put("source", "import:tos")
            .put("entry_mode", "freeform")
            .put("entry_price", 1500)
            .put("entry_time", "2026-01-05T15:00:00Z")
            .put("exit_time", "2026-01-05T20:00:00Z")
            .put("exit_price", 1600)
            .put("dte", 0)
            .put("log_id", "somewhere else");
    JsonArray trades =
        new JsonArray()
            .add(closed)
            .add(butterfly().put("strike", "high"))
            .add(closed.copy().putNull("entry_time"))
            .add(butterfly().put("quantity", -2));
    JsonObject answer = bulk(null, batch, trades).bodyAsJsonObject();
    assertThat(answer.getInteger("created")).as(answer.encode()).isEqualTo(2);
    assertThat(
            answer.getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getInteger("index")))
        .containsExactly(1, 2);
    assertThat(answer.getJsonArray("errors").getJsonObject(0).getString("error"))
        .isEqualTo("strike must be a number");
    List<JsonObject> entered = list(ada.get("/api/imports/" + batch + "/trades"));
    assertThat(entered).hasSize(2);
    assertThat(entered).extracting(trade -> trade.getString("log_id")).containsOnly(log);
    JsonObject won = data(ada.get("/api/trades/" + answer.getJsonArray("ids").getString(0)));
    assertThat(won.getInteger("entry_price")).isEqualTo(150_000);
    assertThat(won.getInteger("pnl")).isEqualTo(1_000_000);
    assertThat(won.getJsonArray("events")).hasSize(2);
    assertThat(
            ada.post("/api/imports/" + batch + "/revert", null)
                .bodyAsJsonObject()
                .getJsonObject("data")
                .getInteger("tradesReverted"))
        .isEqualTo(2);
    assertThat(bulk(null, batch, trades).statusCode()).as("a reverted batch").isEqualTo(409);
    assertThat(list(ada.get("/api/logs/" + log + "/trades"))).isEmpty();
  }

  @Test
  void netsLegsToThePremiumOfOneUnit() {
    String log = ada.newLog();
    JsonObject spread =
        new JsonObject()
            .put("entry_mode", "freeform")
            .put("entry_time", "2026-01-05T15:00:00Z")
            .put("exit_time", "2026-01-05T20:00:00Z")
            .put(
                "legs",
                new JsonArray()
                    .add(leg(5900, "put", 2, 3.10, 1.00))
                    .add(leg(5920, "put", -2, 5.60, 1.25)));
    JsonObject wings =
        new JsonObject()
            .put(
                "legs",
                new JsonArray()
                    .add(leg(5980, "call", 3, 30, null))
                    .add(leg(6000, "call", -6, 20, null))
                    .add(leg(6020, "call", 3, 11.5, null)));
    JsonObject none = new JsonObject().put("legs", new JsonArray().add(leg(1, "up", 0, -1, null)));
    JsonObject answer =
        bulk(log, null, new JsonArray().add(spread).add(wings).add(none)).bodyAsJsonObject();
    assertThat(answer.getInteger("created")).as(answer.encode()).isEqualTo(2);
    JsonObject sold = data(ada.get("/api/trades/" + answer.getJsonArray("ids").getString(0)));
    assertThat(sold.getString("strategy")).isEqualTo("vertical");
    assertThat(sold.getString("side")).isEqualTo("put");
    assertThat(sold.getInteger("strike")).isEqualTo(5920);
    assertThat(sold.getInteger("width")).isEqualTo(20);
    assertThat(sold.getInteger("quantity")).isEqualTo(-2);
    assertThat(sold.getInteger("entry_price")).isEqualTo(250);
    assertThat(sold.getInteger("exit_price")).isEqualTo(25);
    assertThat(sold.getInteger("pnl")).as("sold at 2.50, bought at 0.25").isEqualTo(45_000);
    JsonObject bought = data(ada.get("/api/trades/" + answer.getJsonArray("ids").getString(1)));
    assertThat(bought.getString("strategy")).isEqualTo("butterfly");
    assertThat(bought.getInteger("quantity")).isEqualTo(3);
    assertThat(bought.getInteger("entry_price")).isEqualTo(150);
    assertThat(bought.getString("status")).isEqualTo("open");
  }

  private static JsonObject leg(int strike, String right, int quantity, double price, Double exit) {
    JsonObject leg =
        new JsonObject()
            .put("strike", strike)
            .put("right", right)
            .put("expiration", "2027-01-15")
            .put("quantity", quantity)
            .put("price", price);
    return exit == null ? leg : leg.put("exit_price", exit);
  }

  @Test
  void takesFiveThousandAndNoMore() {
    String log = ada.newLog();
    JsonArray many = new JsonArray();
    IntStream.range(0, 5_000).forEach(i -> many.add(butterfly().put("notes", "n" + i)));
    assertThat(bulk(log, null, many).bodyAsJsonObject().getInteger("created")).isEqualTo(5_000);
    assertThat(bulk(log, null, many.copy().add(butterfly())).statusCode()).isEqualTo(400);
    assertThat(bulk(log, null, new JsonArray()).statusCode()).isEqualTo(400);
    HttpResponse<Buffer> none = bulk(log, null, new JsonArray().add(new JsonObject()));
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(none.bodyAsJsonObject().getJsonArray("errors")).hasSize(1);
    assertThat(
            journal.count(
                "SELECT COUNT(*) FROM trades t JOIN trade_events e ON e.trade_id = t.id"
                    + " WHERE t.log_id = ?",
                log))
        .isEqualTo(5_000);
  }
}
