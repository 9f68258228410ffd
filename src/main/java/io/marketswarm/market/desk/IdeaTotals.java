package io.marketswarm.market.desk;

import io.marketswarm.market.model.IdeaCommand;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * The sums over all active ideas. Each desk knows only those of its symbol, so each writes its part
 * and adds up what it finds of the others.
 */
final class IdeaTotals {
  static final String KEY = "massive:selector:tracking:totals";

  private static final String PROFIT = ":current_pnl";
  private static final String MAX_PROFIT = ":max_pnl";
  private static final String ACTIVE = ":active";

  private final String symbol;
  private final List<String> symbols;
  private IdeaCommand.Totals own = new IdeaCommand.Totals(0, 0, 0, Instant.EPOCH);

  IdeaTotals(String symbol, List<String> symbols) {
    this.symbol = symbol;
    this.symbols = symbols;
  }

  void take(IdeaCommand.Totals sums) {
    own = sums;
  }

  /** Writes our part; the last answer tells all parts. */
  List<Request> parts() {
    return List.of(
        Request.cmd(Command.HSET)
            .arg(KEY)
            .arg(symbol + PROFIT)
            .arg(money(own.profit()))
            .arg(symbol + MAX_PROFIT)
            .arg(money(own.maxProfit()))
            .arg(symbol + ACTIVE)
            .arg(own.active()),
        Request.cmd(Command.HGETALL).arg(KEY));
  }

  /**
   * Writes the sums.
   *
   * @param parts names and values in turn
   */
  List<Request> sums(Response parts) {
    return List.of(
        Request.cmd(Command.HSET)
            .arg(KEY)
            .arg("total_current_pnl")
            .arg(money(sum(parts, PROFIT)))
            .arg("total_max_pnl")
            .arg(money(sum(parts, MAX_PROFIT)))
            .arg("active_count")
            .arg((long) sum(parts, ACTIVE))
            .arg("updated_at")
            .arg(own.updatedAt().truncatedTo(ChronoUnit.SECONDS).toString()));
  }

  private double sum(Response parts, String kind) {
    double sum = 0;
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      String name = parts.get(i).toString();
      if (name.endsWith(kind)
          && symbols.contains(name.substring(0, name.length() - kind.length()))) {
        sum += Double.parseDouble(parts.get(i + 1).toString());
      }
    }
    return sum;
  }

  private static String money(double amount) {
    return String.format(Locale.ROOT, "%.2f", amount);
  }
}
