package io.marketswarm.journal.internal;

import io.marketswarm.store.Database;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Columns;
import io.marketswarm.web.api.JsonText;
import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of the ideas the trade selector had. */
public final class TrackedIdeas {
  private static final int OK = 200;
  private static final int PAGE = 100;

  private static final List<String> TIMES =
      List.of("entry_time", "max_pnl_time", "settlement_time");

  /** Columns that a body fills under their own names. */
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "symbol",
          "entry_rank",
          "entry_time",
          "entry_ts",
          "entry_spot",
          "entry_vix",
          "entry_regime",
          "entry_hour",
          "entry_day_of_week",
          "entry_gex_flip",
          "entry_gex_call_wall",
          "entry_gex_put_wall",
          "strategy",
          "side",
          "strike",
          "width",
          "dte",
          "debit",
          "max_profit_theoretical",
          "r2r_predicted",
          "campaign",
          "max_pnl",
          "max_pnl_time",
          "max_pnl_spot",
          "max_pnl_dte",
          "settlement_time",
          "settlement_spot",
          "final_pnl",
          "is_winner",
          "pnl_captured_pct",
          "r2r_achieved",
          "score_total",
          "score_regime",
          "score_r2r",
          "score_convexity",
          "score_campaign",
          "score_decay",
          "score_edge",
          "params_version",
          "edge_cases");

  private static final Columns IDEA =
      Columns.inCamelCase("i")
          .text("id", "symbol")
          .integer("entry_rank")
          .instant("entry_time")
          .integer("entry_ts")
          .number("entry_spot", "entry_vix")
          .text("entry_regime")
          .number("entry_hour")
          .integer("entry_day_of_week")
          .number("entry_gex_flip", "entry_gex_call_wall", "entry_gex_put_wall")
          .text("strategy", "side")
          .number("strike")
          .integer("width", "dte")
          .number("debit", "max_profit_theoretical", "r2r_predicted")
          .text("campaign")
          .number("max_pnl")
          .instant("max_pnl_time")
          .number("max_pnl_spot")
          .integer("max_pnl_dte")
          .instant("settlement_time")
          .number("settlement_spot", "final_pnl")
          .bool("is_winner")
          .number("pnl_captured_pct", "r2r_achieved")
          .integer("params_version")
          .list("edge_cases")
          .instant("created_at");

  private static final Columns SCORES =
      Columns.of("i")
          .number("score_total", "score_regime", "score_r2r", "score_convexity")
          .number("score_campaign", "score_decay", "score_edge");

  private static final List<String> SCORE_NAMES =
      List.of("total", "regime", "r2r", "convexity", "campaign", "decay", "edge");

  private static final String SELECT =
      "SELECT " + IDEA.select() + ", " + SCORES.select() + " FROM tracked_ideas i";

  /** The filters of the lists: their names and conditions. */
  private static final Map<String, String> FILTERS = new LinkedHashMap<>();

  static {
    FILTERS.put("regime", "i.entry_regime = ?");
    FILTERS.put("strategy", "i.strategy = ?");
    FILTERS.put("rank", "i.entry_rank = ?");
    FILTERS.put("is_winner", "i.is_winner = ?");
    FILTERS.put("params_version", "i.params_version = ?");
    FILTERS.put("start_date", "i.entry_time >= ?");
    FILTERS.put("end_date", "i.entry_time < ?");
  }

  private static final String INSERT =
      "INSERT INTO tracked_ideas ("
          + String.join(", ", COLUMNS)
          + ") VALUES ("
          + String.join(", ", Collections.nCopies(COLUMNS.size(), "?"))
          + ") ON DUPLICATE KEY UPDATE id = VALUES(id)";

  private static final String SUMS =
      "COUNT(*) total_ideas, COALESCE(SUM(i.is_winner), 0) win_count,"
          + " COALESCE(AVG(i.is_winner) * 100, 0) win_rate, COALESCE(AVG(i.final_pnl), 0) avg_pnl,"
          + " COALESCE(AVG(i.max_pnl), 0) avg_max_pnl,"
          + " COALESCE(AVG(i.pnl_captured_pct), 0) avg_capture_rate FROM tracked_ideas i";

  private final Database database;

  public TrackedIdeas(Database database) {
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.write("createTrackedIdea", this::create)
        .read("listTrackedIdeas", this::list)
        .read("analyseTrackedIdeas", this::analyse);
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    Tuple values = Tuple.tuple();
    COLUMNS.forEach(column -> values.addValue(value(call.body(), column)));
    return transaction
        .preparedQuery(INSERT)
        .execute(values)
        .compose(
            done ->
                transaction
                    .preparedQuery(SELECT + " WHERE i.id = ?")
                    .execute(Tuple.of(call.body().getString("id"))))
        .map(rows -> new Reply(OK, JsonText.data(out -> write(rows.iterator().next(), out))));
  }

  private static Object value(JsonObject body, String column) {
    Object value = body.getValue(column);
    if (value == null) {
      return null;
    }
    if (TIMES.contains(column)) {
      return Moments.parse((String) value);
    }
    if (value instanceof JsonArray list) {
      return list.encode();
    }
    return value instanceof Boolean flag ? (Object) (flag ? 1 : 0) : value;
  }

  private Future<Reply> list(Call call) {
    Tuple values = Tuple.tuple();
    String where = where(call, values);
    values.addValue(call.integer("limit", PAGE)).addValue(call.integer("offset", 0));
    return database
        .pool()
        .preparedQuery(SELECT + where + " ORDER BY i.entry_ts DESC, i.id LIMIT ? OFFSET ?")
        .execute(values)
        .map(
            rows ->
                new Reply(
                    OK,
                    JsonText.of(
                        out -> {
                          out.writeStartObject();
                          out.writeBooleanField("success", true);
                          out.writeArrayFieldStart("data");
                          for (Row row : rows) {
                            write(row, out);
                          }
                          out.writeEndArray();
                          out.writeNumberField("count", rows.size());
                          out.writeEndObject();
                        })));
  }

  private static String where(Call call, Tuple values) {
    List<String> conditions = new ArrayList<>();
    FILTERS.forEach(
        (name, condition) -> {
          Object value = call.parameters().get(name);
          if (value != null) {
            conditions.add(condition);
            values.addValue(filter(name, value));
          }
        });
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  private static Object filter(String name, Object value) {
    return switch (name) {
      case "start_date" -> Moments.parse((String) value);
      case "end_date" -> {
        LocalDateTime end = Moments.parse((String) value);
        yield Moments.isDateOnly((String) value) ? end.plusDays(1) : end;
      }
      case "is_winner" -> Boolean.TRUE.equals(value) ? 1 : 0;
      default -> value;
    };
  }

  private static void write(Row row, com.fasterxml.jackson.core.JsonGenerator out)
      throws java.io.IOException {
    out.writeStartObject();
    IDEA.fields(row, out);
    out.writeObjectFieldStart("scores");
    for (int i = 0; i < SCORE_NAMES.size(); i++) {
      Double score = row.getDouble(IDEA.count() + i);
      out.writeFieldName(SCORE_NAMES.get(i));
      if (score == null) {
        out.writeNull();
      } else {
        JsonText.number(out, score);
      }
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private Future<Reply> analyse(Call call) {
    Future<RowSet<Row>> overall = grouped(call, "", SUMS, "");
    Future<RowSet<Row>> ranks = grouped(call, "i.entry_rank, ", SUMS, " GROUP BY i.entry_rank");
    Future<RowSet<Row>> regimes =
        grouped(call, "i.entry_regime, ", SUMS, " GROUP BY i.entry_regime");
    Future<RowSet<Row>> strategies = grouped(call, "i.strategy, ", SUMS, " GROUP BY i.strategy");
    Future<RowSet<Row>> exits =
        grouped(
            call,
            "i.entry_rank, ",
            "AVG(TIMESTAMPDIFF(SECOND, i.entry_time, i.max_pnl_time)) / 86400 avg_days_to_max,"
                + " AVG(i.max_pnl_dte) avg_dte_at_max FROM tracked_ideas i",
            " GROUP BY i.entry_rank");
    return Future.all(overall, ranks, regimes, strategies, exits)
        .map(
            read ->
                Reply.ok(
                    new JsonObject()
                        .put("overall", objects(overall.result()).getJsonObject(0))
                        .put("byRank", objects(ranks.result()))
                        .put("byRegime", objects(regimes.result()))
                        .put("byStrategy", objects(strategies.result()))
                        .put("exitTiming", objects(exits.result()))));
  }

  private Future<RowSet<Row>> grouped(Call call, String first, String sums, String group) {
    Tuple values = Tuple.tuple();
    String where = where(call, values);
    String order = group.isEmpty() ? "" : " ORDER BY 1 LIMIT 1000";
    return database
        .pool()
        .preparedQuery("SELECT " + first + sums + where + group + order)
        .execute(values);
  }

  private static JsonArray objects(RowSet<Row> rows) {
    JsonArray list = new JsonArray();
    for (Row row : rows) {
      JsonObject object = new JsonObject();
      for (int i = 0; i < row.size(); i++) {
        Object value = row.getValue(i);
        object.put(
            row.getColumnName(i),
            value instanceof Number && !(value instanceof Integer || value instanceof Long)
                ? (Object) row.getDouble(i)
                : value);
      }
      list.add(object);
    }
    return list;
  }
}
