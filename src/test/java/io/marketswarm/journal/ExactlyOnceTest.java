package io.marketswarm.journal;

import static io.marketswarm.journal.Trader.butterfly;
import static io.marketswarm.journal.Trader.data;
import static io.marketswarm.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.store.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is asked again is not done again; what cannot be done now is not done by halves. */
class ExactlyOnceTest {
  private static final String KEY = "Idempotency-Key";

  /** Another process on the same database answers as the one before it did. */
  @Test
  void aKeyIsRememberedAcrossARestart() {
    String url = TestDatabase.shared().url();
    String log;
    HttpResponse<Buffer> first;
    int user;
    JsonObject trade = butterfly().put("notes", "once");
    try (JournalServer journal = JournalServer.on(url)) {
      Trader ada = journal.trader();
      user = ada.id();
      log = ada.newLog();
      first = ada.post("/api/logs/" + log + "/trades", trade, KEY, "before-restart");
      assertThat(first.statusCode()).isEqualTo(201);
      assertThat(first.getHeader("Idempotency-Replayed")).isNull();
    }
    try (JournalServer journal = JournalServer.on(url)) {
      Trader ada = new Trader(journal, user, "observer");
      String path = "/api/logs/" + log + "/trades";
      HttpResponse<Buffer> again = ada.post(path, trade, KEY, "before-restart");
      assertThat(again.statusCode()).isEqualTo(201);
      assertThat(again.bodyAsString()).isEqualTo(first.bodyAsString());
      assertThat(again.getHeader("Idempotency-Replayed")).isEqualTo("true");
      assertThat(journal.count("SELECT COUNT(*) FROM trades WHERE log_id = ?", log)).isEqualTo(1);
      HttpResponse<Buffer> other =
          ada.post(path, trade.copy().put("notes", "twice"), KEY, "before-restart");
      assertThat(other.statusCode()).isEqualTo(422);
      HttpResponse<Buffer> somebodyElse =
          journal.trader().post("/api/trades", trade, KEY, "before-restart");
      assertThat(somebodyElse.statusCode()).as("keys are a user's own").isEqualTo(201);
      HttpResponse<Buffer> refused =
          ada.post(path, butterfly().put("strike", "high"), KEY, "tried-twice");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(ada.post(path, trade, KEY, "tried-twice").statusCode()).isEqualTo(201);
      journal.sql(
          "UPDATE idempotency_keys SET expires_at = UTC_TIMESTAMP(3) WHERE user_id = ?", user);
      data(ada.post(path, trade, KEY, "before-restart"));
      assertThat(journal.count("SELECT COUNT(*) FROM trades WHERE log_id = ?", log))
          .as("after its day a key is new")
          .isEqualTo(3);
    }
  }

