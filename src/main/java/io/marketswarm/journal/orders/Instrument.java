package io.marketswarm.journal.orders;

import io.marketswarm.journal.market.MarketTime;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A structure the market model quotes.
 *
 * @param tile its key in the model
 * @param side {@code call} or {@code put}
 */
record Instrument(String tile, String side) {
  /** What an entry order says it wants: {@code butterfly:0:20:6000:call}, days from its making. */
  private static final Pattern WANTED =
      Pattern.compile("(single|vertical|butterfly):(\\d{1,4}):(\\d{1,5}):(\\d{1,7}):(call|put)");

  private static final Pattern QUOTED = Pattern.compile("single|vertical|butterfly");

  /** What an order of the queue is about; empty when the model does not quote it. */
  static Optional<Instrument> of(Row order, LocalDate today) {
    return order.getString("order_type").equals("entry")
        ? wanted(order.getString("strategy"), order.getLocalDateTime("created_at"), today)
        : held(order, today);
  }

  private static Optional<Instrument> wanted(String strategy, LocalDateTime made, LocalDate today) {
    Matcher words = WANTED.matcher(strategy == null ? "" : strategy);
    if (!words.matches()) {
      return Optional.empty();
    }
    LocalDate expiry = MarketTime.dateOf(made).plusDays(Integer.parseInt(words.group(2)));
    return at(words.group(1), expiry, today, words.group(3), words.group(4), words.group(5));
  }

  private static Optional<Instrument> held(Row trade, LocalDate today) {
    String strategy = trade.getString("held_strategy");
    LocalDateTime expires = trade.getLocalDateTime("expiration_date");
    BigDecimal strike = trade.getBigDecimal("strike");
    Integer width = trade.getInteger("width");
    boolean quoted =
        strategy != null
            && QUOTED.matcher(strategy).matches()
            && expires != null
            && strike.stripTrailingZeros().scale() <= 0
            && (width != null || strategy.equals("single"));
    return quoted
        ? at(
            strategy,
            MarketTime.dateOf(expires),
            today,
            strategy.equals("single") ? "0" : width.toString(),
            strike.toBigInteger().toString(),
            trade.getString("side"))
        : Optional.empty();
  }

  private static Optional<Instrument> at(
      String strategy,
      LocalDate expiry,
      LocalDate today,
      String width,
      String strike,
      String side) {
    long days = ChronoUnit.DAYS.between(today, expiry);
    return days < 0
        ? Optional.empty()
        : Optional.of(new Instrument(strategy + ":" + days + ":" + width + ":" + strike, side));
  }
}
