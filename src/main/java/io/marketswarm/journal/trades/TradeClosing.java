package io.marketswarm.journal.trades;

import io.marketswarm.journal.money.Cents;
import io.marketswarm.journal.money.Outcome;
import io.marketswarm.journal.trades.NewTrade.Dealt;
import io.marketswarm.store.Assignments;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;

/** Closes trades and changes their size. */
public final class TradeClosing {
  private static final Set<String> CLOSABLE = Set.of("open", "expired");

  private TradeClosing() {}

  /** Closes a trade at the exit a client gives. */
  static Future<Void> close(SqlConnection transaction, LockedTrade trade, JsonObject body) {
    if (body.getValue("exit_price") == null) {
      throw ApiError.badRequest("exit_price required");
    }
    String time = body.getString("exit_time");
    Number spot = (Number) body.getValue("exit_spot");
    Dealt exit =
        new Dealt(
            time == null ? Moments.now() : Moments.parse(time),
            Cents.price(body, "exit_price", Cents.Unit.of(body)),
            spot == null ? null : Cents.decimal(spot));
    return close(transaction, trade, exit, body.getString("notes"), null);
  }

  /** Closes the trade of an exit order. */
  public static Future<Void> close(
      SqlConnection transaction, String tradeId, int user, Dealt exit, String notes) {
    return LockedTrade.lock(transaction, tradeId, user)
        .compose(trade -> close(transaction, trade, exit, notes, null));
  }

  /**
   * @param settledBy how the exit was found, or null when somebody dealt
   */
  static Future<Void> close(
      SqlConnection transaction, LockedTrade trade, Dealt exit, String notes, String settledBy) {
    if (!CLOSABLE.contains(trade.status())) {
      throw TradeReader.notFound();
    }
    trade.requireLog(true);
    Outcome outcome = trade.closedAt(exit.price());
    Assignments closed =
        new Assignments()
            .set("status", "closed")
            .set("exit_price", exit.price())
            .set("exit_spot", exit.spot())
            .set("exit_time", exit.time())
            .set("pnl", outcome.pnlCents())
            .set("planned_risk", outcome.riskCents())
            .set("r_multiple", outcome.rMultiple());
    if (settledBy != null) {
      closed.set("auto_close_reason", settledBy).set("settlement_source", settledBy);
    }
    String type = settledBy == null ? "close" : "auto_expired";
    return Future.all(
            update(transaction, trade, closed),
            TradeWriter.event(transaction, trade.id(), type, exit, null, notes))
        .mapEmpty();
  }

  /** Adds to an open trade, or reduces it; returns the id of the event. */
  static Future<String> adjust(SqlConnection transaction, LockedTrade trade, JsonObject body) {
    if (!trade.status().equals("open")) {
      throw TradeReader.notFound();
    }
    trade.requireLog(false);
    int change = body.getInteger("quantity_change");
    int before = trade.quantity();
    int after = Math.addExact(before, change);
    if (after == 0 || Integer.signum(after) != Integer.signum(before)) {
      throw ApiError.badRequest("quantity_change would close the trade; use close");
    }
    String time = body.getString("event_time");
    Number spot = (Number) body.getValue("spot");
    Dealt dealt =
        new Dealt(
            time == null ? Moments.now() : Moments.parse(time),
            Cents.price(body, "price", Cents.Unit.of(body)),
            spot == null ? null : Cents.decimal(spot));
    Assignments changes = new Assignments().set("quantity", after);
    if (Integer.signum(change) == Integer.signum(before)) {
      changes.set("entry_price", average(trade, change, dealt.price(), after));
    } else {
      changes.set("realized_pnl", trade.realized() + earned(trade, change, dealt.price()));
    }
    return update(transaction, trade, changes)
        .compose(
            done ->
                TradeWriter.event(
                    transaction, trade.id(), "adjust", dealt, change, body.getString("notes")));
  }

  private static long average(LockedTrade trade, int change, long price, int after) {
    BigDecimal held =
        BigDecimal.valueOf(trade.entryPrice()).multiply(BigDecimal.valueOf(trade.quantity()));
    BigDecimal added = BigDecimal.valueOf(price).multiply(BigDecimal.valueOf(change));
    return held.add(added)
        .divide(BigDecimal.valueOf(after), 0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  private static long earned(LockedTrade trade, int change, long price) {
    int sold = -change;
    return Cents.within(
        Outcome.times(price - trade.entryPrice(), trade.multiplier(), sold), "realized pnl");
  }

  static Future<Void> update(SqlConnection transaction, LockedTrade trade, Assignments changes) {
    return transaction
        .preparedQuery(TradeSql.UPDATE.formatted(changes.clause()))
        .execute(changes.valuesAnd(trade.id(), trade.version()))
        .mapEmpty();
  }
}
