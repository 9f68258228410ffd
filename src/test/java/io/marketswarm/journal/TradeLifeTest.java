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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Trades from entry to exit, with the golden cases of their arithmetic. */
class TradeLifeTest {
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

  @Test
  void closesAButterflyAtAProfit() {
    String log = ada.newLog();
    JsonObject trade = ada.newTrade(log, new JsonObject().put("entry_time", "2026-01-05T15:00:00"));
    assertThat(trade.getString("status")).isEqualTo("open");
    assertThat(trade.getInteger("entry_price")).isEqualTo(150);
    assertThat(trade.getDouble("entry_price_dollars")).isEqualTo(1.5);
    assertThat(trade.getString("underlying")).isEqualTo("I:SPX");
    assertThat(trade.getString("entry_time")).isEqualTo("2026-01-05T15:00:00Z");
    assertThat(trade.getJsonArray("tags")).isEmpty();

    JsonObject closed =
        data(ada.post(path(trade) + "/close", new JsonObject().put("exit_price", 4.5)));
    assertThat(closed.getString("status")).isEqualTo("closed");
    assertThat(closed.getInteger("exit_price")).isEqualTo(450);
    assertThat(closed.getInteger("pnl")).isEqualTo(30_000);
    assertThat(closed.getInteger("pnl_dollars")).isEqualTo(300);
    assertThat(closed.getInteger("planned_risk")).isEqualTo(15_000);
    assertThat(closed.getDouble("r_multiple")).isEqualTo(2);

    List<JsonObject> events =
        data(ada.get(path(trade))).getJsonArray("events").stream()
            .map(JsonObject.class::cast)
            .toList();
    assertThat(events).extracting(e -> e.getString("event_type")).containsExactly("open", "close");
    assertThat(events).extracting(e -> e.getInteger("price")).containsExactly(150, 450);
    assertThat(ada.post(path(trade) + "/close", new JsonObject().put("exit_price", 1)).statusCode())
        .isEqualTo(404);
  }

  @Test
  void multipliesByWhatASymbolIsWorth() {
    assertThat(closedFuture("ES").getInteger("pnl")).isEqualTo(25_000);
    assertThat(closedFuture("ES").getInteger("planned_risk")).isEqualTo(50_000);
    assertThat(closedFuture("ES").getDouble("r_multiple")).isEqualTo(0.5);
    assertThat(closedFuture("MES").getInteger("pnl")).isEqualTo(2_500);
    assertThat(closedFuture("MES").getDouble("r_multiple")).isEqualTo(0.05);
    assertThat(closedFuture("NOPE").getInteger("pnl")).isEqualTo(50_000);
  }

  private JsonObject closedFuture(String symbol) {
    JsonObject trade =
        data(
            ada.post(
                "/api/trades",
                butterfly()
                    .put("symbol", symbol)
                    .put("entry_price", 10)
                    .put("quantity", 2)
                    .put("planned_risk", 500)));
    assertThat(trade.getString("underlying")).isEqualTo("I:" + symbol);
    return data(ada.post(path(trade) + "/close", new JsonObject().put("exit_price", 12.5)));
  }

  @Test
  void earnsOnAShortThatFalls() {
    JsonObject trade =
        data(ada.post("/api/trades", butterfly().put("entry_price", 2.0).put("quantity", -1)));
    JsonObject closed =
        data(ada.post(path(trade) + "/close", new JsonObject().put("exit_price", 0.5)));
    assertThat(closed.getInteger("pnl")).isEqualTo(15_000);
    assertThat(closed.getValue("r_multiple")).isNull();
    assertThat(closed.getValue("planned_risk")).isNull();
  }

  @Test
  void averagesWhatIsAddedAndBooksWhatIsSold() {
    JsonObject trade =
        data(ada.post("/api/trades", butterfly().put("entry_price", 2.0).put("quantity", 2)));
    JsonObject added =
        data(
            ada.post(
                path(trade) + "/adjust",
                new JsonObject().put("price", 1.1).put("quantity_change", 1)));
    assertThat(added.getString("event_type")).isEqualTo("adjust");
    assertThat(added.getInteger("quantity_change")).isEqualTo(1);
    assertThat(data(ada.get(path(trade))).getInteger("entry_price")).isEqualTo(170);
    assertThat(data(ada.get(path(trade))).getInteger("quantity")).isEqualTo(3);

    data(
        ada.post(
            path(trade) + "/adjust",
            new JsonObject().put("price", 2.5).put("quantity_change", -1)));
    for (int tooMuch : List.of(-2, -3)) {
      assertThat(
              ada.post(
                      path(trade) + "/adjust",
                      new JsonObject().put("price", 1).put("quantity_change", tooMuch))
                  .statusCode())
          .isEqualTo(400);
    }
    JsonObject closed =
        data(ada.post(path(trade) + "/close", new JsonObject().put("exit_price", 3)));
    assertThat(closed.getInteger("pnl")).isEqualTo(34_000);
  }

