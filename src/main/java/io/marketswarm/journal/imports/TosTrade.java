package io.marketswarm.journal.imports;

import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.journal.money.Cents;
import io.marketswarm.journal.money.Outcome;
import io.marketswarm.journal.trades.NewTrade;
import io.marketswarm.journal.trades.Structure;
import io.vertx.core.json.JsonArray;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Makes trades of what thinkorswim tells. */
final class TosTrade {
  static final String SOURCE = "tos";

  private static final String IMPORTED = "import:" + SOURCE;
  private static final String TAGS = new JsonArray(List.of("imported", SOURCE)).encode();

  private TosTrade() {}

  /** The costs of a trade, in dollars. */
  record Costs(BigDecimal commission, BigDecimal fees) {
    static final Costs NONE = new Costs(BigDecimal.ZERO, BigDecimal.ZERO);

    Costs and(Costs more) {
      return new Costs(commission.add(more.commission), fees.add(more.fees));
    }
  }

  /** When a trade was closed, and at how many dollars per unit. */
  record Exit(LocalDateTime time, BigDecimal price) {}

  /**
   * @param entered in UTC
   * @param exit null while it is open
   * @param today the market's date
   */
  static NewTrade of(
      String symbol,
      LocalDate expiry,
      Structure structure,
      LocalDateTime entered,
      Exit exit,
      Costs costs,
      int multiplier,
      LocalDate today) {
    NewTrade.Dealt entry = new NewTrade.Dealt(entered, Cents.ofDollars(structure.price()), null);
    NewTrade.Dealt closed =
        exit == null ? null : new NewTrade.Dealt(exit.time, Cents.ofDollars(exit.price), null);
    int dte = (int) Math.max(0, ChronoUnit.DAYS.between(MarketTime.dateOf(entered), expiry));
    return new NewTrade(
        NewTrade.newId(),
        null,
        new NewTrade.Instrument(
            symbol,
            "I:" + symbol,
            structure.strategy(),
            structure.side(),
            structure.strike(),
            structure.width()),
        structure.quantity(),
        dte,
        entry,
        null,
        closed,
        null,
        null,
        null,
        closed == null
            ? null
            : Outcome.of(entry.price(), closed.price(), structure.quantity(), multiplier, null, 0),
        Cents.ofDollars(costs.commission),
        Cents.ofDollars(costs.fees),
        "freeform",
        expiry.isBefore(today) ? null : MarketTime.expiry(expiry),
        null,
        TAGS,
        IMPORTED,
        null,
        null);
  }
}
