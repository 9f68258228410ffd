package io.marketswarm.journal.logs;

import io.marketswarm.bus.EventFamily;
import io.marketswarm.journal.events.Outbox;
import io.marketswarm.journal.jobs.Portions;
import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDateTime;
import java.util.Map;

/**
 * The life of a log: active, then archived, from where it comes back or, after days of grace, is
 * retired for good.
 */
public final class LogLifecycle {
  private static final int OK = 200;
  private static final int CONFLICT = 409;
  private static final int GRACE_DAYS = 7;

  private final Database database;
  private final Outbox outbox;

  public LogLifecycle(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  public void on(ApiRoutes api) {
    api.write("archiveLog", (call, tx) -> archive(call, tx, "Log archived"))
        .write("deleteLog", (call, tx) -> archive(call, tx, "Trade log archived"))
        .write("reactivateLog", this::prepare, this::reactivate)
        .write("retireLog", this::retire)
        .write("cancelRetirement", this::cancelRetirement)
        .write("setDefaultLog", this::prepare, this::setDefault);
  }

  private Future<?> prepare(Call call) {
    return LogCaps.prepare(database, call.userId());
  }

  private Future<Reply> archive(Call call, SqlConnection transaction, String message) {
    String id = call.text("id");
    int user = call.userId();
    LocalDateTime now = Moments.now();
    return LogRoutes.lock(transaction, id, user)
        .compose(
            log -> {
              requireState(log, "active", "The log is not active");
              return transaction.preparedQuery(LogSql.COUNT_OPEN_TRADES).execute(Tuple.of(id));
            })
        .compose(
            open -> {
              int count = open.iterator().next().getInteger("n");
              if (count > 0) {
                throw new ApiError(
                    CONFLICT,
                    "The log has " + count + " open positions; close them first",
                    Map.of("open_positions", count));
              }
              return transaction.preparedQuery(LogSql.ARCHIVE).execute(Tuple.of(now, id, user));
            })
        .compose(
            done ->
                tell(
                    transaction,
                    user,
                    "archived",
                    new JsonObject()
                        .put("log_id", id)
                        .put("lifecycle_state", "archived")
                        .put("archived_at", Moments.iso(now))
                        .put("ml_included", false)))
        .map(
            done ->
                Reply.flat(
                    OK,
                    new JsonObject().put("message", message).put("archived_at", Moments.iso(now))));
  }

  private Future<Reply> reactivate(Call call, SqlConnection transaction) {
    String id = call.text("id");
    int user = call.userId();
    String now = Moments.iso(Moments.now());
    return LogCaps.lock(transaction, user)
        .compose(
            caps ->
                LogRoutes.lock(transaction, id, user)
                    .compose(
                        log -> {
                          requireState(log, "archived", "The log is not archived");
                          if (caps.full()) {
                            throw ApiError.badRequest(
                                "You have " + caps.active() + " active logs; archive one first");
                          }
                          return transaction
                              .preparedQuery(LogSql.REACTIVATE)
                              .execute(Tuple.of(id, user));
                        })
                    .compose(
                        done ->
                            tell(
                                transaction,
                                user,
                                "reactivated",
                                new JsonObject()
                                    .put("log_id", id)
                                    .put("lifecycle_state", "active")
                                    .put("reactivated_at", now)
                                    .put("active_log_count", caps.withOneMore().active())
                                    .put("cap_state", caps.withOneMore().state())))
                    .map(done -> reactivated(caps.withOneMore(), now)));
  }

  private static Reply reactivated(LogCaps caps, String now) {
    JsonObject fields =
        new JsonObject().put("message", "Log reactivated").put("reactivated_at", now);
    if (!caps.state().equals("ok")) {
      fields.put("warning", "You have " + caps.active() + " active logs");
    }
    return Reply.flat(OK, fields);
  }

  private Future<Reply> retire(Call call, SqlConnection transaction) {
    String id = call.text("id");
    int user = call.userId();
    return LogRoutes.lock(transaction, id, user)
        .compose(
            log -> {
              requireState(log, "archived", "Only an archived log can be retired");
              if (!call.body().getBoolean("force", false)) {
                return schedule(transaction, id, user, grace(call.body()));
              }
              if (!log.getString("name").equals(call.body().getString("confirm_name"))) {
                throw ApiError.badRequest("confirm_name is not the name of the log");
              }
              String now = Moments.iso(Moments.now());
              return retire(transaction, id, user)
                  .map(done -> Reply.flat(OK, new JsonObject().put("retired_at", now)));
            });
  }

  private static int grace(JsonObject body) {
    Integer days = body.getInteger("grace_days");
    return days == null ? GRACE_DAYS : days;
  }

  private Future<Reply> schedule(SqlConnection transaction, String id, int user, int days) {
    LocalDateTime now = Moments.now();
    LocalDateTime due = now.plusDays(days);
    return transaction
        .preparedQuery(LogSql.SCHEDULE_RETIREMENT)
        .execute(Tuple.of(due, id, user))
        .compose(
            done ->
                tell(
                    transaction,
                    user,
                    "retire_scheduled",
                    new JsonObject()
                        .put("log_id", id)
                        .put("retire_scheduled_at", Moments.iso(due))
                        .put("grace_days_remaining", days)))
        .map(
            done ->
                Reply.flat(
                    OK,
                    new JsonObject()
                        .put("scheduled_at", Moments.iso(now))
                        .put("retire_at", Moments.iso(due))
                        .put("grace_days", days)));
  }

  private Future<Reply> cancelRetirement(Call call, SqlConnection transaction) {
    String id = call.text("id");
    int user = call.userId();
    return LogRoutes.lock(transaction, id, user)
        .compose(
            log -> {
              if (log.getValue("retire_scheduled_at") == null) {
                throw ApiError.badRequest("The log is not scheduled for retirement");
              }
              return transaction
                  .preparedQuery(LogSql.SCHEDULE_RETIREMENT)
                  .execute(Tuple.of(null, id, user));
            })
        .compose(
            done ->
                tell(
                    transaction,
                    user,
                    "retire_cancelled",
                    new JsonObject().put("log_id", id).put("lifecycle_state", "archived")))
        .map(done -> Reply.done("Retirement cancelled"));
  }

  private Future<Reply> setDefault(Call call, SqlConnection transaction) {
    String id = call.text("id");
    int user = call.userId();
    // The caps row first: two requests that change the default would otherwise cross.
    return LogCaps.lock(transaction, user)
        .compose(caps -> LogRoutes.lock(transaction, id, user))
        .compose(
            log -> {
              requireState(log, "active", "Only an active log can be the default");
              return transaction.preparedQuery(LogSql.CLEAR_DEFAULT).execute(Tuple.of(user));
            })
        .compose(done -> transaction.preparedQuery(LogSql.SET_DEFAULT).execute(Tuple.of(id, user)))
        .map(done -> Reply.done("Default log set"));
  }

  /** Retires the logs whose days of grace are over; returns how many were looked at. */
  public Future<Integer> retireDue(LocalDateTime now) {
    return Portions.all(LogSql.PORTION, () -> retirePortion(now));
  }

  private Future<Integer> retirePortion(LocalDateTime now) {
    return database
        .pool()
        .preparedQuery(LogSql.DUE_FOR_RETIREMENT)
        .execute(Tuple.of(now))
        .compose(
            due -> {
              Future<?> all = Future.succeededFuture();
              for (Row log : due) {
                String id = log.getString("id");
                int user = log.getInteger("user_id");
                all =
                    all.compose(
                            before ->
                                database.transaction(tx -> retireIfStillDue(tx, id, user, now)))
                        .onSuccess(done -> outbox.committed(user));
              }
              return all.map(due.size());
            });
  }

  private Future<Void> retireIfStillDue(
      SqlConnection transaction, String id, int user, LocalDateTime now) {
    return LogRoutes.lock(transaction, id, user)
        .compose(
            log -> {
              LocalDateTime due = log.getLocalDateTime("retire_scheduled_at");
              boolean still =
                  "archived".equals(log.getString("lifecycle_state"))
                      && due != null
                      && !due.isAfter(now);
              return still ? retire(transaction, id, user) : Future.succeededFuture();
            });
  }

  private Future<Void> retire(SqlConnection transaction, String id, int user) {
    LocalDateTime now = Moments.now();
    return transaction
        .preparedQuery(LogSql.RETIRE)
        .execute(Tuple.of(now, id, user))
        .compose(
            done ->
                tell(
                    transaction,
                    user,
                    "retired",
                    new JsonObject().put("log_id", id).put("retired_at", Moments.iso(now))));
  }

  private Future<Void> tell(SqlConnection transaction, int user, String what, JsonObject payload) {
    return outbox.add(
        transaction,
        EventFamily.LOGS,
        user,
        new JsonObject()
            .put("type", "log.lifecycle." + what)
            .put("timestamp", Moments.iso(Moments.now()))
            .put("payload", payload));
  }

  private static void requireState(Row log, String state, String otherwise) {
    if (!state.equals(log.getString("lifecycle_state"))) {
      throw ApiError.badRequest(otherwise);
    }
  }
}
