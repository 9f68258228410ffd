package io.marketswarm.gateway.admin;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.ToLongFunction;

/** How somebody's trades have done. Money is in cents. */
record Performance(List<OfStrategy> strategies) {
  private static final String UNNAMED = "unknown";

  /**
   * Trades of one strategy.
   *
   * @param trades of any status
   * @param won what closed trades have earned
   * @param lost what they have cost, positive
   */
  record OfStrategy(
      String strategy,
      long trades,
      long closed,
      long open,
      long won,
      long lost,
      long winners,
      long losers) {}

  JsonObject summary() {
    long closed = sum(OfStrategy::closed);
    long winners = sum(OfStrategy::winners);
    long losers = sum(OfStrategy::losers);
    long won = sum(OfStrategy::won);
    long lost = sum(OfStrategy::lost);
    return new JsonObject()
        .put("totalTrades", sum(OfStrategy::trades))
        .put("closedTrades", closed)
        .put("openTrades", sum(OfStrategy::open))
        .put("totalPnl", won - lost)
        .put("winRate", closed == 0 ? 0 : halfUp(100.0 * winners / closed, 10))
        .put("profitFactor", profitFactor(won, lost))
        .put("avgWin", winners == 0 ? 0 : halfUp((double) won / winners))
        .put("avgLoss", losers == 0 ? 0 : halfUp((double) lost / losers))
        .put("winners", winners)
        .put("losers", losers)
        .put("breakeven", closed - winners - losers);
  }

  /** Null for profit without any loss, which JSON has no number for. */
  private static Number profitFactor(long won, long lost) {
    if (lost == 0) {
      return won == 0 ? 0 : null;
    }
    return halfUp((double) won / lost, 100);
  }

  /** Of closed trades only. */
  JsonObject byStrategy() {
    JsonObject all = new JsonObject();
    for (OfStrategy one : strategies) {
      if (one.closed() > 0) {
        boolean named = one.strategy() != null && !one.strategy().isBlank();
        all.put(
            named ? one.strategy() : UNNAMED,
            new JsonObject()
                .put("count", one.closed())
                .put("pnl", one.won() - one.lost())
                .put("wins", one.winners()));
      }
    }
    return all;
  }

  private long sum(ToLongFunction<OfStrategy> part) {
    return strategies.stream().mapToLong(part).sum();
  }

  private static double halfUp(double value, int scale) {
    return (double) halfUp(value * scale) / scale;
  }

  private static long halfUp(double value) {
    return (long) Math.floor(value + 0.5);
  }
}