  @Test
  void readsMoneyAsItWasMeant() {
    Object[][] cases = {
      {2.3, 230},
      {1.15, 115},
      {0.29, 29},
      {4.35, 435},
      {19.99, 1999},
      {8.2, 820},
      {5, 500},
      {999, 99_900},
      {1000, 1000},
      {1000.5, 100_050}
    };
    for (Object[] one : cases) {
      JsonObject trade = data(ada.post("/api/trades", butterfly().put("entry_price", one[0])));
      assertThat(trade.getInteger("entry_price")).isEqualTo(one[1]);
    }
    JsonObject dollars =
        data(
            ada.post(
                "/api/trades", butterfly().put("entry_price", 1500).put("price_unit", "dollars")));
    assertThat(dollars.getInteger("entry_price")).isEqualTo(150_000);
    JsonObject cents =
        data(
            ada.post("/api/trades", butterfly().put("entry_price", 15).put("price_unit", "cents")));
    assertThat(cents.getInteger("entry_price")).isEqualTo(15);
  }

  @Test
  void expiresAtAQuarterPastFourInNewYork() {
    assertThat(expiration("2026-01-05T15:00:00Z", 3)).isEqualTo("2026-01-08T21:15:00Z");
    assertThat(expiration("2026-07-06T15:00:00Z", 3)).isEqualTo("2026-07-09T20:15:00Z");
    assertThat(expiration("2026-07-07T02:00:00Z", 0)).isEqualTo("2026-07-06T20:15:00Z");
  }

  private String expiration(String entered, int dte) {
    return data(ada.post("/api/trades", butterfly().put("entry_time", entered).put("dte", dte)))
        .getString("expiration_date");
  }

  @Test
  void entersAnImportedTradeThatIsOver() {
    JsonObject trade =
        data(
            ada.post(
                "/api/trades",
                butterfly()
                    .put("entry_mode", "freeform")
                    .put("source", "import:tos")
                    .put("entry_price", 1500)
                    .put("entry_time", "2026-01-05T15:00:00Z")
                    .put("exit_time", "2026-01-05T20:00:00Z")
                    .put("exit_price", 1600)
                    .put("dte", 0)
                    .put("commission", 2.5)
                    .put("status", "closed")
                    .put("import_batch_id", "import-1700000000000-abc")
                    .put("tags", new JsonArray().add("imported"))));
    assertThat(trade.getString("status")).isEqualTo("closed");
    assertThat(trade.getInteger("entry_price")).isEqualTo(150_000);
    assertThat(trade.getInteger("pnl")).isEqualTo(1_000_000);
    assertThat(trade.getInteger("commission")).isEqualTo(250);
    assertThat(trade.getValue("expiration_date")).isNull();
    assertThat(trade.getValue("import_batch_id")).isNull();
    assertThat(trade.getJsonArray("tags"))
        .containsExactly("imported", "batch:import-1700000000000-abc");
    assertThat(data(ada.get(path(trade))).getJsonArray("events")).hasSize(2);
  }

  @Test
  void makesALogForWhoHasNone() {
    assertThat(list(ada.get("/api/trades"))).isEmpty();
    data(ada.post("/api/trades", butterfly()));
    JsonObject log = list(ada.get("/api/logs")).get(0);
    assertThat(log.getString("name")).isEqualTo("Default Log");
    assertThat(log.getInteger("starting_capital")).isEqualTo(2_500_000);
    assertThat(log.getInteger("open_trades")).isEqualTo(1);
    assertThat(list(ada.get("/api/trades"))).hasSize(1);
  }

