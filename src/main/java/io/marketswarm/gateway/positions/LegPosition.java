package io.marketswarm.gateway.positions;

import io.marketswarm.gateway.models.ModelKeys;
import io.marketswarm.gateway.rest.Utc;
import io.marketswarm.store.JsonColumn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** A stored position as clients see it. */
final class LegPosition {
  private LegPosition() {}

  /**
   * @param today the market's date, from which the days to expiration count
   */
  static JsonObject json(Row row, LocalDate today) {
    String symbol = row.getString("symbol");
    LocalDate expiration = row.getLocalDate("primary_expiration");
    BigDecimal cost = row.getBigDecimal("cost_basis");
    JsonArray legs = JsonColumn.array(row, "legs_json");
    return new JsonObject()
        .put("id", row.getInteger("id"))
        .put("userId", row.getInteger("user_id"))
        .put("symbol", symbol)
        .put("underlying", ModelKeys.canonical(symbol))
        .put("positionType", row.getString("position_type"))
        .put("direction", row.getString("direction"))
        .put("legs", legs)
        .put("primaryExpiration", expiration.toString())
        .put("dte", dte(expiration, today))
        .put("costBasis", cost == null ? null : Amounts.plain(cost.doubleValue()))
        .put("costBasisType", row.getString("cost_basis_type"))
        .put("visible", row.getBoolean("visible"))
        .put("sortOrder", row.getInteger("sort_order"))
        .put("color", row.getString("color"))
        .put("label", row.getString("label"))
        .put("addedAt", row.getLong("added_at"))
        .put("version", row.getInteger("version"))
        .put("createdAt", Utc.iso(row.getLocalDateTime("created_at")))
        .put("updatedAt", Utc.iso(row.getLocalDateTime("updated_at")));
  }

  /** Calendar days left, 0 on the day and after it. */
  static int dte(LocalDate expiration, LocalDate today) {
    return (int) Math.max(0, ChronoUnit.DAYS.between(today, expiration));
  }
}
