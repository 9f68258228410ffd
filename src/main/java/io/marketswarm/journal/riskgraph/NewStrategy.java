package io.marketswarm.journal.riskgraph;

import io.marketswarm.journal.money.Cents;
import io.marketswarm.web.api.Problem;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A strategy about to be put on the graph.
 *
 * @param width null for single options
 * @param debit in dollars per unit, or null
 */
record NewStrategy(
    String id,
    String symbol,
    String underlying,
    String strategy,
    String side,
    BigDecimal strike,
    Integer width,
    int dte,
    LocalDate expiration,
    BigDecimal debit,
    boolean visible,
    int sortOrder,
    String color,
    String label,
    long addedAt) {

  /**
   * @param at where in the request it stands, for problems; empty for the body itself
   */
  static NewStrategy of(JsonObject body, String at, int sortOrder) {
    requireWidth(body, at);
    String symbol = body.getString("symbol", "SPX").strip().toUpperCase(Locale.ROOT);
    Integer order = body.getInteger("sortOrder");
    Long added = body.getLong("addedAt");
    return new NewStrategy(
        UUID.randomUUID().toString(),
        symbol,
        body.getString("underlying", "I:" + symbol),
        body.getString("strategy"),
        body.getString("side"),
        decimal(body, "strike"),
        body.getInteger("width"),
        body.getInteger("dte"),
        LocalDate.parse(body.getString("expiration")),
        decimal(body, "debit"),
        !Boolean.FALSE.equals(body.getBoolean("visible")),
        order == null ? sortOrder : order,
        body.getString("color"),
        body.getString("label"),
        added == null ? System.currentTimeMillis() : added);
  }

  /** Verticals and butterflies have wings. */
  static void requireWidth(JsonObject body, String at) {
    Integer width = body.getInteger("width");
    if (!"single".equals(body.getString("strategy")) && (width == null || width < 1)) {
      throw Problem.refusal(
          List.of(new Problem(at + "width", "must be at least 1 for verticals and butterflies")));
    }
  }

  static BigDecimal decimal(JsonObject body, String field) {
    Number number = (Number) body.getValue(field);
    return number == null ? null : Cents.decimal(number);
  }

  /** In the order of {@link RiskGraphSql#INSERT}. */
  Tuple values(int user, LocalDateTime now) {
    return Tuple.from(
        Arrays.asList(
            id,
            user,
            symbol,
            underlying,
            strategy,
            side,
            strike,
            width,
            dte,
            expiration,
            debit,
            visible ? 1 : 0,
            sortOrder,
            color,
            label,
            addedAt,
            now,
            now));
  }
}