  @Test
  void editsOnlyWhatMayBeEditedAndOnlyTheVersionMeant() {
    JsonObject trade = data(ada.post("/api/trades", butterfly()));
    JsonObject edited =
        data(
            ada.patch(
                path(trade),
                new JsonObject()
                    .put("notes", "late entry")
                    .put("pnl", 1)
                    .put("log_id", "x")
                    .put("dte", 2)
                    .putNull("width"),
                "If-Match",
                "\"1\""));
    assertThat(edited.getString("notes")).isEqualTo("late entry");
    assertThat(edited.getValue("pnl")).isNull();
    assertThat(edited.getValue("width")).isNull();
    assertThat(edited.getInteger("version")).isEqualTo(2);
    assertThat(edited.getString("expiration_date")).isNotNull();

    HttpResponse<Buffer> late =
        ada.patch(path(trade), new JsonObject().put("notes", "x"), "If-Match", "1");
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.bodyAsJsonObject().getInteger("currentVersion")).isEqualTo(2);
    assertThat(
            ada.patch(path(trade), new JsonObject().put("notes", "x"), "If-Match", "abc")
                .statusCode())
        .isEqualTo(400);
    assertThat(
            data(ada.put(
                    path(trade) + "?force=true",
                    new JsonObject().put("notes", "y"),
                    "If-Match",
                    "1"))
                .getString("notes"))
        .isEqualTo("y");
    assertThat(ada.put(path(trade), new JsonObject().put("status", "closed")).bodyAsJsonObject())
        .isEqualTo(new JsonObject().put("success", false).put("error", "exit_price required"));
    assertThat(
            data(ada.put(
                    path(trade), new JsonObject().put("status", "closed").put("exit_price", 2)))
                .getString("status"))
        .isEqualTo("closed");
    JsonObject corrected = data(ada.put(path(trade), new JsonObject().put("entry_price", 100)));
    assertThat(corrected.getInteger("pnl")).isEqualTo(10_000);
    assertThat(corrected.getInteger("entry_price")).isEqualTo(100);
  }

  @Test
  void keepsWhatASimulatedTradeWasJudgedBy() {
    JsonObject trade = data(ada.post("/api/trades", butterfly().put("entry_mode", "simulated")));
    assertThat(ada.put(path(trade), new JsonObject().put("strike", 6010)).statusCode())
        .isEqualTo(403);
    assertThat(ada.put(path(trade), new JsonObject().put("notes", "fine")).statusCode())
        .isEqualTo(200);
    data(
        ada.put(
            path(trade),
            new JsonObject()
                .put("strike", 6010)
                .put("correction_reason", "typed the wrong strike")));
    var row =
        journal
            .sql("SELECT * FROM trade_corrections WHERE trade_id = ?", trade.getString("id"))
            .iterator()
            .next();
    assertThat(row.getString("field_name")).isEqualTo("strike");
    assertThat(row.getString("original_value")).startsWith("6000");
    assertThat(row.getString("corrected_value")).isEqualTo("6010");
    assertThat(row.getInteger("corrected_by")).isEqualTo(ada.id());
  }

  @Test
  void saysEverythingThatIsWrong() {
    HttpResponse<Buffer> answer =
        ada.post(
            "/api/trades",
            new JsonObject()
                .put("strategy", 5)
                .put("strike", "high")
                .put("entry_price", 1e300)
                .put("quantity", 0)
                .put("entry_time", "yesterday")
                .put("tags", new JsonArray().add("ok").add(7))
                .put("entry_mode", "psychic"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(
            answer.bodyAsJsonObject().getJsonArray("problems").stream()
                .map(p -> ((JsonObject) p).getString("field")))
        .containsExactlyInAnyOrder(
            "strategy",
            "side",
            "strike",
            "entry_price",
            "quantity",
            "entry_time",
            "tags[1]",
            "entry_mode");
    assertThat(answer.bodyAsJsonObject().getString("error")).contains("side is required");
  }

  @Test
  void listsByWhatIsAsked() {
    String log = ada.newLog();
    for (int day = 5; day < 9; day++) {
      ada.newTrade(
          log,
          new JsonObject()
              .put("entry_time", "2026-01-0" + day + "T15:00:00Z")
              .put("symbol", day % 2 == 0 ? "SPX" : "NDX"));
    }
    String trades = "/api/logs/" + log + "/trades";
    assertThat(list(ada.get(trades)))
        .extracting(t -> t.getString("entry_time").substring(8, 10))
        .containsExactly("08", "07", "06", "05");
    assertThat(list(ada.get(trades + "?limit=2&offset=1"))).hasSize(2);
    assertThat(list(ada.get(trades + "?symbol=NDX&status=open"))).hasSize(2);
    assertThat(list(ada.get(trades + "?status=closed"))).isEmpty();
    assertThat(list(ada.get(trades + "?from=2026-01-06&to=2026-01-07"))).hasSize(2);
    assertThat(list(ada.get(trades + "?limit=10001"))).hasSameSizeAs(list(ada.get(trades)));
    assertThat(ada.get(trades + "?limit=-1").statusCode()).isEqualTo(400);
    assertThat(ada.get(trades + "?limit=NaN").statusCode()).isEqualTo(400);
    assertThat(list(ada.get("/api/trades/by-day/2026-01-06")))
        .hasSize(2)
        .allSatisfy(
            trade -> assertThat(trade.getString("log_name")).isEqualTo("Log of " + ada.id()));
  }

  private static String path(JsonObject trade) {
    return "/api/trades/" + trade.getString("id");
  }
}
