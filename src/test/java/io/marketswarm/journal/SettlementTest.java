package io.marketswarm.journal;

import static io.marketswarm.journal.Trader.data;
import static io.marketswarm.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Trades expire, and are closed at what they were worth when the underlying settled. */
class SettlementTest {
  private static final Queue<String> ASKED = new ConcurrentLinkedQueue<>();

  private static Vertx vertx;
  private static JournalServer journal;
  private static Trader clock;
  private final Trader ada = journal.trader();

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    HttpServer provider =
        get(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      ASKED.add(request.uri());
                      if (request.uri().contains("BROKEN")) {
                        request.response().setStatusCode(500).end();
                        return;
                      }
                      JsonArray results = new JsonArray();
                      if (request.uri().contains("I%3ASPX")) {
                        results.add(new JsonObject().put("c", 6005.5));
                      }
                      request.response().end(new JsonObject().put("results", results).encode());
                    })
                .listen(0, "127.0.0.1"));
    journal =
        JournalServer.start(
            Map.of(
                "MASSIVE_REST_BASE",
                "http://127.0.0.1:" + provider.actualPort(),
                "POLYGON_API_KEY",
                "a key"));
    clock = new Trader(journal, 0, "service");
  }

  @AfterAll
  static void close() {
    journal.close();
    get(vertx.close());
  }

  private String expired(String log, JsonObject more) {
    return ada.newTrade(
            log,
            new JsonObject().put("entry_time", "2026-01-05T15:00:00Z").put("dte", 3).mergeIn(more))
        .getString("id");
  }

  private JsonObject read(String trade) {
    return data(ada.get("/api/trades/" + trade));
  }

  @Test
  void expiresAndSettlesWhatHasAPrice() {
    String log = ada.newLog();
    String butterfly = expired(log, new JsonObject());
    String put =
        expired(
            log, new JsonObject().put("strategy", "single").put("side", "put").putNull("width"));
    String condor = expired(log, new JsonObject().put("strategy", "iron_condor"));
    String unknown = expired(log, new JsonObject().put("symbol", "NOBODY"));
    String broken = expired(log, new JsonObject().put("symbol", "BROKEN"));
    String future = expired(log, new JsonObject().put("entry_time", "2199-01-01T15:00:00Z"));

    assertThat(clock.post("/api/internal/expire-trades", null).statusCode()).isEqualTo(200);
    JsonObject done = read(butterfly);
    assertThat(done.getString("status")).isEqualTo("expired");
    assertThat(done.getString("auto_close_reason")).isEqualTo("expiration");
    assertThat(read(future).getString("status")).isEqualTo("open");

    JsonObject settled = clock.post("/api/internal/settle-trades", null).bodyAsJsonObject();
    assertThat(settled.getInteger("settled")).isGreaterThanOrEqualTo(2);
    assertThat(settled.getInteger("failed")).isGreaterThanOrEqualTo(2);
    done = read(butterfly);
    assertThat(done.getString("status")).isEqualTo("closed");
    assertThat(done.getInteger("exit_price")).isEqualTo(1450);
    assertThat(done.getDouble("exit_spot")).isEqualTo(6005.5);
    assertThat(done.getString("exit_time")).isEqualTo("2026-01-08T21:15:00Z");
    assertThat(done.getInteger("pnl")).isEqualTo(130_000);
    assertThat(done.getString("settlement_source")).isEqualTo("expiration_intrinsic");
    assertThat(done.getString("auto_close_reason")).isEqualTo("expiration_intrinsic");
    assertThat(
            done.getJsonArray("events").stream()
                .map(event -> ((JsonObject) event).getString("event_type")))
        .containsExactly("open", "auto_expired", "auto_expired");
    assertThat(read(put).getInteger("exit_price")).isZero();
    for (String waiting : List.of(condor, unknown, broken)) {
      assertThat(read(waiting).getString("status")).isEqualTo("expired");
    }
    assertThat(ASKED.stream().filter(uri -> uri.contains("I%3ASPX") && uri.contains("2026-01-08")))
        .as("a close is asked for once")
        .hasSize(1);
    JsonObject byHand =
        data(ada.post("/api/trades/" + condor + "/close", new JsonObject().put("exit_price", 0.5)));
    assertThat(byHand.getString("status")).isEqualTo("closed");

    int before = read(butterfly).getInteger("version");
    clock.post("/api/internal/expire-trades", null);
    clock.post("/api/internal/settle-trades", null);
    assertThat(read(butterfly).getInteger("version")).as("done once").isEqualTo(before);
  }
}
