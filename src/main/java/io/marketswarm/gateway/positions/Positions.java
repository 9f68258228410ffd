package io.marketswarm.gateway.positions;

import io.marketswarm.service.MarketClock;
import io.marketswarm.store.Assignments;
import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.gates.Gate;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The leg positions of all users; whatever is not a user's own does not exist for them. */
final class Positions {
  private static final int CONFLICT = 409;
  private static final int LIMIT_REACHED = 429;

  private final Database database;
  private final MarketClock clock;

  Positions(Database database, MarketClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Which positions are asked for. */
  record Filter(Optional<String> symbol, Optional<Boolean> visible, boolean includeExpired) {}

  /** What became of positions that were sent together. */
  record Batch(List<Integer> ids, JsonArray errors) {}

  Future<JsonArray> list(int userId, Filter filter) {
    LocalDate today = clock.today();
    StringBuilder conditions = new StringBuilder();
    Tuple values = Tuple.of(userId);
    filter
        .symbol()
        .ifPresent(
            symbol -> {
              conditions.append(PositionSql.OF_SYMBOL);
              values.addString(symbol);
            });
    filter
        .visible()
        .ifPresent(
            visible -> {
              conditions.append(PositionSql.OF_VISIBILITY);
              values.addBoolean(visible);
            });
    if (!filter.includeExpired()) {
      conditions.append(PositionSql.UNEXPIRED);
      values.addLocalDate(today);
    }
    return database
        .pool()
        .preparedQuery(PositionSql.list(conditions.toString()))
        .execute(values)
        .map(
            rows -> {
              JsonArray positions = new JsonArray();
              rows.forEach(row -> positions.add(LegPosition.json(row, today)));
              return positions;
            });
  }

  Future<JsonObject> find(int userId, int id) {
    return find(database.pool(), userId, id);
  }

  private Future<JsonObject> find(SqlClient connection, int userId, int id) {
    return connection
        .preparedQuery(PositionSql.ONE)
        .execute(Tuple.of(id, userId))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw notFound();
              }
              return LegPosition.json(rows.iterator().next(), clock.today());
            });
  }

  /** Adds a position unless the user's tier has no room for it. */
  Future<JsonObject> create(SqlConnection connection, int userId, PositionBody body, Gate gate) {
    Tuple row = body.row(userId, clock.today(), 0, System.currentTimeMillis());
    return makeRoom(connection, userId, gate, 1, false)
        .compose(room -> insert(connection, row))
        .compose(id -> find(connection, userId, id));
  }

  /** Adds those that can be read; the others are told with their place in the list. */
  Future<Batch> createAll(
      SqlConnection connection, int userId, List<JsonObject> bodies, Gate gate) {
    List<Tuple> rows = new ArrayList<>();
    JsonArray errors = new JsonArray();
    long now = System.currentTimeMillis();
    for (int i = 0; i < bodies.size(); i++) {
      try {
        rows.add(new PositionBody(bodies.get(i)).row(userId, clock.today(), i, now));
      } catch (ApiError refused) {
        errors.add(new JsonObject().put("index", i).put("error", refused.getMessage()));
      }
    }
    return makeRoom(connection, userId, gate, bodies.size(), true)
        .compose(room -> insertAll(connection, rows))
        .map(ids -> new Batch(ids, errors));
  }

  /** One after the other, so that ids grow in the order of the list. */
  private static Future<List<Integer>> insertAll(SqlConnection connection, List<Tuple> rows) {
    Future<List<Integer>> ids = Future.succeededFuture(new ArrayList<>());
    for (Tuple row : rows) {
      ids = ids.compose(known -> insert(connection, row).map(id -> with(known, id)));
    }
    return ids;
  }

  private static List<Integer> with(List<Integer> ids, int id) {
    ids.add(id);
    return ids;
  }

  private static Future<Integer> insert(SqlConnection connection, Tuple row) {
    return connection
        .preparedQuery(PositionSql.ADD)
        .execute(row)
        .map(added -> added.property(MySQLClient.LAST_INSERTED_ID).intValue());
  }

  private Future<Void> makeRoom(
      SqlConnection connection, int userId, Gate gate, int more, boolean together) {
    return connection
        .preparedQuery(PositionSql.LOCK_USER)
        .execute(Tuple.of(userId))
        .compose(
            locked ->
                connection
                    .preparedQuery(PositionSql.COUNT)
                    .execute(Tuple.of(userId, clock.today())))
        .map(
            rows -> {
              int current = rows.iterator().next().getInteger("n");
              if (gate.isExceededBy((long) current + more)) {
                throw full(gate.limit().orElse(0), current, together ? more : 0);
              }
              return null;
            });
  }

  private static ApiError full(long limit, int current, int requested) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("limit", limit);
    details.put("current", current);
    if (requested > 0) {
      details.put("requested", requested);
    }
    details.put("message", "Your tier allows a maximum of " + limit + " concurrent positions.");
    return new ApiError(LIMIT_REACHED, "Position limit reached", details);
  }

  /** Changes some columns, if the position still is what the client believes it to be. */
  Future<JsonObject> change(int userId, int id, PositionBody body, OptionalInt expected) {
    Assignments changes = body.changes(clock.today());
    return database.transaction(
        connection ->
            connection
                .preparedQuery(PositionSql.update(changes.clause(), expected.isPresent()))
                .execute(
                    expected.isPresent()
                        ? changes.valuesAnd(id, userId, expected.getAsInt())
                        : changes.valuesAnd(id, userId))
                .compose(
                    changed ->
                        changed.rowCount() == 1
                            ? find(connection, userId, id)
                            : refuse(connection, userId, id)));
  }

  private static Future<JsonObject> refuse(SqlConnection connection, int userId, int id) {
    return connection
        .preparedQuery(PositionSql.VERSION)
        .execute(Tuple.of(id, userId))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw notFound();
              }
              throw new ApiError(
                  CONFLICT,
                  "Conflict - position was modified",
                  Map.of("currentVersion", rows.iterator().next().getInteger("version")));
            });
  }

  Future<Void> delete(int userId, int id) {
    return database
        .pool()
        .preparedQuery(PositionSql.DELETE)
        .execute(Tuple.of(id, userId))
        .map(
            gone -> {
              if (gone.rowCount() == 0) {
                throw notFound();
              }
              return null;
            });
  }

  /**
   * Puts positions in an order, all of them or none.
   *
   * @param places the place of each by its id
   */
  Future<Void> reorder(int userId, Map<Integer, Integer> places) {
    List<Tuple> moves =
        places.entrySet().stream()
            .map(place -> Tuple.of(place.getValue(), place.getKey(), userId))
            .toList();
    return database.transaction(
        connection ->
            connection
                .preparedQuery(PositionSql.LOCK_ALL)
                .execute(Tuple.of(userId))
                .compose(
                    owned -> {
                      if (!ids(owned).containsAll(places.keySet())) {
                        throw notFound();
                      }
                      return connection.preparedQuery(PositionSql.SORT).executeBatch(moves);
                    })
                .mapEmpty());
  }

  private static Set<Integer> ids(RowSet<Row> rows) {
    Set<Integer> ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.getInteger("id")));
    return ids;
  }

  private static ApiError notFound() {
    return ApiError.notFound("Position not found");
  }
}
