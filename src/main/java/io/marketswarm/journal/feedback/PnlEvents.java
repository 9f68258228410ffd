package io.marketswarm.journal.feedback;

import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.store.Database;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Columns;
import io.marketswarm.web.api.JsonText;
import io.marketswarm.web.api.Moments;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What ideas earned, event by event, and day by day. */
public final class PnlEvents {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int PAGE = 100;
  private static final int DAYS = 30;

  private static final Columns EVENT =
      Columns.inCamelCase("e")
          .integer("id")
          .instant("event_time")
          .text("idea_id", "trade_id", "strategy_id")
          .number("pnl_delta", "fees", "slippage", "underlying_price")
          .text("event_type");

  private static final Columns DAY =
      Columns.inCamelCase("p")
          .integer("id")
          .date("date")
          .number("net_pnl", "gross_pnl", "total_fees", "high_water_pnl", "max_drawdown")
          .number("drawdown_pct")
          .integer("trade_count", "win_count", "loss_count", "primary_model_id")
          .number("ml_contribution_pct");

  private static final List<String> FIELDS =
      List.of(
          "idea_id",
          "trade_id",
          "strategy_id",
          "pnl_delta",
          "fees",
          "slippage",
          "underlying_price",
          "event_type");

  private static final String SELECT = "SELECT " + EVENT.select() + " FROM pnl_events e";

  private static final String WITHIN =
      " WHERE e.event_time >= COALESCE(?, e.event_time)"
          + " AND e.event_time < COALESCE(?, e.event_time + INTERVAL 1 SECOND)";

  private static final String LIST =
      SELECT
          + WITHIN
          + " AND e.idea_id = COALESCE(?, e.idea_id) ORDER BY e.event_time DESC, e.id DESC LIMIT ?";

  private static final String CURVE =
      "SELECT e.event_time, e.pnl_delta FROM pnl_events e"
          + WITHIN
          + " ORDER BY e.event_time, e.id LIMIT 100000";

  private static final String UNTIL =
      "SELECT e.event_time >= ? today, e.idea_id, e.pnl_delta + 0E0, e.fees + 0E0,"
          + " e.slippage + 0E0 FROM pnl_events e WHERE e.event_time < ?"
          + " ORDER BY e.event_time, e.id";

  /** Of the ideas of a day: which model decided most, and how many a model had a word on. */
  private static final String MODELS =
      "SELECT d.model_id, COUNT(DISTINCT d.idea_id) n FROM ml_decisions d"
          + " WHERE d.ml_score IS NOT NULL AND d.model_id IS NOT NULL AND d.idea_id IN"
          + " (SELECT e.idea_id FROM pnl_events e WHERE e.event_time >= ? AND e.event_time < ?)"
          + " GROUP BY d.model_id ORDER BY n DESC, d.model_id";

  private static final String KEEP =
      "REPLACE INTO daily_performance (date, net_pnl, gross_pnl, total_fees, high_water_pnl,"
          + " max_drawdown, drawdown_pct, trade_count, win_count, loss_count, primary_model_id,"
          + " ml_contribution_pct) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String DAY_OF =
      "SELECT " + DAY.select() + " FROM daily_performance p WHERE p.date = ?";

  private static final String DAYS_OF =
      "SELECT "
          + DAY.select()
          + " FROM daily_performance p WHERE p.date >= COALESCE(?, p.date)"
          + " AND p.date <= COALESCE(?, p.date) ORDER BY p.date DESC LIMIT ?";

  private final Database database;

  public PnlEvents(Database database) {
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.write("createPnlEvent", this::create)
        .read("listPnlEvents", this::list)
        .read("getMlEquityCurve", this::curve)
        .read("listDailyPerformance", this::days)
        .write("materializeDailyPerformance", this::materialize);
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    return Insert.into("pnl_events", call.body(), FIELDS)
        .run(transaction)
        .compose(id -> transaction.preparedQuery(SELECT + " WHERE e.id = ?").execute(Tuple.of(id)))
        .map(rows -> Rows.one(CREATED, EVENT, rows.iterator().next()));
  }