  /** Each POST that makes something, a hundred times at once under one key. */
  @Test
  void ofAHundredDuplicatesOfAnyPostOneIsDone() {
    try (JournalServer journal = JournalServer.start()) {
      Trader ada = journal.trader();
      String log = ada.newLog();
      String trade = ada.newTrade(log, new JsonObject()).getString("id");
      String strategies = "/api/risk-graph/strategies";
      JsonObject strategy =
          new JsonObject()
              .put("strategy", "single")
              .put("side", "call")
              .put("strike", 6000)
              .put("dte", 3)
              .put("expiration", "2027-01-15");
      Object[][] posts = {
        {
          "/api/logs/" + log + "/trades",
          butterfly(),
          "SELECT COUNT(*) - 1 FROM trades t JOIN"
              + " trade_logs l ON l.id = t.log_id WHERE l.user_id = ?"
        },
        {
          "/api/positions",
          PositionLifeTest.butterfly(),
          "SELECT COUNT(*) FROM positions WHERE" + " user_id = ?"
        },
        {strategies, strategy, "SELECT COUNT(*) FROM risk_graph_strategies WHERE user_id = ?"},
        {
          "/api/trades/" + trade + "/adjust",
          new JsonObject().put("price", 1).put("quantity_change", 1),
          "SELECT COUNT(*) FROM trade_events e JOIN trades t ON t.id = e.trade_id JOIN trade_logs"
              + " l ON l.id = t.log_id WHERE l.user_id = ? AND e.event_type = 'adjust'"
        },
        {
          "/api/logs",
          new JsonObject().put("name", "One").put("starting_capital", 1),
          "SELECT COUNT(*) - 1 FROM trade_logs WHERE user_id = ?"
        },
        {
          "/api/trades/bulk",
          new JsonObject()
              .put("log_id", log)
              .put("trades", new JsonArray().add(butterfly().put("source", "bulk"))),
          "SELECT COUNT(*) FROM trades t JOIN trade_logs l ON l.id = t.log_id WHERE l.user_id = ?"
              + " AND t.source = 'bulk'"
        }
      };
      for (int i = 0; i < posts.length; i++) {
        String path = (String) posts[i][0];
        JsonObject body = (JsonObject) posts[i][1];
        String key = "hundred-" + i;
        List<HttpResponse<Buffer>> answers =
            get(Future.all(
                    IntStream.range(0, 100)
                        .mapToObj(n -> ada.asking(HttpMethod.POST, path, body, KEY, key))
                        .toList()))
                .list();
        assertThat(answers)
            .as(path)
            .extracting(HttpResponse::bodyAsString)
            .containsOnly(answers.get(0).bodyAsString());
        assertThat(answers.get(0).statusCode()).as(path).isIn(200, 201);
        assertThat(journal.count((String) posts[i][2], ada.id())).as(path).isEqualTo(1);
      }
    }
  }

  /** A server that says deadlock again and again, and one that stops saying so. */
  @Test
  void deadlocksAreTriedAgainAndThenToldToTheClient() {
    TestDatabase.shared().mustBeOurs();
    try (JournalServer journal = JournalServer.on(TestDatabase.shared().url())) {
      Trader ada = journal.trader();
      journal.sql("DROP TABLE IF EXISTS refusals");
      journal.sql(
          "CREATE TABLE refusals (n INT NOT NULL AUTO_INCREMENT PRIMARY KEY) ENGINE = MyISAM");
      journal.sql("DROP TRIGGER IF EXISTS in_the_way");
      try {
        // A table without transactions counts attempts that were rolled back.
        get(
            journal
                .database()
                .pool()
                .query(
                    "CREATE TRIGGER in_the_way BEFORE INSERT ON tags FOR EACH ROW BEGIN"
                        + " IF NEW.name IN ('always', 'at first') THEN"
                        + " INSERT INTO refusals VALUES (NULL);"
                        + " IF NEW.name = 'always' OR (SELECT COUNT(*) FROM refusals) < 4 THEN"
                        + " SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213; END IF; END IF; END")
                .execute());
        HttpResponse<Buffer> patient =
            ada.post("/api/tags", new JsonObject().put("name", "at first"), KEY, "patient");
        assertThat(patient.statusCode()).as(patient.bodyAsString()).isEqualTo(201);
        assertThat(journal.count("SELECT COUNT(*) FROM refusals")).isEqualTo(4);
        HttpResponse<Buffer> busy =
            ada.post("/api/tags", new JsonObject().put("name", "always"), KEY, "busy");
        assertThat(busy.statusCode()).as(busy.bodyAsString()).isEqualTo(503);
        assertThat(busy.getHeader("Retry-After")).isEqualTo("1");
        assertThat(busy.bodyAsJsonObject().getBoolean("success")).isFalse();
        assertThat(busy.bodyAsJsonObject().getString("error"))
            .contains("try again")
            .doesNotContain("Deadlock");
        assertThat(journal.count("SELECT COUNT(*) FROM refusals")).isEqualTo(9);
        assertThat(
                journal.count(
                    "SELECT COUNT(*) FROM tags WHERE user_id = ? AND name = 'at first'", ada.id()))
            .isEqualTo(1);
      } finally {
        get(journal.database().pool().query("DROP TRIGGER IF EXISTS in_the_way").execute());
        journal.sql("DROP TABLE refusals");
      }
      HttpResponse<Buffer> later =
          ada.post("/api/tags", new JsonObject().put("name", "always"), KEY, "busy");
      assertThat(later.statusCode()).as("the key was not used up").isEqualTo(201);
    }
  }
}
