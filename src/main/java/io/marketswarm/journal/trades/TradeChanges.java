package io.marketswarm.journal.trades;

import io.marketswarm.journal.money.Cents;
import io.marketswarm.journal.money.Outcome;
import io.marketswarm.store.Assignments;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Edits trades after the fact: only what may be edited, and the entry of a simulated trade only
 * with a reason, which is kept beside what stood there before.
 */
final class TradeChanges {
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;

  /** The fields that may be edited, and how each is read from a body; money is in cents here. */
  private static final Map<String, BiFunction<JsonObject, String, Object>> EDITABLE =
      new LinkedHashMap<>();

  /** What a simulated trade is judged by. */
  private static final Set<String> CORE =
      Set.of(
          "entry_time",
          "entry_price",
          "entry_spot",
          "entry_iv",
          "symbol",
          "underlying",
          "strategy",
          "side",
          "strike",
          "width",
          "dte",
          "quantity");

  /** What the outcome of a closed trade follows from. */
  private static final Set<String> DECISIVE =
      Set.of("entry_price", "quantity", "symbol", "planned_risk");

  private static final Set<String> EXPIRY = Set.of("dte", "entry_time");

  static {
    for (String text :
        List.of("underlying", "strategy", "side", "notes", "source", "playbook_id")) {
      EDITABLE.put(text, JsonObject::getString);
    }
    EDITABLE.put("symbol", (body, field) -> body.getString(field).strip().toUpperCase(Locale.ROOT));
    for (String number : List.of("strike", "entry_spot", "entry_iv")) {
      EDITABLE.put(number, TradeChanges::decimal);
    }
    for (String whole : List.of("width", "dte", "quantity")) {
      EDITABLE.put(whole, JsonObject::getInteger);
    }
    for (String cents :
        List.of("entry_price", "planned_risk", "max_profit", "max_loss", "commission", "fees")) {
      EDITABLE.put(cents, JsonObject::getLong);
    }
    EDITABLE.put("entry_time", (body, field) -> Moments.parse(body.getString(field)));
    EDITABLE.put("tags", TradeChanges::tags);
  }

  private TradeChanges() {}

  /**
   * Edits a trade as the body says; {@code status: closed} closes it. The trade is read again right
   * behind the last change, without waiting for word of that: the connection keeps their order.
   */
  static Future<Reply> edit(
      SqlConnection transaction, LockedTrade trade, int user, JsonObject body) {
    Supplier<Future<Reply>> edited = () -> TradeReader.reply(transaction, OK, trade.id(), user);
    if ("closed".equals(body.getString("status")) && !trade.status().equals("closed")) {
      return TradeClosing.close(transaction, trade, body).compose(done -> edited.get());
    }
    trade.requireLog(false);
    Map<String, Object> changes = new LinkedHashMap<>();
    EDITABLE.forEach(
        (field, reader) -> {
          if (body.containsKey(field)) {
            changes.put(field, reader.apply(body, field));
          }
        });
    if (changes.isEmpty()) {
      return edited.get();
    }
    Assignments assignments = new Assignments();
    changes.forEach(assignments::set);
    if (trade.status().equals("open") && changes.keySet().stream().anyMatch(EXPIRY::contains)) {
      assignments.set("expiration_date", expiry(trade.row(), changes));
    }
    return corrections(transaction, trade, user, body, changes)
        .compose(done -> outcome(transaction, trade, user, changes, assignments))
        .compose(
            done -> {
              Future<Void> updated = TradeClosing.update(transaction, trade, assignments);
              Future<Reply> reply = edited.get();
              return Future.all(updated, reply).map(both -> reply.result());
            });
  }

  private static LocalDateTime expiry(Row trade, Map<String, Object> changes) {
    LocalDateTime entered =
        (LocalDateTime) changes.getOrDefault("entry_time", trade.getLocalDateTime("entry_time"));
    Integer dte =
        (Integer) (changes.containsKey("dte") ? changes.get("dte") : trade.getInteger("dte"));
    return NewTrade.expiry(entered, dte);
  }

  private static Future<Void> outcome(
      SqlConnection transaction,
      LockedTrade trade,
      int user,
      Map<String, Object> changes,
      Assignments assignments) {
    boolean affected =
        trade.status().equals("closed") && changes.keySet().stream().anyMatch(DECISIVE::contains);
    if (!affected) {
      return Future.succeededFuture();
    }
    Future<Integer> multiplier =
        changes.get("symbol") instanceof String symbol
            ? TradeEntry.multiplier(transaction, user, symbol)
            : Future.succeededFuture(trade.multiplier());
    return multiplier
        .map(
            value ->
                Outcome.of(
                    (Long) changes.getOrDefault("entry_price", trade.entryPrice()),
                    trade.row().getLong("exit_price"),
                    (Integer) changes.getOrDefault("quantity", trade.quantity()),
                    value,
                    changes.containsKey("planned_risk")
                        ? (Long) changes.get("planned_risk")
                        : trade.plannedRisk(),
                    trade.realized()))
        .onSuccess(
            outcome ->
                assignments.set("pnl", outcome.pnlCents()).set("r_multiple", outcome.rMultiple()))
        .mapEmpty();
  }

  private static Future<Void> corrections(
      SqlConnection transaction,
      LockedTrade trade,
      int user,
      JsonObject body,
      Map<String, Object> changes) {
    boolean locked =
        "simulated".equals(trade.row().getString("entry_mode"))
            && trade.row().getValue("immutable_at") != null;
    List<String> corrected =
        locked ? changes.keySet().stream().filter(CORE::contains).toList() : List.of();
    if (corrected.isEmpty()) {
      return Future.succeededFuture();
    }
    String reason = body.getString("correction_reason");
    if (reason == null || reason.isBlank()) {
      throw new ApiError(
          FORBIDDEN, "A simulated trade can only be corrected with a correction_reason");
    }
    List<Future<?>> written = new ArrayList<>();
    for (String field : corrected) {
      written.add(
          transaction
              .preparedQuery(TradeSql.CORRECTION)
              .execute(
                  Tuple.of(
                      trade.id(),
                      field,
                      Objects.toString(trade.row().getValue(field), null),
                      Objects.toString(changes.get(field), null),
                      reason,
                      user)));
    }
    return Future.all(written).mapEmpty();
  }

  private static Object decimal(JsonObject body, String field) {
    Number number = (Number) body.getValue(field);
    return number == null ? null : Cents.decimal(number);
  }

  private static Object tags(JsonObject body, String field) {
    JsonArray tags = body.getJsonArray(field);
    return tags == null ? "[]" : tags.encode();
  }
}
