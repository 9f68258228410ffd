package io.marketswarm.gateway.gravity;

import io.marketswarm.gateway.rest.Fields;
import io.marketswarm.web.ApiError;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * One thing a trader may set.
 *
 * @param name as clients know it
 * @param column as the database does
 * @param usual unless they say otherwise
 * @param reader what they said, null when they said nothing
 * @param teller how a stored value is told
 */
record Setting(
    String name,
    String column,
    Object usual,
    BiFunction<Fields, String, Object> reader,
    BiFunction<Row, String, Object> teller) {
  private static final String COLOR = "#[0-9a-fA-F]{6}";
  private static final int COLOR_LENGTH = 7;

  static Setting flag(String name, String column, boolean usual) {
    return new Setting(
        name, column, usual, (said, n) -> said.flag(n).orElse(null), Row::getBoolean);
  }

  static Setting whole(String name, String column, int usual, int least, int most) {
    return new Setting(
        name,
        column,
        usual,
        (said, n) -> said.whole(n, least, most).orElse(null),
        Row::getInteger);
  }

  static Setting number(String name, String column, double usual, double least, double most) {
    return new Setting(
        name,
        column,
        BigDecimal.valueOf(usual),
        (said, n) -> said.number(n, least, most).map(BigDecimal::valueOf).orElse(null),
        Row::getDouble);
  }

  static Setting choice(String name, String column, String usual, String... others) {
    Set<String> all = new HashSet<>(Set.of(others));
    all.add(usual);
    return new Setting(
        name, column, usual, (said, n) -> said.choice(n, all).orElse(null), Row::getString);
  }

  static Setting text(String name, String column, String usual, int longest) {
    return new Setting(
        name, column, usual, (said, n) -> said.text(n, longest).orElse(null), Row::getString);
  }

  static Setting color(String name, String column, String usual) {
    return new Setting(name, column, usual, Setting::color, Row::getString);
  }

  private static String color(Fields said, String name) {
    return said.text(name, COLOR_LENGTH)
        .map(
            color -> {
              if (!color.matches(COLOR)) {
                throw ApiError.badRequest(name + " must be a color like #9333ea");
              }
              return color;
            })
        .orElse(null);
  }

  /** What was said; null when nothing was. */
  Object read(Fields said) {
    return reader.apply(said, name);
  }

  Object tell(Row row) {
    return teller.apply(row, column);
  }
}
