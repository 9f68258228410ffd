package io.marketswarm.journal.logs;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.journal.limits.TierLimit;
import io.marketswarm.journal.money.Cents;
import io.marketswarm.store.Assignments;
import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.JsonText;
import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Making, reading and editing trade logs. */
public final class LogRoutes {
  private static final int MOST_CONSTRAINTS = 16_000;
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int CONFLICT = 409;
  private static final Set<String> STATES = Set.of("active", "archived", "retired");

  /** What may be edited as it stands; capital and constraints need more. */
  private static final List<String> EDITABLE =
      List.of("name", "intent", "description", "regime_assumptions", "notes");

  private final Database database;
  private final TierLimit limit;

  public LogRoutes(Database database, TierLimit limit) {
    this.database = database;
    this.limit = limit;
  }

  public void on(ApiRoutes api) {
    api.read("listLogs", this::list)
        .read("getLog", this::get)
        .write("createLog", call -> LogCaps.prepare(database, call.userId()), this::create)
        .write("updateLog", this::update);
  }

  private Future<Reply> list(Call call) {
    Set<String> states = wanted(call);
    int user = call.userId();
    return database
        .pool()
        .preparedQuery(LogSql.LIST)
        .execute(
            Tuple.of(
                user,
                user,
                states.contains("active"),
                states.contains("archived"),
                states.contains("retired")))
        .compose(
            logs ->
                database
                    .pool()
                    .preparedQuery(LogSql.COUNT_ACTIVE)
                    .execute(Tuple.of(user))
                    .map(active -> list(logs, active.iterator().next().getInteger("n"))));
  }

  private static Set<String> wanted(Call call) {
    Set<String> states = new HashSet<>();
    call.find("state").ifPresent(list -> states.addAll(Arrays.asList(list.split(","))));
    states.retainAll(STATES);
    if (states.isEmpty()) {
      states.add("active");
    }
    boolean archived = "archived".equals(call.text("include")) || call.flag("include_inactive");
    if (archived || call.flag("include_retired")) {
      states.add("archived");
    }
    if (call.flag("include_retired")) {
      states.add("retired");
    }
    return states;
  }

  private static Reply list(RowSet<Row> logs, int active) {
    return new Reply(
        OK,
        JsonText.of(
            out -> {
              out.writeStartObject();
              out.writeBooleanField("success", true);
              out.writeArrayFieldStart("data");
              for (Row log : logs) {
                write(log, out);
              }
              out.writeEndArray();
              out.writeNumberField("count", logs.size());
              out.writeNumberField("active_count", active);
              out.writeEndObject();
            }));
  }

  private Future<Reply> get(Call call) {
    return read(database.pool(), call.text("id"), call.userId())
        .map(
            log -> {
              boolean retired = "retired".equals(log.getString("lifecycle_state"));
              if (retired && !call.flag("include_retired")) {
                throw notFound();
              }
              return reply(OK, log);
            });
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    int user = call.userId();
    return LogCaps.lock(transaction, user)
        .compose(
            caps -> {
              limit.require(call.caller().tier(), caps.active(), 1);
              requireRoom(caps);
              return insert(transaction, user, call.body());
            })
        .compose(id -> read(transaction, id, user))
        .map(log -> reply(CREATED, log));
  }

  private static void requireRoom(LogCaps caps) {
    if (caps.full()) {
      throw new ApiError(
          CONFLICT,
          "You have " + caps.active() + " active logs; archive one before making another");
    }
  }

  private static Future<String> insert(SqlConnection transaction, int user, JsonObject body) {
    Cents.Unit unit = Cents.Unit.of(body);
    return insert(
        transaction,
        user,
        body.getString("name").strip(),
        Cents.capital(body, "starting_capital", unit),
        body,
        Cents.price(body, "risk_per_trade", unit),
        constraints(body));
  }

  private static String constraints(JsonObject body) {
    JsonObject constraints = body.getJsonObject("constraints");
    String text = constraints == null ? null : constraints.encode();
    if (text != null && text.length() > MOST_CONSTRAINTS) {
      throw ApiError.badRequest(
          "constraints must have at most " + MOST_CONSTRAINTS + " characters");
    }
    return text;
  }

