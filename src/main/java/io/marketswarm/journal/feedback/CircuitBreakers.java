package io.marketswarm.journal.feedback;

import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.store.Database;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;

/** What stops the selector, or takes its models out of it. */
public final class CircuitBreakers {
  private static final double MOST_LOST_A_DAY = 5_000;
  private static final double DEEPEST_DRAWDOWN = 0.20;
  private static final int MOST_ORDERS_A_MINUTE = 10;

  private static final String EARNED =
      "SELECT COALESCE(SUM(pnl_delta), 0) + 0E0 FROM pnl_events"
          + " WHERE event_time >= ? AND event_time < ?";

  private static final String DELTAS =
      "SELECT pnl_delta + 0E0 FROM pnl_events ORDER BY event_time, id";

  private static final String ORDERS =
      "SELECT COUNT(*) FROM order_queue WHERE created_at >= UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE";

  private static final String ENABLED =
      "SELECT value FROM settings WHERE `key` = 'ml_enabled' AND scope = 'global' AND user_id = 0";

  private static final String ENABLE =
      "INSERT INTO settings (`key`, scope, user_id, value, category)"
          + " VALUES ('ml_enabled', 'global', 0, ?, 'ml')"
          + " ON DUPLICATE KEY UPDATE value = VALUES(value)";

  private final Database database;
  private final MarketTime time;

  public CircuitBreakers(Database database, MarketTime time) {
    this.database = database;
    this.time = time;
  }

  public void on(ApiRoutes api) {
    api.read("getCircuitBreakers", call -> state().map(state -> Reply.ok(state.json())))
        .read("checkCircuitBreakers", call -> state().map(state -> Reply.ok(state.verdict())))
        .write("disableMl", (call, tx) -> enable(tx, false))
        .write("enableMl", (call, tx) -> enable(tx, true));
  }

  private record State(double earned, double drawdown, long orders, boolean enabled) {
    boolean lostTooMuch() {
      return earned < -MOST_LOST_A_DAY;
    }

    JsonObject json() {
      return new JsonObject()
          .put("dailyPnl", earned)
          .put("mlEnabled", enabled)
          .put(
              "breakers",
              new JsonObject()
                  .put("dailyLossLimit", breaker(lostTooMuch(), MOST_LOST_A_DAY))
                  .put("maxDrawdown", breaker(drawdown > DEEPEST_DRAWDOWN, DEEPEST_DRAWDOWN))
                  .put("orderRate", breaker(orders > MOST_ORDERS_A_MINUTE, MOST_ORDERS_A_MINUTE)));
    }

    private static JsonObject breaker(boolean triggered, Number threshold) {
      return new JsonObject().put("triggered", triggered).put("threshold", threshold);
    }

    /** The harsher action wins. */
    JsonObject verdict() {
      JsonArray triggered = new JsonArray();
      if (lostTooMuch()) {
        triggered.add(named("dailyLossLimit", "critical"));
      }
      if (!enabled) {
        triggered.add(named("mlKillSwitch", "warning"));
      }
      return new JsonObject()
          .put("allowTrade", !lostTooMuch())
          .put("triggeredBreakers", triggered)
          .put("action", lostTooMuch() ? "block_all" : enabled ? "allow" : "rules_only");
    }

    private static JsonObject named(String name, String severity) {
      return new JsonObject().put("name", name).put("severity", severity);
    }
  }

  private Future<State> state() {
    LocalDate today = time.today();
    Future<Row> earned =
        database
            .pool()
            .preparedQuery(EARNED)
            .execute(Tuple.of(MarketTime.startOf(today), MarketTime.startOf(today.plusDays(1))))
            .map(rows -> rows.iterator().next());
    Future<Row> orders =
        database.pool().query(ORDERS).execute().map(rows -> rows.iterator().next());
    Future<Boolean> enabled =
        database
            .pool()
            .query(ENABLED)
            .execute()
            .map(
                rows ->
                    Rows.first(rows).map(row -> !"false".equals(row.getString(0))).orElse(true));
    Future<Equity> equity =
        database
            .pool()
            .preparedQuery(DELTAS)
            .execute()
            .map(
                rows -> {
                  Equity all = new Equity();
                  rows.forEach(row -> all.add(row.getDouble(0)));
                  return all;
                });
    return Future.all(earned, orders, enabled, equity)
        .map(
            read ->
                new State(
                    earned.result().getDouble(0),
                    equity.result().drawdownShare(),
                    orders.result().getLong(0),
                    enabled.result()));
  }

  private static Future<Reply> enable(SqlConnection transaction, boolean enabled) {
    return transaction
        .preparedQuery(ENABLE)
        .execute(Tuple.of(Boolean.toString(enabled)))
        .map(done -> Reply.done(enabled ? "Models are in use" : "Models are out of use"));
  }
}
