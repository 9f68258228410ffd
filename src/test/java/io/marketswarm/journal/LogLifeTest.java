package io.marketswarm.journal;

import static io.marketswarm.journal.Trader.butterfly;
import static io.marketswarm.journal.Trader.data;
import static io.marketswarm.journal.Trader.list;
import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.EventFamily;
import io.marketswarm.bus.UserEvents;
import io.marketswarm.journal.events.Outbox;
import io.marketswarm.journal.logs.LogLifecycle;
import io.marketswarm.log.Log;
import io.marketswarm.web.api.Moments;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Logs from the first to retirement: who may have how many, and what each state allows. */
class LogLifeTest {
  private static final String GATES = "tier_gates";
  private static final String UPDATED = "tier_gates:updated";

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

  private String newLog(String name) {
    return data(ada.post("/api/logs", log(name))).getString("id");
  }

  private static JsonObject log(String name) {
    return new JsonObject().put("name", name).put("starting_capital", 25_000);
  }

  @Test
  void readsCapitalAsItWasMeantAndKeepsItsHistory() {
    Object[][] cases = {
      {25_000, 2_500_000}, {2_500_000, 2_500_000}, {1_500.5, 150_050}, {5_000, 500_000}
    };
    String last = null;
    for (Object[] one : cases) {
      JsonObject made = data(ada.post("/api/logs", log("Any").put("starting_capital", one[0])));
      assertThat(made.getInteger("starting_capital")).as("" + one[0]).isEqualTo(one[1]);
      last = made.getString("id");
    }
    JsonObject edited =
        data(
            ada.put(
                "/api/logs/" + last,
                new JsonObject().put("starting_capital", 2_600_000).put("risk_per_trade", 1)));
    assertThat(edited.getInteger("starting_capital")).isEqualTo(2_600_000);
    assertThat(edited.getInteger("starting_capital_dollars")).isEqualTo(26_000);
    assertThat(edited.getValue("risk_per_trade")).isNull();
    var change =
        journal.sql("SELECT * FROM log_capital_changes WHERE log_id = ?", last).iterator().next();
    assertThat(change.getLong("old_capital")).isEqualTo(500_000);
    assertThat(change.getLong("new_capital")).isEqualTo(2_600_000);
    assertThat(change.getInteger("changed_by")).isEqualTo(ada.id());
    JsonObject report =
        ada.post("/api/logs", new JsonObject().put("type", "error").put("message", "m"))
            .bodyAsJsonObject();
    assertThat(report.getString("error")).contains("name is required");
  }

  @Test
  void warnsAtFiveAndStopsAtTen() {
    String first = newLog("First");
    done(ada.post("/api/logs/" + first + "/set-default", null));
    List<String> more = IntStream.range(1, 10).mapToObj(i -> newLog("Log " + i)).toList();
    HttpResponse<Buffer> eleventh = ada.post("/api/logs", log("Too many"));
    assertThat(eleventh.statusCode()).as(eleventh.bodyAsString()).isEqualTo(409);
    assertThat(ada.post("/api/logs/" + more.get(0) + "/archive", null).statusCode()).isEqualTo(200);
    assertThat(ada.post("/api/logs/" + more.get(1) + "/archive", null).statusCode()).isEqualTo(200);
    JsonObject back = ada.post("/api/logs/" + more.get(0) + "/reactivate", null).bodyAsJsonObject();
    assertThat(back.getString("warning")).contains("9 active logs");
    newLog("The tenth again");
    assertThat(ada.post("/api/logs/" + more.get(1) + "/reactivate", null).statusCode())
        .isEqualTo(400);
    JsonObject all = ada.get("/api/logs?state=active,archived").bodyAsJsonObject();
    assertThat(all.getInteger("active_count")).isEqualTo(10);
    assertThat(all.getJsonArray("data")).hasSize(11);
    assertThat(list(ada.get("/api/logs"))).hasSize(10);
    assertThat(data(ada.get("/api/logs/" + first)).getInteger("is_default")).isEqualTo(1);
    assertThat(ada.post("/api/logs/" + more.get(1) + "/set-default", null).statusCode())
        .isEqualTo(400);
  }

  /** An answer that has no data. */
  private static void done(HttpResponse<Buffer> answer) {
    assertThat(answer.bodyAsJsonObject().getBoolean("success")).as(answer.bodyAsString()).isTrue();
  }