  private static Future<String> insert(
      SqlConnection transaction,
      int user,
      String name,
      long capital,
      JsonObject body,
      Long risk,
      String constraints) {
    String id = UUID.randomUUID().toString();
    LocalDateTime now = Moments.now();
    return transaction
        .preparedQuery(LogSql.INSERT)
        .execute(
            Tuple.from(
                Arrays.asList(
                    id,
                    user,
                    name,
                    capital,
                    risk,
                    body.getLong("max_position_size"),
                    body.getString("intent"),
                    body.getString("description"),
                    constraints,
                    body.getString("regime_assumptions"),
                    body.getString("notes"),
                    now,
                    now)))
        .map(id);
  }

  /** Makes the log of a trader who has none. */
  public static Future<String> insertDefault(SqlConnection transaction, int user) {
    return insert(
        transaction, user, "Default Log", DEFAULT_CAPITAL_CENTS, new JsonObject(), null, null);
  }

  private static final long DEFAULT_CAPITAL_CENTS = 2_500_000;

  private Future<Reply> update(Call call, SqlConnection transaction) {
    String id = call.text("id");
    int user = call.userId();
    return lock(transaction, id, user)
        .compose(log -> edit(transaction, log, user, call.body()))
        .compose(done -> read(transaction, id, user))
        .map(log -> reply(OK, log));
  }

  private static Future<Void> edit(SqlConnection transaction, Row log, int user, JsonObject body) {
    if ("retired".equals(log.getString("lifecycle_state"))) {
      throw new ApiError(CONFLICT, "The log is retired");
    }
    String id = log.getString("id");
    Assignments changes = new Assignments();
    EDITABLE.stream()
        .filter(body::containsKey)
        .forEach(field -> changes.set(field, body.getString(field)));
    if (body.containsKey("constraints")) {
      changes.set("constraints", constraints(body));
    }
    if (body.containsKey("ml_included")) {
      changes.set("ml_included", truth(body.getValue("ml_included")) ? 1 : 0);
    }
    Future<?> audited = Future.succeededFuture();
    if (body.containsKey("starting_capital")) {
      long before = log.getLong("starting_capital");
      long after = body.getLong("starting_capital");
      changes.set("starting_capital", after);
      if (before != after) {
        audited =
            transaction
                .preparedQuery(LogSql.CAPITAL_CHANGED)
                .execute(Tuple.of(id, before, after, user));
      }
    }
    if (changes.isEmpty()) {
      return Future.succeededFuture();
    }
    return audited
        .compose(
            done ->
                transaction
                    .preparedQuery(LogSql.UPDATE.formatted(changes.clause()))
                    .execute(changes.valuesAnd(id, user)))
        .mapEmpty();
  }

  /** Flags are written as 0 and 1, or as booleans. */
  private static boolean truth(Object value) {
    return Boolean.TRUE.equals(value) || value instanceof Number number && number.intValue() != 0;
  }

  /** The owner's log, locked until the transaction ends. */
  static Future<Row> lock(SqlConnection transaction, String id, int user) {
    return transaction
        .preparedQuery(LogSql.LOCK)
        .execute(Tuple.of(id, user))
        .map(LogRoutes::theOne);
  }

  private static Future<Row> read(SqlClient client, String id, int user) {
    return client.preparedQuery(LogSql.GET).execute(Tuple.of(id, id, user)).map(LogRoutes::theOne);
  }

  private static Row theOne(RowSet<Row> rows) {
    RowIterator<Row> found = rows.iterator();
    if (!found.hasNext()) {
      throw notFound();
    }
    return found.next();
  }

  static ApiError notFound() {
    return ApiError.notFound("Trade log not found");
  }

  private static Reply reply(int status, Row log) {
    return new Reply(status, JsonText.data(out -> write(log, out)));
  }

  private static void write(Row log, JsonGenerator out) throws IOException {
    out.writeStartObject();
    LogSql.LOG.fields(log, out);
    int summary = LogSql.LOG.count();
    long open = log.getLong(summary + 1);
    long pnl = log.getLong(summary + 3);
    LocalDateTime last = log.getLocalDateTime(summary + 4);
    out.writeNumberField("total_trades", log.getLong(summary));
    out.writeNumberField("open_trades", open);
    out.writeNumberField("open_positions", open);
    out.writeNumberField("closed_trades", log.getLong(summary + 2));
    out.writeNumberField("total_pnl", pnl);
    out.writeFieldName("total_pnl_dollars");
    JsonText.number(out, pnl / 100.0);
    out.writeNumberField("pending_alerts", 0);
    out.writeStringField("last_trade_at", last == null ? null : Moments.iso(last));
    out.writeEndObject();
  }
}
