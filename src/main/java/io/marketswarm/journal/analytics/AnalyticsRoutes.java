package io.marketswarm.journal.analytics;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.journal.trades.Multipliers;
import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.JsonText;
import io.marketswarm.web.api.Moments;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.Optional;

/** The routes of the analysis. */
public final class AnalyticsRoutes {
  private static final int OK = 200;
  private static final double CENTS_PER_DOLLAR = 100;

  private final Database database;

  public AnalyticsRoutes(Database database) {
    this.database = database;
  }

  private record Log(String id, String name, long startingCapital) {
    static Log of(Row row) {
      return new Log(row.getString("id"), row.getString("name"), row.getLong("starting_capital"));
    }
  }

  public void on(ApiRoutes api) {
    api.read("getAnalytics", this::analytics)
        .read("getEquity", call -> log(call).compose(log -> equity(call, log)))
        .read("getDrawdown", call -> log(call).compose(log -> drawdown(call, log)))
        .read("getDistribution", call -> log(call).compose(log -> distribution(call, log)))
        .read("getDefaultAnalytics", this::defaultAnalytics)
        .read("getDefaultEquity", this::defaultEquity);
  }

  private Future<Log> log(Call call) {
    return database
        .pool()
        .preparedQuery(AnalyticsSql.LOG)
        .execute(Tuple.of(call.text("logId"), call.userId()))
        .map(
            rows ->
                Rows.first(rows)
                    .map(Log::of)
                    .orElseThrow(() -> ApiError.notFound("Trade log not found")));
  }

  /** The log of whoever calls without naming one; services that act for nobody have none. */
  private Future<Optional<Log>> defaultLog(Call call) {
    Optional<Integer> user = call.caller().dbId();
    return user.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : database
            .pool()
            .preparedQuery(AnalyticsSql.DEFAULT_LOG)
            .execute(Tuple.of(user.get()))
            .map(rows -> Rows.first(rows).map(Log::of));
  }

  private Future<Reply> analytics(Call call) {
    // Asked for beside the log: they are needed in any case.
    Future<Multipliers> multipliers = Multipliers.of(database.pool(), call.userId());
    return log(call)
        .compose(
            log ->
                performance(log, multipliers)
                    .map(made -> new Reply(OK, JsonText.data(out -> summary(log, made, out)))));
  }

  private Future<Performance> performance(Log log, Future<Multipliers> multipliers) {
    return multipliers.compose(
        known -> PerformanceReader.read(database.pool(), known, log.id, log.startingCapital));
  }

  private Future<Reply> defaultAnalytics(Call call) {
    return defaultLog(call)
        .compose(
            log ->
                log.isEmpty()
                    ? Future.succeededFuture(
                        Reply.ok(new JsonObject().put("summary", new JsonObject())))
                    : performance(log.get(), Multipliers.of(database.pool(), call.userId()))
                        .map(
                            performance ->
                                new Reply(
                                    OK,
                                    JsonText.data(
                                        out -> {
                                          out.writeStartObject();
                                          out.writeFieldName("summary");
                                          summary(log.get(), performance, out);
                                          out.writeEndObject();
                                        }))));
  }

  private Future<Reply> defaultEquity(Call call) {
    return defaultLog(call)
        .compose(
            log ->
                log.isEmpty()
                    ? Future.succeededFuture(
                        Reply.ok(
                            new JsonObject().put("equity", new io.vertx.core.json.JsonArray())))
                    : equity(call, log.get()));
  }

  private static void summary(Log log, Performance made, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("log_id", log.id);
    out.writeStringField("log_name", log.name);
    out.writeNumberField("total_trades", made.total());
    out.writeNumberField("span_days", made.spanDays());
    number(out, "trades_per_week", made.tradesPerWeek());
    money(out, "starting_capital", made.startingCapital());
    money(out, "net_profit", made.net());
    money(out, "current_equity", made.equity());
    number(out, "total_return_percent", made.returnPercent());
    out.writeNumberField("open_trades", made.openTrades());
    out.writeNumberField("closed_trades", made.closed());
    out.writeNumberField("winners", made.winners());
    out.writeNumberField("losers", made.losers());
    out.writeNumberField("breakeven", made.breakeven());
    number(out, "win_rate", made.winRate());
    money(out, "avg_win", made.averageWin());
    money(out, "avg_loss", made.averageLoss());
    number(out, "win_loss_ratio", made.winLossRatio());
    money(out, "avg_risk", made.averageRisk());
    money(out, "largest_win", made.largestWin());
    money(out, "largest_loss", made.largestLoss());
    money(out, "gross_profit", made.grossProfit());
    money(out, "gross_loss", made.grossLoss());
    number(out, "largest_win_pct_gross", made.largestWinShare());
    number(out, "largest_loss_pct_gross", made.largestLossShare());
    money(out, "avg_net_profit", made.averageNet());
    number(out, "profit_factor", made.profitFactor());
    number(out, "avg_r_multiple", made.averageMultiple());
    number(out, "max_drawdown_pct", made.maxDrawdownPercent());
    number(out, "avg_r2r", made.averageRewardToRisk());
    number(out, "sharpe_ratio", made.sharpe());
    out.writeEndObject();
  }

