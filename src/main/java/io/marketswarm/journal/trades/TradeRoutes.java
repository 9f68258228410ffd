package io.marketswarm.journal.trades;

import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.JsonText;
import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;

/** The routes of trades. */
public final class TradeRoutes {
  private static final int OK = 200;
  private static final int CONFLICT = 409;
  private static final int PAGE = 100;

  private final Database database;
  private final MarketTime time;
  private final TradeRemoval removal;
  private final TradeEntry entry;

  public TradeRoutes(Database database, MarketTime time, TradeRemoval removal) {
    this.database = database;
    this.time = time;
    this.removal = removal;
    this.entry = new TradeEntry(time);
  }

  public void on(ApiRoutes api) {
    api.read("listTrades", this::listOfDefaultLog)
        .read("listTradesOfLog", this::listOfLog)
        .read("listTradesOfDay", this::listOfDay)
        .read("getTrade", call -> TradeReader.withEvents(database, call.text("id"), call.userId()))
        .write("createTrade", (call, tx) -> create(call, tx, Optional.empty()))
        .write("createTradeInLog", (call, tx) -> create(call, tx, call.find("logId")))
        .write("createTrades", new BulkEntry(api, time, entry)::enter)
        .write("updateTrade", this::update)
        .write("patchTrade", this::update)
        .write("closeTrade", this::close)
        .write("adjustTrade", this::adjust)
        .write("deleteTrade", this::delete);
  }

  private Future<Reply> create(Call call, SqlConnection transaction, Optional<String> log) {
    int user = call.userId();
    return entry
        .enter(transaction, user, log, new TradeBody(call.body()))
        .compose(entered -> TradeReader.reply(transaction, entered, user));
  }

  private Future<Reply> update(Call call, SqlConnection transaction) {
    String id = call.text("id");
    int user = call.userId();
    return LockedTrade.lock(transaction, id, user)
        .compose(
            trade -> {
              trade.requireVersion(call.expectedVersion());
              return TradeChanges.edit(transaction, trade, user, call.body());
            });
  }

  private Future<Reply> close(Call call, SqlConnection transaction) {
    String id = call.text("id");
    int user = call.userId();
    return LockedTrade.lock(transaction, id, user)
        .compose(
            trade -> {
              trade.requireVersion(call.expectedVersion());
              return TradeClosing.close(transaction, trade, call.body());
            })
        .compose(done -> TradeReader.reply(transaction, OK, id, user));
  }

  private Future<Reply> adjust(Call call, SqlConnection transaction) {
    return LockedTrade.lock(transaction, call.text("id"), call.userId())
        .compose(trade -> TradeClosing.adjust(transaction, trade, call.body()))
        .compose(event -> transaction.preparedQuery(TradeSql.EVENT_BY_ID).execute(Tuple.of(event)))
        .map(
            rows -> {
              Row event = rows.iterator().next();
              return new Reply(OK, JsonText.data(out -> TradeSql.EVENT.object(event, out)));
            });
  }

  private Future<Reply> delete(Call call, SqlConnection transaction) {
    Tuple which = Tuple.of(call.text("id"), call.userId());
    return removal
        .before(transaction, call.userId(), call.text("id"))
        .compose(done -> transaction.preparedQuery(TradeSql.DELETE).execute(which))
        .compose(
            deleted ->
                deleted.rowCount() > 0
                    ? Future.succeededFuture(Reply.done("Trade deleted"))
                    : transaction
                        .preparedQuery(TradeSql.LOG_STATE)
                        .execute(which)
                        .map(
                            rows -> {
                              Row log = TradeEntry.first(rows).orElseThrow(TradeReader::notFound);
                              throw new ApiError(
                                  CONFLICT,
                                  "The log is " + log.getString(0) + "; its trades are kept");
                            }));
  }

  private Future<Reply> listOfDefaultLog(Call call) {
    return database
        .pool()
        .preparedQuery(TradeSql.DEFAULT_LOG)
        .execute(Tuple.of(call.userId()))
        .compose(
            logs ->
                TradeEntry.first(logs)
                    .map(log -> list(call, log.getString("id")))
                    .orElseGet(
                        () ->
                            Future.succeededFuture(Reply.ok(new io.vertx.core.json.JsonArray()))));
  }

  private Future<Reply> listOfLog(Call call) {
    String log = call.text("logId");
    return database
        .pool()
        .preparedQuery(TradeSql.LOG_EXISTS)
        .execute(Tuple.of(log, call.userId()))
        .compose(
            found -> {
              if (found.size() == 0) {
                throw ApiError.notFound("Trade log not found");
              }
              return list(call, log);
            });
  }

  private Future<Reply> list(Call call, String log) {
    StringBuilder sql = new StringBuilder(TradeSql.LIST).append(" AND t.log_id = ?");
    Tuple values = Tuple.of(call.userId(), log);
    call.find("status")
        .filter(status -> !status.equals("all"))
        .ifPresent(status -> where(sql, values, "t.status = ?", status));
    call.find("symbol").ifPresent(symbol -> where(sql, values, "t.symbol = ?", symbol));
    call.find("strategy").ifPresent(strategy -> where(sql, values, "t.strategy = ?", strategy));
    call.find("from")
        .ifPresent(from -> where(sql, values, "t.entry_time >= ?", Moments.parse(from)));
    call.find("to").ifPresent(to -> where(sql, values, "t.entry_time < ?", after(to)));
    values.addValue(call.integer("limit", PAGE)).addValue(call.integer("offset", 0));
    return database
        .pool()
        .preparedQuery(sql.append(TradeSql.NEWEST_FIRST).toString())
        .execute(values)
        .map(trades -> TradeReader.list(trades, TradeReader.JsonFields.NONE));
  }

  private static void where(StringBuilder sql, Tuple values, String condition, Object value) {
    sql.append(" AND ").append(condition);
    values.addValue(value);
  }

  /** A date includes its day, a time itself. */
  private static LocalDateTime after(String to) {
    LocalDateTime time = Moments.parse(to);
    return Moments.isDateOnly(to) ? time.plusDays(1) : time.plusNanos(1_000_000);
  }

  private Future<Reply> listOfDay(Call call) {
    LocalDate day = LocalDate.parse(call.text("date"));
    return database
        .pool()
        .preparedQuery(TradeSql.BY_DAY)
        .execute(
            Tuple.of(
                call.userId(),
                MarketTime.startOf(day.plusDays(1)),
                MarketTime.startOf(time.today().plusDays(1)).minusNanos(1_000_000),
                MarketTime.startOf(day)))
        .map(
            trades ->
                TradeReader.list(
                    trades,
                    (trade, out) ->
                        out.writeStringField("log_name", trade.getString(TradeSql.TRADE.count()))));
  }
}
