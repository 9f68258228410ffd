package io.marketswarm.journal.positions;

import io.vertx.sqlclient.Row;
import java.time.LocalDate;

/**
 * What matters of a leg for naming the whole.
 *
 * @param strike 0 for stocks and futures
 * @param expiry null for stocks and futures
 * @param call whether it is a call; puts, stocks and futures are not
 * @param option whether it is an option
 */
public record LegShape(
    double strike, LocalDate expiry, boolean call, boolean option, int quantity) {
  static LegShape of(Row leg) {
    Double strike = leg.getDouble("strike");
    return new LegShape(
        strike == null ? 0 : strike,
        leg.getLocalDate("expiry"),
        "call".equals(leg.getString("right")),
        "option".equals(leg.getString("instrument_type")),
        leg.getInteger("quantity"));
  }

  boolean isLong() {
    return quantity > 0;
  }

  LegShape reducedBy(int divisor) {
    return new LegShape(strike, expiry, call, option, quantity / divisor);
  }
}