  private static void money(JsonGenerator out, String name, long cents) throws IOException {
    out.writeNumberField(name, cents);
    number(out, name + "_dollars", cents / CENTS_PER_DOLLAR);
  }

  private static void number(JsonGenerator out, String name, double value) throws IOException {
    out.writeFieldName(name);
    JsonText.number(out, value);
  }

  private Future<Reply> equity(Call call, Log log) {
    return curve(call, log)
        .map(
            trades ->
                new Reply(
                    OK,
                    JsonText.data(
                        out -> {
                          long sum = 0;
                          out.writeStartObject();
                          out.writeArrayFieldStart("equity");
                          boolean first = true;
                          for (Row trade : trades) {
                            String time = Moments.iso(trade.getLocalDateTime(1));
                            if (first) {
                              point(out, time, 0, null);
                              first = false;
                            }
                            sum += trade.getLong(2);
                            point(out, time, sum, trade.getString(0));
                          }
                          out.writeEndArray();
                          out.writeEndObject();
                        })));
  }

  private static void point(JsonGenerator out, String time, long value, String trade)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("time", time);
    out.writeNumberField("value", value);
    out.writeStringField("trade_id", trade);
    out.writeEndObject();
  }

  private Future<Reply> drawdown(Call call, Log log) {
    return curve(call, log)
        .map(
            trades ->
                new Reply(
                    OK,
                    JsonText.data(
                        out -> {
                          long current = log.startingCapital;
                          long peak = current;
                          boolean first = true;
                          out.writeStartObject();
                          out.writeArrayFieldStart("drawdown");
                          for (Row trade : trades) {
                            String time = Moments.iso(trade.getLocalDateTime(1));
                            if (first) {
                              depth(out, time, peak, current);
                              first = false;
                            }
                            current += trade.getLong(2);
                            peak = Math.max(peak, current);
                            depth(out, time, peak, current);
                          }
                          out.writeEndArray();
                          out.writeEndObject();
                        })));
  }

  private static void depth(JsonGenerator out, String time, long peak, long current)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("time", time);
    number(out, "drawdown_pct", peak > 0 ? (double) (peak - current) / peak * 100 : 0);
    out.writeNumberField("peak", peak);
    out.writeNumberField("current", current);
    out.writeEndObject();
  }

  private Future<io.vertx.sqlclient.RowSet<Row>> curve(Call call, Log log) {
    return database
        .pool()
        .preparedQuery(AnalyticsSql.CURVE)
        .execute(
            Tuple.of(
                log.id,
                call.find("from").map(Moments::parse).orElse(null),
                call.find("to").map(AnalyticsRoutes::end).orElse(null)));
  }

  /** A date includes its day, a time itself. */
  private static LocalDateTime end(String to) {
    LocalDateTime time = Moments.parse(to);
    return Moments.isDateOnly(to) ? time.plusDays(1) : time.plusNanos(1_000_000);
  }

  private Future<Reply> distribution(Call call, Log log) {
    int bins = Math.max(1, Math.min(1_000, call.integer("bins", 100)));
    return database
        .pool()
        .preparedQuery(AnalyticsSql.RANGE)
        .execute(Tuple.of(log.id))
        .compose(
            rows -> {
              Row range = rows.iterator().next();
              Long least = range.getLong("least");
              return least == null
                  ? Future.succeededFuture(Distribution.EMPTY)
                  : Distribution.read(database.pool(), log.id, least, range.getLong("most"), bins);
            })
        .map(
            distribution ->
                new Reply(
                    OK,
                    JsonText.data(
                        out -> {
                          out.writeStartObject();
                          out.writeFieldName("distribution");
                          distribution.write(out);
                          out.writeEndObject();
                        })));
  }
}
