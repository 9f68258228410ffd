package io.marketswarm.journal;

import static io.marketswarm.store.Eventually.get;
import static io.marketswarm.store.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.store.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What was acknowledged is kept, once, with its event, whatever happens to the database. */
class StoreFaultsTest {
  private static final int WRITERS = 8;
  private static final int EACH = 60;
  private static final int KILLS = 2;

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refused = new AtomicInteger();

  @Test
  void aKilledDatabaseLosesNothingThatWasAcknowledgedAndDoublesNothing() {
    TestDatabase database = TestDatabase.shared();
    try (JournalServer journal = JournalServer.on(database.url())) {
      Trader ada = journal.trader();
      String log = ada.newLog();
      List<Future<Void>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        writers.add(write(journal, ada, log, "w" + writer, 0));
      }
      for (int kill = 1; kill <= KILLS; kill++) {
        int enough = kill * WRITERS * EACH / (KILLS + 2);
        until(enough + " writes are acknowledged", () -> acknowledged.size() >= enough);
        database.kill();
      }
      get(Future.all(writers));

      int all = WRITERS * EACH;
      assertThat(refused.get()).as("writes that met the dead database").isPositive();
      assertThat(acknowledged).hasSize(all);
      assertThat(journal.count("SELECT COUNT(*) FROM trades WHERE log_id = ?", log)).isEqualTo(all);
      assertThat(journal.count("SELECT COUNT(DISTINCT notes) FROM trades WHERE log_id = ?", log))
          .isEqualTo(all);
      assertThat(
              journal.count(
                  "SELECT COUNT(*) FROM trade_events e JOIN trades t ON t.id = e.trade_id"
                      + " WHERE t.log_id = ? AND e.event_type = 'open'",
                  log))
          .isEqualTo(all);
      assertThat(journal.count("SELECT COUNT(*) FROM order_queue WHERE user_id = ?", ada.id()))
          .isEqualTo(all);
      Row events =
          journal
              .sql(
                  "SELECT COUNT(*) n, MIN(event_seq) first, MAX(event_seq) last, COUNT(DISTINCT"
                      + " aggregate_id) orders FROM position_events WHERE user_id = ?",
                  ada.id())
              .iterator()
              .next();
      assertThat(events.getInteger("n")).isEqualTo(all);
      assertThat(events.getInteger("orders")).isEqualTo(all);
      assertThat(events.getInteger("first")).isEqualTo(1);
      assertThat(events.getInteger("last")).isEqualTo(all);
    }
  }

  @Test
  void healthTellsOfTheDatabaseWhileItIsAwayAndWhenItIsBack() {
    TestDatabase database = TestDatabase.shared();
    try (JournalServer journal = JournalServer.on(database.url())) {
      Trader ada = journal.trader();
      assertThat(health(journal, 200))
          .containsEntry("success", true)
          .containsEntry("service", "journal")
          .containsEntry("version", "v2")
          .containsEntry("status", "healthy")
          .containsEntry("db", "up");
      database.freeze();
      until("the silence is noticed", () -> !journal.database().up());
      assertThat(health(journal, 503))
          .containsEntry("success", false)
          .containsEntry("status", "degraded")
          .containsEntry("db", "down");
      HttpResponse<Buffer> refused = ada.get("/api/logs");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.bodyAsJsonObject().getBoolean("success")).isFalse();
      assertThat(refused.bodyAsJsonObject().getString("error")).doesNotContain("127.0.0.1");
      database.kill();
      until("another one answers", () -> journal.database().up());
      assertThat(health(journal, 200))
          .containsEntry("status", "healthy")
          .containsEntry("db", "up")
          .containsKey("db_pool");
      ada.newLog();
    }
  }

  private static Map<String, Object> health(JournalServer journal, int status) {
    HttpResponse<Buffer> answer =
        get(journal.client.get(journal.port(), "127.0.0.1", "/health").send());
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
    return answer.bodyAsJsonObject().getMap();
  }

  /** Writes a trade and an order under keys of their own, each again until it is acknowledged. */
  private Future<Void> write(JournalServer journal, Trader ada, String log, String writer, int n) {
    if (n == EACH) {
      return Future.succeededFuture();
    }
    String key = writer + "-" + n;
    JsonObject trade = Trader.butterfly().put("notes", key);
    JsonObject order =
        new JsonObject()
            .put("order_type", "entry")
            .put("symbol", "SPX")
            .put("direction", "long")
            .put("limit_price", 1.5)
            .put("notes", key);
    return untilMade(journal, ada, "/api/logs/" + log + "/trades", trade, key + "-t")
        .compose(made -> untilMade(journal, ada, "/api/orders", order, key + "-o"))
        .compose(
            made -> {
              acknowledged.add(key);
              return write(journal, ada, log, writer, n + 1);
            });
  }

  private Future<Void> untilMade(
      JournalServer journal, Trader ada, String path, JsonObject body, String key) {
    return ada.asking(HttpMethod.POST, path, body, "Idempotency-Key", key)
        .compose(
            answer -> {
              if (answer.statusCode() == 201) {
                return Future.succeededFuture();
              }
              assertThat(answer.statusCode()).as(answer.bodyAsString()).isIn(503, 409);
              refused.incrementAndGet();
              return journal
                  .vertx
                  .timer(50, TimeUnit.MILLISECONDS)
                  .compose(rested -> untilMade(journal, ada, path, body, key));
            });
  }
}
