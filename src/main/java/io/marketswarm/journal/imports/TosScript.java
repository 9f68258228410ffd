package io.marketswarm.journal.imports;

import io.marketswarm.journal.trades.NewTrade;
import io.marketswarm.journal.trades.Structure;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file of orders in the notation of thinkorswim, one a line: trades that were opened just now.
 */
final class TosScript {
  private static final int LINES_LOOKED_AT = 20;

  private TosScript() {}

  /** Whether most of its lines look like orders. */
  static boolean isOne(String text) {
    List<String> first =
        text.lines().filter(line -> !line.isBlank()).limit(LINES_LOOKED_AT).toList();
    return first.stream().filter(TosOrder::isLikely).count() * 2 > first.size();
  }

  /**
   * @param now when they were dealt, in UTC
   * @param today the market's date
   */
  static FileContent read(String text, LocalDateTime now, LocalDate today) {
    List<NewTrade> trades = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    List<String> lines = text.lines().limit(Table.MOST_ROWS).toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        String row = "Row " + (i + 1) + ": ";
        Optional<TosOrder> order = TosOrder.parse(lines.get(i));
        if (order.isEmpty()) {
          errors.add(row + "is no order");
        } else if (order.get().costBasis() == null) {
          errors.add(row + "names no price");
        } else {
          trades.add(trade(order.get(), now, today));
          order.get().warnings().forEach(warning -> errors.add(row + "imported, but " + warning));
        }
      }
    }
    return new FileContent(TosTrade.SOURCE, trades, errors);
  }

  private static NewTrade trade(TosOrder order, LocalDateTime now, LocalDate today) {
    BigDecimal net = order.credit() ? order.costBasis().negate() : order.costBasis();
    // The multiplier matters to closed trades only.
    return TosTrade.of(
        order.symbol(),
        order.expiry(),
        Structure.of(order.legs(), net),
        now,
        null,
        TosTrade.Costs.NONE,
        1,
        today);
  }
}
