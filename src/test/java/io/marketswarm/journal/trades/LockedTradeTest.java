package io.marketswarm.journal.trades;

import static io.marketswarm.store.Eventually.failure;
import static io.marketswarm.store.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.journal.JournalServer;
import io.marketswarm.journal.Trader;
import io.marketswarm.web.ApiError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class LockedTradeTest {
  /** Changes within a log do not wait for each other; those to one trade do. */
  @Test
  void locksTheTradeAndNothingElse() {
    try (JournalServer journal = JournalServer.start()) {
      Trader ada = journal.trader();
      String log = ada.newLog();
      String held = ada.newTrade(log, new JsonObject()).getString("id");
      String other = ada.newTrade(log, new JsonObject()).getString("id");
      Promise<Void> locked = Promise.promise();
      Promise<Void> enough = Promise.promise();
      Future<Void> holding =
          journal
              .stores
              .database()
              .transaction(
                  transaction ->
                      LockedTrade.lock(transaction, held, ada.id())
                          .onSuccess(trade -> locked.complete())
                          .compose(trade -> enough.future()));
      get(locked.future());
      JsonObject notes = new JsonObject().put("notes", "at once");
      assertThat(ada.patch("/api/trades/" + other, notes).statusCode()).isEqualTo(200);
      assertThat(ada.post("/api/logs/" + log + "/trades", Trader.butterfly()).statusCode())
          .isEqualTo(201);
      Future<?> waiting = ada.asking(HttpMethod.PATCH, "/api/trades/" + held, notes);
      assertThat(waiting.isComplete()).isFalse();
      enough.complete();
      get(holding);
      get(waiting);
      assertThat(
              failure(
                  journal
                      .stores
                      .database()
                      .transaction(
                          transaction ->
                              LockedTrade.lock(transaction, held, journal.trader().id()))))
          .isInstanceOf(ApiError.class);
    }
  }
}
