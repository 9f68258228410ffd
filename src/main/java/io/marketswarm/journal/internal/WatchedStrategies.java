package io.marketswarm.journal.internal;

import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.journal.positions.LegShape;
import io.marketswarm.journal.positions.Recognition;
import io.marketswarm.store.Database;
import io.marketswarm.store.JsonColumn;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything the alert engine keeps an eye on: strategies, leg positions and book positions. */
public final class WatchedStrategies {
  private static final String MULTIPLIER =
      "COALESCE((SELECT m.multiplier FROM symbols m WHERE m.symbol = %1$s.symbol"
          + " AND m.owner_user_id IN (0, %1$s.user_id) ORDER BY m.owner_user_id DESC LIMIT 1), 100)"
          + " multiplier";

  private static final String STRATEGIES =
      "SELECT s.id, s.user_id, s.symbol, s.strategy, s.side, s.strike, s.width, s.expiration,"
          + " s.debit, "
          + MULTIPLIER.formatted("s")
          + " FROM risk_graph_strategies s WHERE s.is_active = 1"
          + " AND s.user_id = COALESCE(?, s.user_id) ORDER BY s.user_id, s.id LIMIT 20000";

  private static final String LEG_POSITIONS =
      "SELECT g.id, g.user_id, g.symbol, g.position_type, g.legs_json, g.primary_expiration,"
          + " g.cost_basis, g.cost_basis_type, "
          + MULTIPLIER.formatted("g")
          + " FROM leg_positions g WHERE g.primary_expiration >= ?"
          + " AND g.user_id = COALESCE(?, g.user_id) ORDER BY g.user_id, g.id LIMIT 20000";

  /** One row for each leg. */
  private static final String POSITIONS =
      "SELECT p.id, p.user_id, p.symbol, g.strike, g.expiry, g.right, g.quantity,"
          + " g.instrument_type, COALESCE((SELECT SUM(f.price * f.quantity) FROM fills f"
          + " WHERE f.leg_id = g.id), 0) paid, "
          + MULTIPLIER.formatted("p")
          + " FROM positions p JOIN legs g ON g.position_id = p.id WHERE p.status = 'open'"
          + " AND p.user_id = COALESCE(?, p.user_id) ORDER BY p.user_id, p.id, g.idx LIMIT 100000";

  private final Database database;
  private final MarketTime time;

  public WatchedStrategies(Database database, MarketTime time) {
    this.database = database;
    this.time = time;
  }

  public void on(ApiRoutes api) {
    api.read("listWatchedStrategies", this::list);
  }

  private Future<Reply> list(Call call) {
    Integer user = call.parameters().containsKey("user_id") ? call.integer("user_id", 0) : null;
    LocalDate today = time.today();
    Future<RowSet<Row>> strategies =
        database.pool().preparedQuery(STRATEGIES).execute(Tuple.of(user));
    Future<RowSet<Row>> legPositions =
        database.pool().preparedQuery(LEG_POSITIONS).execute(Tuple.of(today, user));
    Future<RowSet<Row>> positions =
        database.pool().preparedQuery(POSITIONS).execute(Tuple.of(user));
    return Future.all(strategies, legPositions, positions)
        .map(
            read -> {
              JsonArray all = new JsonArray();
              strategies.result().forEach(row -> all.add(strategy(row, today)));
              legPositions.result().forEach(row -> all.add(legPosition(row, today)));
              byPosition(positions.result()).values().forEach(p -> all.add(position(p, today)));
              return Reply.ok(all);
            });
  }

  private static JsonObject strategy(Row row, LocalDate today) {
    LocalDate expiration = row.getLocalDate("expiration");
    return watched(row.getString("id"), row, "strategy", row.getString("strategy"))
        .put("side", row.getString("side"))
        .put("strike", row.getDouble("strike"))
        .put("width", row.getInteger("width"))
        .put("dte", daysTo(expiration, today))
        .put("expiration", expiration.toString())
        .put("entryDebit", row.getDouble("debit"))
        .put("quantity", 1);
  }

  private static JsonObject legPosition(Row row, LocalDate today) {
    LocalDate expiration = row.getLocalDate("primary_expiration");
    JsonArray legs = JsonColumn.array(row, "legs_json");
    JsonObject first = legs.isEmpty() ? new JsonObject() : legs.getJsonObject(0);
    Double cost = row.getDouble("cost_basis");
    boolean credit = "credit".equals(row.getString("cost_basis_type"));
    return watched(
            row.getInteger("id").toString(), row, "leg_position", row.getString("position_type"))
        .put("side", first.getValue("right"))
        .put("strike", first.getValue("strike"))
        .putNull("width")
        .put("dte", daysTo(expiration, today))
        .put("expiration", expiration.toString())
        .put("entryDebit", cost == null || !credit ? cost : (Double) (-Math.abs(cost)))
        .put("quantity", 1)
        .put("legs", legs);
  }

  private static Map<String, List<Row>> byPosition(RowSet<Row> legs) {
    Map<String, List<Row>> positions = new LinkedHashMap<>();
    for (Row leg : legs) {
      positions.computeIfAbsent(leg.getString("id"), id -> new ArrayList<>()).add(leg);
    }
    return positions;
  }

  private static JsonObject position(List<Row> legs, LocalDate today) {
    Row first = legs.get(0);
    List<LegShape> shapes =
        legs.stream()
            .map(
                leg ->
                    new LegShape(
                        leg.getDouble("strike") == null ? 0 : leg.getDouble("strike"),
                        leg.getLocalDate("expiry"),
                        "call".equals(leg.getString("right")),
                        "option".equals(leg.getString("instrument_type")),
                        leg.getInteger("quantity")))
            .toList();
    Recognition known = Recognition.of(shapes);
    LocalDate expiration =
        shapes.stream()
            .map(LegShape::expiry)
            .filter(java.util.Objects::nonNull)
            .min(LocalDate::compareTo)
            .orElse(null);
    JsonArray told = new JsonArray();
    double paid = 0;
    for (Row leg : legs) {
      paid += leg.getDouble("paid");
      told.add(
          new JsonObject()
              .put("strike", leg.getDouble("strike"))
              .put(
                  "expiration",
                  leg.getLocalDate("expiry") == null ? null : leg.getLocalDate("expiry").toString())
              .put("right", leg.getString("right"))
              .put("quantity", leg.getInteger("quantity")));
    }
    return watched(first.getString("id"), first, "position", known.type())
        .put("side", first.getString("right"))
        .put("strike", known.center())
        .put("width", known.width().isPresent() ? known.width().getAsDouble() : null)
        .put("dte", expiration == null ? null : daysTo(expiration, today))
        .put("expiration", expiration == null ? null : expiration.toString())
        .put("entryDebit", paid)
        .put("quantity", 1)
        .put("legs", told);
  }

  private static JsonObject watched(String id, Row row, String source, String strategy) {
    return new JsonObject()
        .put("strategyId", id)
        .put("userId", row.getInteger("user_id"))
        .put("source", source)
        .put("symbol", row.getString("symbol"))
        .put("strategy", strategy)
        .put("multiplier", row.getLong("multiplier"));
  }

  private static long daysTo(LocalDate expiration, LocalDate today) {
    return Math.max(0, ChronoUnit.DAYS.between(today, expiration));
  }
}
