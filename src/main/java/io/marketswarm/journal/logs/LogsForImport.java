package io.marketswarm.journal.logs;

import io.marketswarm.journal.market.MarketTime;
import io.marketswarm.store.Database;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.LocalDateTime;

/** Which log an import should go to: history does not belong among the trades of today. */
public final class LogsForImport {
  private static final int OK = 200;
  private static final int THRESHOLD_DAYS = 7;

  private final Database database;
  private final MarketTime time;

  public LogsForImport(Database database, MarketTime time) {
    this.database = database;
    this.time = time;
  }

  public void on(ApiRoutes api) {
    api.read("listLogsForImport", this::list).read("recommendImportLog", this::recommend);
  }

  private Future<Reply> list(Call call) {
    return database
        .pool()
        .preparedQuery(LogSql.FOR_IMPORT)
        .execute(Tuple.of(call.userId(), call.userId()))
        .map(
            logs -> {
              JsonArray list = new JsonArray();
              logs.forEach(log -> list.add(candidate(log)));
              return Reply.ok(list);
            });
  }

  private static JsonObject candidate(Row log) {
    LocalDateTime retires = log.getLocalDateTime("retire_scheduled_at");
    return new JsonObject()
        .put("id", log.getString("id"))
        .put("name", log.getString("name"))
        .put("description", log.getString("description"))
        .put("lifecycleState", log.getString("lifecycle_state"))
        .put("mlIncluded", log.getInteger("ml_included"))
        .put("retireScheduledAt", retires == null ? null : Moments.iso(retires))
        .put("openPositionCount", log.getLong("open_trades"))
        .put("totalTradeCount", log.getLong("total_trades"));
  }

  private Future<Reply> recommend(Call call) {
    String earliest = call.body().getString("earliest_date");
    String latest = call.body().getString("latest_date");
    LocalDateTime from = Moments.parse(earliest);
    LocalDateTime last = Moments.parse(latest);
    LocalDateTime until =
        Moments.isDateOnly(latest) ? last.plusDays(1).minus(Duration.ofMillis(1)) : last;
    String log = call.body().getString("target_log_id");
    Future<RowSet<Row>> preferences =
        database.pool().preparedQuery(LogSql.IMPORT_PREFERENCES).execute(Tuple.of(call.userId()));
    Future<RowSet<Row>> span =
        database
            .pool()
            .preparedQuery(LogSql.SPAN)
            .execute(Tuple.of(from, until, log, call.userId()));
    return Future.all(preferences, span)
        .map(
            done -> {
              RowIterator<Row> target = span.result().iterator();
              if (!target.hasNext()) {
                throw LogRoutes.notFound();
              }
              return reply(preferences.result().iterator(), target.next(), from, last, until);
            });
  }

  private Reply reply(
      RowIterator<Row> preferences,
      Row target,
      LocalDateTime from,
      LocalDateTime last,
      LocalDateTime until) {
    Row preference = preferences.hasNext() ? preferences.next() : null;
    boolean asked =
        preference == null || preference.getInteger("recommend_archive_historical") != 0;
    int threshold =
        preference == null
            ? THRESHOLD_DAYS
            : preference.getInteger("historical_import_days_threshold");
    Long overlap = target.getLong("overlap");
    Span span =
        new Span(
            target.getLong("total"),
            overlap == null ? 0 : overlap,
            target.getLocalDateTime("earliest"),
            target.getLocalDateTime("latest"));
    String reason = asked ? reason(time.utc(), threshold, from, last, until, span) : null;
    return Reply.flat(
        OK,
        new JsonObject()
            .put("recommend_archived", reason != null)
            .put("reason", reason)
            .put("target_log_state", target.getString("lifecycle_state"))
            .put("overlap_trades", span.overlap));
  }

  /** The trades a log has already; the times are null when there are none. */
  record Span(long total, long overlap, LocalDateTime earliest, LocalDateTime latest) {}

  /** Why the import should go to an archived log, or null when it need not. */
  static String reason(
      LocalDateTime now,
      int thresholdDays,
      LocalDateTime from,
      LocalDateTime last,
      LocalDateTime until,
      Span log) {
    long daysOld =
        Math.floorDiv(Duration.between(last, now).toMillis(), Duration.ofDays(1).toMillis());
    if (daysOld > thresholdDays) {
      return "The latest of these trades is " + daysOld + " days old";
    }
    boolean apart =
        log.total > 0
            && log.overlap == 0
            && (until.isBefore(log.earliest) || from.isAfter(log.latest));
    return apart ? "These trades lie outside the time of the log" : null;
  }
}
