package io.marketswarm.gateway.gravity;

import io.marketswarm.gateway.ai.LanguageModel.Said;
import io.marketswarm.gateway.rest.Utc;
import io.marketswarm.store.Database;
import io.marketswarm.store.JsonColumn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.OptionalDouble;

/** What was seen in traders' charts. */
final class Analyses {
  private static final String ADD =
      "INSERT INTO dealer_gravity_analyses (user_id, spot_price, volume_nodes, volume_wells,"
          + " crevasses, market_memory_strength, bias, analysis_text, provider, model,"
          + " tokens_used, latency_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String LIST =
      "SELECT id, symbol, spot_price, volume_nodes, volume_wells, crevasses,"
          + " market_memory_strength, bias, analysis_text, provider, model, tokens_used,"
          + " latency_ms, created_at FROM dealer_gravity_analyses WHERE user_id = ?"
          + " ORDER BY created_at DESC, id DESC LIMIT ?";

  private final Database database;

  Analyses(Database database) {
    this.database = database;
  }

  /** Keeps a reading and tells it with its id. */
  Future<JsonObject> keep(
      int userId, OptionalDouble spot, ChartReading reading, Said said, long millis) {
    return database
        .pool()
        .preparedQuery(ADD)
        .execute(
            Tuple.from(
                Arrays.asList(
                    userId,
                    spot.isPresent() ? BigDecimal.valueOf(spot.getAsDouble()) : null,
                    reading.nodes().encode(),
                    reading.wells().encode(),
                    reading.crevasses().encode(),
                    BigDecimal.valueOf(reading.strength()),
                    reading.bias(),
                    reading.summary(),
                    said.provider(),
                    said.model(),
                    said.tokens(),
                    millis)))
        .map(
            added ->
                new JsonObject()
                    .put("id", added.property(MySQLClient.LAST_INSERTED_ID).intValue())
                    .put("volumeNodes", reading.nodes())
                    .put("volumeWells", reading.wells())
                    .put("crevasses", reading.crevasses())
                    .put("marketMemoryStrength", reading.strength())
                    .put("bias", reading.bias())
                    .put("summary", reading.summary()));
  }

  /** The latest first. */
  Future<JsonArray> list(int userId, int limit) {
    return database
        .pool()
        .preparedQuery(LIST)
        .execute(Tuple.of(userId, limit))
        .map(
            rows -> {
              JsonArray analyses = new JsonArray();
              rows.forEach(row -> analyses.add(json(row)));
              return analyses;
            });
  }

  private static JsonObject json(Row row) {
    return new JsonObject()
        .put("id", row.getInteger("id"))
        .put("symbol", row.getString("symbol"))
        .put("spotPrice", row.getDouble("spot_price"))
        .put("volumeNodes", JsonColumn.array(row, "volume_nodes"))
        .put("volumeWells", JsonColumn.array(row, "volume_wells"))
        .put("crevasses", JsonColumn.array(row, "crevasses"))
        .put("marketMemoryStrength", row.getDouble("market_memory_strength"))
        .put("bias", row.getString("bias"))
        .put("summary", row.getString("analysis_text"))
        .put("provider", row.getString("provider"))
        .put("model", row.getString("model"))
        .put("tokensUsed", row.getInteger("tokens_used"))
        .put("latencyMs", row.getInteger("latency_ms"))
        .put("createdAt", Utc.iso(row.getLocalDateTime("created_at")));
  }
}
