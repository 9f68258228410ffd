package io.marketswarm.journal.edgelab;

import com.fasterxml.jackson.core.JsonGenerator;
import io.marketswarm.store.Assignments;
import io.marketswarm.store.Database;
import io.marketswarm.store.JsonColumn;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Columns;
import io.marketswarm.web.api.JsonText;
import io.marketswarm.web.api.Moments;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Setups as they were seen, before anybody knew what would come of them. */
public final class EdgeSetups {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int PAGE = 50;

  /** What a structure is known by. */
  private static final List<String> DIMENSIONS =
      List.of(
          "regime",
          "gex_posture",
          "vol_state",
          "time_structure",
          "heatmap_color",
          "position_structure",
          "width_bucket",
          "directional_bias");

  private static final List<String> TEXTS =
      List.of("trade_id", "position_id", "entry_logic", "exit_logic");

  private static final List<String> FLAGS = List.of("entry_defined", "exit_defined");

  private static final Map<String, String> FILTERS = new LinkedHashMap<>();

  static {
    for (String exact : List.of("status", "regime", "position_structure", "structure_signature")) {
      FILTERS.put(exact, " AND s." + exact + " = ?");
    }
    FILTERS.put("start_date", " AND s.setup_date >= ?");
    FILTERS.put("end_date", " AND s.setup_date <= ?");
  }

  private final Database database;

  public EdgeSetups(Database database) {
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.read("listEdgeSetups", this::list)
        .read("getEdgeSetup", this::get)
        .read("suggestEdgeOutcome", this::suggest)
        .write("createEdgeSetup", this::create)
        .write("patchEdgeSetup", this::patch);
  }

  private Future<Reply> list(Call call) {
    StringBuilder sql = new StringBuilder(EdgeSql.LIST);
    Tuple values = Tuple.of(call.userId());
    FILTERS.forEach(
        (name, condition) ->
            call.find(name)
                .ifPresent(
                    wanted -> {
                      sql.append(condition);
                      values.addValue(
                          name.endsWith("_date") ? (Object) LocalDate.parse(wanted) : wanted);
                    }));
    values.addValue(call.integer("limit", PAGE));
    return database
        .pool()
        .preparedQuery(sql.append(EdgeSql.NEWEST_FIRST).toString())
        .execute(values)
        .map(rows -> Rows.list(EdgeSql.SETUP, rows));
  }

  /** A setup with what was expected and what came of it, null where there is none. */
  private record Story(Row setup, Optional<Row> hypothesis, Optional<Row> outcome) {}

  private Future<Story> story(Call call) {
    int user = call.userId();
    String id = call.text("id");
    return database
        .pool()
        .withConnection(
            connection -> {
              Future<Row> setup = read(connection, EdgeSql.GET, id, user);
              Future<Optional<Row>> hypothesis = find(connection, EdgeSql.HYPOTHESIS_OF, id, user);
              Future<Optional<Row>> outcome = find(connection, EdgeSql.OUTCOME_OF, id, user);
              return Future.all(setup, hypothesis, outcome)
                  .map(read -> new Story(setup.result(), hypothesis.result(), outcome.result()));
            });
  }

  private Future<Reply> get(Call call) {
    return story(call)
        .map(
            story ->
                new Reply(
                    OK,
                    JsonText.data(
                        out -> {
                          out.writeStartObject();
                          EdgeSql.SETUP.fields(story.setup, out);
                          out.writeFieldName("hypothesis");
                          write(EdgeSql.HYPOTHESIS, story.hypothesis, out);
                          out.writeFieldName("outcome");
                          write(EdgeSql.OUTCOME, story.outcome, out);
                          out.writeEndObject();
                        })));
  }

  private static void write(Columns columns, Optional<Row> row, JsonGenerator out)
      throws IOException {
    if (row.isPresent()) {
      columns.object(row.get(), out);
    } else {
      out.writeNull();
    }
  }

  private Future<Reply> suggest(Call call) {
    return story(call)
        .map(
            story ->
                Reply.ok(
                    Suggestion.of(
                            JsonColumn.object(story.setup, "bias_state"),
                            story.setup.getInteger("entry_defined") != 0,
                            story.setup.getInteger("exit_defined") != 0,
                            story
                                .hypothesis
                                .map(row -> row.getValue("locked_at") != null)
                                .orElse(false))
                        .json()));
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    JsonObject body = Spelling.snake(call.body());
    List<String> needed = new ArrayList<>(DIMENSIONS);
    needed.add(0, "setup_date");
    Spelling.require(body, needed);
    String id = UUID.randomUUID().toString();
    List<Object> values =
        new ArrayList<>(
            Arrays.asList(
                id,
                call.userId(),
                body.getString("trade_id"),
                body.getString("position_id"),
                LocalDate.parse(body.getString("setup_date"))));
    DIMENSIONS.forEach(dimension -> values.add(body.getString(dimension)));
    values.add(body.getString("entry_logic"));
    values.add(body.getString("exit_logic"));
    FLAGS.forEach(flag -> values.add(Spelling.flag(body, flag)));
    values.add(biasState(body));
    values.add(signature(body));
    values.add(Moments.now());
    values.add(Moments.now());
    return requireOwned(transaction, call.userId(), body)
        .compose(owned -> transaction.preparedQuery(EdgeSql.INSERT).execute(Tuple.from(values)))
        .compose(done -> read(transaction, EdgeSql.GET, id, call.userId()))
        .map(row -> Rows.one(CREATED, EdgeSql.SETUP, row));
  }