  @Test
  void anArchivedLogTakesImportsAndClosingsOnly() {
    String log = newLog("Old");
    String path = "/api/logs/" + log;
    JsonObject trade = ada.newTrade(log, new JsonObject());
    HttpResponse<Buffer> open = ada.post(path + "/archive", null);
    assertThat(open.statusCode()).isEqualTo(409);
    assertThat(open.bodyAsJsonObject().getInteger("open_positions")).isEqualTo(1);
    assertThat(ada.delete(path).statusCode()).isEqualTo(409);
    String trades = "/api/trades/" + trade.getString("id");
    data(ada.post(trades + "/close", new JsonObject().put("exit_price", 2)));
    HttpResponse<Buffer> archived = ada.delete(path);
    assertThat(archived.bodyAsJsonObject().getString("message")).isEqualTo("Trade log archived");
    assertThat(ada.post(path + "/archive", null).statusCode()).isEqualTo(400);
    JsonObject read = data(ada.get(path));
    assertThat(read.getString("lifecycle_state")).isEqualTo("archived");
    assertThat(read.getBoolean("is_read_only")).isTrue();
    assertThat(read.getBoolean("can_receive_imports")).isTrue();

    assertThat(ada.post(path + "/trades", butterfly()).statusCode()).isEqualTo(409);
    assertThat(ada.put(trades, new JsonObject().put("notes", "x")).statusCode()).isEqualTo(409);
    assertThat(ada.delete(trades).statusCode()).isEqualTo(409);
    HttpResponse<Buffer> imported =
        ada.post(path + "/trades", butterfly().put("source", "import:tos"));
    assertThat(imported.statusCode()).isEqualTo(201);
    assertThat(imported.bodyAsJsonObject().getString("warning")).contains("archived");
    JsonObject late = imported.bodyAsJsonObject().getJsonObject("data");
    assertThat(
            ada.post(
                    "/api/trades/" + late.getString("id") + "/close",
                    new JsonObject().put("exit_price", 2))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void retiresAfterDaysOfGraceOrAtOnceByName() {
    String graced = newLog("Graced");
    String forced = newLog("Forced");
    String path = "/api/logs/" + graced;
    assertThat(ada.post(path + "/retire", null).statusCode()).isEqualTo(400);
    done(ada.post(path + "/archive", null));
    JsonObject scheduled = ada.post(path + "/retire", null).bodyAsJsonObject();
    assertThat(scheduled.getInteger("grace_days")).isEqualTo(7);
    done(ada.send(io.vertx.core.http.HttpMethod.DELETE, path + "/retire", null));
    assertThat(ada.delete(path + "/retire").statusCode()).isEqualTo(400);
    done(ada.post(path + "/retire", new JsonObject().put("grace_days", 3)));

    LogLifecycle lifecycle = lifecycle();
    get(lifecycle.retireDue(Moments.now().plusDays(2)));
    assertThat(data(ada.get(path)).getString("lifecycle_state")).isEqualTo("archived");
    get(lifecycle.retireDue(Moments.now().plusDays(4)));
    assertThat(ada.get(path).statusCode()).isEqualTo(404);
    JsonObject retired = data(ada.get(path + "?include_retired=true"));
    assertThat(retired.getString("lifecycle_state")).isEqualTo("retired");
    assertThat(retired.getBoolean("can_receive_imports")).isFalse();
    assertThat(ada.post(path + "/reactivate", null).statusCode()).isEqualTo(400);
    assertThat(ada.put(path, new JsonObject().put("notes", "x")).statusCode()).isEqualTo(409);
    assertThat(ada.post(path + "/trades", butterfly().put("source", "import:tos")).statusCode())
        .isEqualTo(409);

    done(ada.post("/api/logs/" + forced + "/archive", null));
    JsonObject wrong = new JsonObject().put("force", true).put("confirm_name", "forced");
    assertThat(ada.post("/api/logs/" + forced + "/retire", wrong).statusCode()).isEqualTo(400);
    done(ada.post("/api/logs/" + forced + "/retire", wrong.copy().put("confirm_name", "Forced")));
    assertThat(list(ada.get("/api/logs?include_retired=true"))).hasSize(2);

    until("all of it is told", () -> told().size() >= 7);
    List<JsonObject> events = told();
    assertThat(events)
        .extracting(event -> event.getString("type").replace("log.lifecycle.", ""))
        .containsExactly(
            "archived",
            "retire_scheduled",
            "retire_cancelled",
            "retire_scheduled",
            "retired",
            "archived",
            "retired");
    assertThat(events)
        .extracting(event -> event.getInteger("seq"))
        .containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(events.get(1).getJsonObject("payload").getInteger("grace_days_remaining"))
        .isEqualTo(7);
  }

  /** As the clock would do it, which has no time for tests. */
  private static LogLifecycle lifecycle() {
    Log log = Log.of("journal");
    return new LogLifecycle(
        journal.database(),
        new Outbox(
            journal.database(), new UserEvents(journal.stores.market(), journal.messages), log));
  }

  private List<JsonObject> told() {
    Response entries =
        get(
            journal
                .stores
                .market()
                .send(
                    Request.cmd(Command.XRANGE)
                        .arg(EventFamily.LOGS.streamKey(ada.id()))
                        .arg("-")
                        .arg("+")));
    return StreamSupport.stream(entries.spliterator(), false)
        .map(entry -> new JsonObject(entry.get(1).get(1).toString()))
        .toList();
  }

  @Test
  void aTierHasAsMuchAsTheOperatorSays() {
    JsonObject gates =
        new JsonObject()
            .put("mode", "tier_limited")
            .put(
                "defaults",
                new JsonObject()
                    .put("trade_log_max_active", number(2))
                    .put("risk_graph_max_strategies", number(1)))
            .put(
                "tiers",
                new JsonObject()
                    .put("navigator", new JsonObject().put("trade_log_max_active", -1)));
    try {
      tell(Request.cmd(Command.SET).arg(GATES).arg(gates.encode()));
      newLog("One");
      newLog("Two");
      // The news may take a moment; until it comes a third log is made.
      until("the gate is shut", () -> ada.post("/api/logs", log("Three")).statusCode() == 429);
      JsonObject refused = ada.post("/api/logs", log("Three")).bodyAsJsonObject();
      long current = refused.getLong("current");
      assertThat(refused.getBoolean("success")).isFalse();
      assertThat(refused.getString("error")).isEqualTo("limit_reached");
      assertThat(refused.getString("feature")).isEqualTo("trade_log_max_active");
      assertThat(refused.getInteger("limit")).isEqualTo(2);
      assertThat(refused.getString("message")).contains("2 active trade logs");
      assertThat(list(ada.get("/api/logs"))).hasSize((int) current);

      JsonObject strategy =
          new JsonObject()
              .put("strategy", "single")
              .put("side", "call")
              .put("strike", 6000)
              .put("dte", 3)
              .put("expiration", "2027-01-15");
      data(ada.post("/api/risk-graph/strategies", strategy));
      HttpResponse<Buffer> second = ada.post("/api/risk-graph/strategies", strategy);
      assertThat(second.statusCode()).isEqualTo(429);
      assertThat(second.bodyAsJsonObject().getString("feature"))
          .isEqualTo("risk_graph_max_strategies");
      assertThat(ada.post("/api/strategies", strategy).statusCode()).isEqualTo(429);

      for (String tier : List.of("navigator", "coaching", "administrator")) {
        Trader other = journal.trader(tier);
        for (int i = 0; i < 4; i++) {
          assertThat(other.post("/api/logs", log("Any")).statusCode()).as(tier).isEqualTo(201);
        }
      }
    } finally {
      tell(Request.cmd(Command.DEL).arg(GATES));
      until(
          "the gate is open",
          () ->
              journal
                      .trader()
                      .post(
                          "/api/strategys",
                          new JsonObject()
                              .put("strategy", "single")
                              .put("side", "put")
                              .put("strike", 1)
                              .put("dte", 0)
                              .put("expiration", "2027-01-15"))
                      .statusCode()
                  == 201);
    }
  }

  private static JsonObject number(int value) {
    return new JsonObject().put("type", "number").put("label", "any").put("value", value);
  }

  private static void tell(Request change) {
    get(journal.stores.system().send(change));
    get(journal.stores.system().send(Request.cmd(Command.PUBLISH).arg(UPDATED).arg("{}")));
  }
}