  private Future<Reply> list(Call call) {
    return database
        .pool()
        .preparedQuery(LIST)
        .execute(
            Tuple.of(
                from(call),
                to(call),
                call.find("idea_id").orElse(null),
                call.integer("limit", PAGE)))
        .map(rows -> Rows.list(EVENT, rows));
  }

  private static LocalDateTime from(Call call) {
    return call.find("from")
        .map(Moments::parse)
        .orElseGet(
            () ->
                call.parameters().get("days") instanceof Number days
                    ? Moments.now().minusDays(days.longValue())
                    : null);
  }

  /** A date includes its day. */
  private static LocalDateTime to(Call call) {
    return call.find("to")
        .map(to -> Moments.isDateOnly(to) ? Moments.parse(to).plusDays(1) : Moments.parse(to))
        .orElse(null);
  }

  private Future<Reply> curve(Call call) {
    return database
        .pool()
        .preparedQuery(CURVE)
        .execute(Tuple.of(from(call), to(call)))
        .map(
            rows ->
                new Reply(
                    OK,
                    JsonText.data(
                        out -> {
                          Equity equity = new Equity();
                          out.writeStartArray();
                          for (Row row : rows) {
                            equity.add(row.getDouble(1));
                            out.writeStartObject();
                            out.writeStringField("timestamp", Moments.iso(row.getLocalDateTime(0)));
                            equity.write(out);
                            out.writeEndObject();
                          }
                          out.writeEndArray();
                        })));
  }

  private Future<Reply> days(Call call) {
    return database
        .pool()
        .preparedQuery(DAYS_OF)
        .execute(
            Tuple.of(
                call.find("from").map(LocalDate::parse).orElse(null),
                call.find("to").map(LocalDate::parse).orElse(null),
                call.integer("limit", DAYS)))
        .map(rows -> Rows.list(DAY, rows));
  }

  /** A trading day in New York, from its events and from what was earned before. */
  private Future<Reply> materialize(Call call, SqlConnection transaction) {
    LocalDate date = LocalDate.parse(call.body().getString("date"));
    LocalDateTime start = MarketTime.startOf(date);
    LocalDateTime end = MarketTime.startOf(date.plusDays(1));
    return transaction
        .preparedQuery(UNTIL)
        .execute(Tuple.of(start, end))
        .compose(
            events ->
                transaction
                    .preparedQuery(MODELS)
                    .execute(Tuple.of(start, end))
                    .compose(
                        models ->
                            transaction.preparedQuery(KEEP).execute(day(date, events, models))))
        .compose(done -> transaction.preparedQuery(DAY_OF).execute(Tuple.of(date)))
        .map(rows -> Rows.one(OK, DAY, rows.iterator().next()));
  }

  private static Tuple day(LocalDate date, RowSet<Row> events, RowSet<Row> models) {
    Equity equity = new Equity();
    Map<String, Double> ideas = new HashMap<>();
    double net = 0;
    double fees = 0;
    double slippage = 0;
    double deepest = 0;
    double deepestShare = 0;
    for (Row event : events) {
      double delta = event.getDouble(2);
      equity.add(delta);
      if (event.getLong(0) == 1) {
        ideas.merge(event.getString(1), delta, Double::sum);
        net += delta;
        fees += event.getDouble(3);
        slippage += event.getDouble(4);
        deepest = Math.max(deepest, equity.drawdown());
        deepestShare = Math.max(deepestShare, equity.drawdownShare());
      }
    }
    Integer primary = null;
    long decided = 0;
    for (Row model : models) {
      primary = primary == null ? model.getInteger(0) : primary;
      decided += model.getLong(1);
    }
    return Tuple.of(
            date,
            net,
            net + fees + slippage,
            fees,
            equity.highWater(),
            deepest,
            deepestShare,
            ideas.size())
        .addValue((int) ideas.values().stream().filter(earned -> earned > 0).count())
        .addValue((int) ideas.values().stream().filter(earned -> earned < 0).count())
        .addValue(primary)
        .addValue(ideas.isEmpty() ? null : (Object) Math.min(100, decided * 100.0 / ideas.size()));
  }
}