  /** How the trader was that day; only what the overlay knows is kept. */
  private static String biasState(JsonObject body) {
    JsonObject given = body.getJsonObject("bias_state");
    if (given == null) {
      return null;
    }
    JsonObject state = new JsonObject();
    Spelling.snake(given)
        .forEach(
            felt -> {
              if (Confirmed.BIAS_DIMENSIONS.contains(felt.getKey())
                  && felt.getValue() instanceof String text
                  && text.length() <= 50) {
                state.put(felt.getKey(), text);
              }
            });
    return state.isEmpty() ? null : state.encode();
  }

  private static String signature(JsonObject setup) {
    return DIMENSIONS.stream().map(setup::getString).collect(Collectors.joining("|"));
  }

  private Future<Reply> patch(Call call, SqlConnection transaction) {
    JsonObject body = Spelling.snake(call.body());
    String id = call.text("id");
    int user = call.userId();
    return read(transaction, EdgeSql.LOCK, id, user)
        .compose(setup -> requireOwned(transaction, user, body).map(setup))
        .compose(
            setup -> {
              if (setup.getString("status").equals("archived")) {
                throw ApiError.badRequest("An archived setup cannot be changed");
              }
              Assignments changes = changes(setup, body);
              return changes.isEmpty()
                  ? Future.succeededFuture()
                  : transaction
                      .preparedQuery(EdgeSql.UPDATE.formatted(changes.clause()))
                      .execute(changes.valuesAnd(id, user));
            })
        .compose(done -> read(transaction, EdgeSql.GET, id, user))
        .map(row -> Rows.one(OK, EdgeSql.SETUP, row));
  }

  private static Assignments changes(Row setup, JsonObject body) {
    Assignments changes = new Assignments();
    JsonObject whole = new JsonObject();
    for (String dimension : DIMENSIONS) {
      String changed = body.getString(dimension);
      whole.put(dimension, changed == null ? setup.getString(dimension) : changed);
      if (changed != null) {
        changes.set(dimension, changed);
      }
    }
    if (!changes.isEmpty()) {
      changes.set("structure_signature", signature(whole));
    }
    TEXTS.stream()
        .filter(body::containsKey)
        .forEach(text -> changes.set(text, body.getString(text)));
    FLAGS.stream()
        .filter(body::containsKey)
        .forEach(flag -> changes.set(flag, Spelling.flag(body, flag)));
    if (body.getString("setup_date") != null) {
      changes.set("setup_date", LocalDate.parse(body.getString("setup_date")));
    }
    if (body.containsKey("bias_state")) {
      changes.set("bias_state", biasState(body));
    }
    if (body.getString("status") != null) {
      changes.set("status", body.getString("status"));
    }
    return changes;
  }

  /** Trade and position of a setup are the trader's own, too. */
  private static Future<Void> requireOwned(SqlConnection transaction, int user, JsonObject body) {
    return requireOwned(
            transaction, EdgeSql.OWNS_TRADE, user, body.getString("trade_id"), "Trade not found")
        .compose(
            done ->
                requireOwned(
                    transaction,
                    EdgeSql.OWNS_POSITION,
                    user,
                    body.getString("position_id"),
                    "Position not found"));
  }

  private static Future<Void> requireOwned(
      SqlConnection transaction, String sql, int user, String id, String otherwise) {
    return id == null
        ? Future.succeededFuture()
        : find(transaction, sql, id, user)
            .map(
                found -> {
                  found.orElseThrow(() -> ApiError.notFound(otherwise));
                  return null;
                });
  }

  static Future<Optional<Row>> find(SqlClient client, String sql, String id, int user) {
    return client.preparedQuery(sql).execute(Tuple.of(user, id)).map(Rows::first);
  }

  /** The caller's setup. */
  static Future<Row> read(SqlClient client, String sql, String id, int user) {
    return find(client, sql, id, user)
        .map(found -> found.orElseThrow(() -> ApiError.notFound("Setup not found")));
  }
}
