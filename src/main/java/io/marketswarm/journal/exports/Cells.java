package io.marketswarm.journal.exports;

import io.marketswarm.web.api.Moments;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.data.Numeric;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Set;
import java.util.stream.Collectors;

/** What stands in the cells of a trade: money in dollars, text that no spreadsheet runs. */
final class Cells {
  private static final Set<String> MONEY =
      Set.of("entry_price", "exit_price", "pnl", "planned_risk", "max_profit", "max_loss");

  private static final String FORMULA_STARTS = "=+-@\t\r";

  private Cells() {}

  /** A number, a text, or null. */
  static Object of(Row trade, int column) {
    String name = Sheet.COLUMNS.get(column);
    Object value = trade.getValue(column);
    if (value == null) {
      return null;
    }
    if (MONEY.contains(name)) {
      return BigDecimal.valueOf(((Number) value).longValue(), 2);
    }
    if (value instanceof Numeric number) {
      return plain(number.bigDecimalValue());
    }
    if (value instanceof LocalDateTime time) {
      return Moments.iso(time);
    }
    return value instanceof Number
        ? value
        : harmless(name.equals("tags") ? joined(value.toString()) : value.toString());
  }

  private static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static String joined(String tags) {
    return new JsonArray(tags).stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static String harmless(String text) {
    return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
