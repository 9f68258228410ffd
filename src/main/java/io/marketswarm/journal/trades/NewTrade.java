package io.marketswarm.journal.trades;

import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.journal.money.Outcome;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * A trade about to be written down, open or closed at once.
 *
 * @param entry when and at what price it was entered
 * @param exit null while it is open
 * @param plannedRisk in cents, like all money here; null when not planned
 * @param outcome null while it is open
 * @param mode {@code instant}, {@code freeform} or {@code simulated}
 * @param tags a JSON array
 */
public record NewTrade(
    String id,
    String logId,
    Instrument instrument,
    int quantity,
    Integer dte,
    Dealt entry,
    BigDecimal entryIv,
    Dealt exit,
    Long plannedRisk,
    Long maxProfit,
    Long maxLoss,
    Outcome outcome,
    long commission,
    long fees,
    String mode,
    LocalDateTime expires,
    String notes,
    String tags,
    String source,
    String playbookId,
    String importBatchId) {

  /** What is traded. */
  public record Instrument(
      String symbol,
      String underlying,
      String strategy,
      String side,
      BigDecimal strike,
      Integer width) {}

  /**
   * One side of a deal: when, at how many cents, with the underlying where; the last may be null.
   */
  public record Dealt(LocalDateTime time, long price, BigDecimal spot) {}

  public static String newId() {
    return UUID.randomUUID().toString();
  }

  /** When a trade with so many days to expiry expires; null without. */
  public static LocalDateTime expiry(LocalDateTime entry, Integer dte) {
    return dte == null ? null : MarketTime.expiry(expiryDate(entry, dte));
  }

  /** The New York date on which it expires. */
  public static LocalDate expiryDate(LocalDateTime entry, int dte) {
    return MarketTime.dateOf(entry).plusDays(dte);
  }

  /** The same trade as part of an import into a log. */
  public NewTrade imported(String log, String batch) {
    return new NewTrade(
        id,
        log,
        instrument,
        quantity,
        dte,
        entry,
        entryIv,
        exit,
        plannedRisk,
        maxProfit,
        maxLoss,
        outcome,
        commission,
        fees,
        mode,
        expires,
        notes,
        tags,
        source,
        playbookId,
        batch);
  }

  boolean isClosed() {
    return exit != null;
  }

  /** In the order of {@link TradeSql#INSERT}. */
  List<Object> values(LocalDateTime now) {
    Long risk = isClosed() ? outcome.riskCents() : plannedRisk;
    return Arrays.asList(
        id,
        logId,
        instrument.symbol,
        instrument.underlying,
        instrument.strategy,
        instrument.side,
        instrument.strike,
        instrument.width,
        dte,
        quantity,
        entry.time,
        entry.price,
        entry.spot,
        entryIv,
        isClosed() ? exit.time : null,
        isClosed() ? (Object) exit.price : null,
        isClosed() ? exit.spot : null,
        risk,
        maxProfit,
        maxLoss,
        isClosed() ? (Object) outcome.pnlCents() : null,
        isClosed() ? outcome.rMultiple() : null,
        commission,
        fees,
        isClosed() ? "closed" : "open",
        mode,
        mode.equals("simulated") ? now : null,
        expires,
        notes,
        tags,
        source,
        playbookId,
        importBatchId,
        now,
        now);
  }
}
