package io.marketswarm.journal.logs;

import io.marketswarm.store.Database;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDateTime;

/** What other services ask about logs. */
public final class LogsInternal {
  private static final int OK = 200;

  private final Database database;

  public LogsInternal(Database database) {
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.read("listUsersWithLogs", this::users).read("getLogHealth", this::health);
  }

  private Future<Reply> users(Call call) {
    return database
        .pool()
        .query(LogSql.USERS_WITH_LOGS)
        .execute()
        .map(
            rows -> {
              JsonArray ids = new JsonArray();
              rows.forEach(row -> ids.add(row.getInteger("user_id")));
              return Reply.flat(OK, new JsonObject().put("user_ids", ids).put("count", ids.size()));
            });
  }

  private Future<Reply> health(Call call) {
    return database
        .pool()
        .preparedQuery(LogSql.HEALTH)
        .execute(Tuple.of(call.integer("user_id", 0)))
        .map(
            rows -> {
              JsonArray logs = new JsonArray();
              rows.forEach(row -> logs.add(health(row)));
              return Reply.ok(logs);
            });
  }

  private static JsonObject health(Row row) {
    return new JsonObject()
        .put("id", row.getString("id"))
        .put("name", row.getString("name"))
        .put("lifecycle_state", row.getString("lifecycle_state"))
        .put("ml_included", row.getInteger("ml_included"))
        .put("created_at", iso(row, "created_at"))
        .put("retire_scheduled_at", iso(row, "retire_scheduled_at"))
        .put("total_trades", row.getLong("total_trades"))
        .put("open_trades", row.getLong("open_trades"))
        .put("pending_alerts", 0)
        .put("last_trade_at", iso(row, "last_trade_at"))
        .put("last_import_at", iso(row, "last_import_at"));
  }

  private static String iso(Row row, String column) {
    LocalDateTime time = row.getLocalDateTime(column);
    return time == null ? null : Moments.iso(time);
  }
}
