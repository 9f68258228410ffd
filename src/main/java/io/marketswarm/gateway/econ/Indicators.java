package io.marketswarm.gateway.econ;

import io.marketswarm.gateway.econ.RollingSchedule.Release;
import io.marketswarm.gateway.rest.Utc;
import io.marketswarm.store.Assignments;
import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The economic indicators in the database. */
final class Indicators {
  private static final int DUPLICATE = 1062;
  private static final int CONFLICT = 409;
  private final Database database;

  Indicators(Database database) {
    this.database = database;
  }

  Future<JsonArray> list() {
    Future<RowSet<Row>> rows = database.pool().query(IndicatorSql.ALL).execute();
    Future<RowSet<Row>> aliases = database.pool().query(IndicatorSql.ALIASES).execute();
    return Future.all(rows, aliases)
        .map(
            read -> {
              Map<String, JsonArray> byId = aliases(aliases.result());
              JsonArray all = new JsonArray();
              rows.result().forEach(row -> all.add(json(row, byId)));
              return all;
            });
  }

  Future<JsonObject> add(IndicatorBody body) {
    String id = UUID.randomUUID().toString();
    String key = body.key();
    int rating = body.rating();
    List<String> aliases = body.aliases();
    Tuple values =
        Tuple.from(
            Arrays.asList(
                id,
                key,
                body.name(),
                rating,
                IndicatorBody.tier(rating),
                body.description().orElse(null),
                body.time().orElse(null),
                body.cadence().orElse(null),
                body.rule().orElse(null)));
    return database
        .transaction(
            connection ->
                connection
                    .preparedQuery(IndicatorSql.ADD)
                    .execute(values)
                    .compose(added -> addAliases(connection, id, aliases)))
        .recover(cause -> Future.failedFuture(isDuplicate(cause) ? taken(key) : cause))
        .map(
            added ->
                new JsonObject()
                    .put("id", id)
                    .put("key", key)
                    .put("name", body.name())
                    .put("rating", rating)
                    .put("tier", IndicatorBody.tier(rating))
                    .put("description", body.description().orElse(null))
                    .put("is_active", true)
                    .put("aliases", new JsonArray(aliases.stream().sorted().toList())));
  }

  private static boolean isDuplicate(Throwable cause) {
    return cause instanceof MySQLException error && error.getErrorCode() == DUPLICATE;
  }

  private static ApiError taken(String key) {
    return new ApiError(CONFLICT, "Indicator with key '" + key + "' already exists");
  }

  Future<JsonObject> change(String id, IndicatorBody body) {
    Assignments changes = body.changes();
    List<String> aliases = body.aliases();
    return database.transaction(
        connection ->
            key(connection, id)
                .compose(
                    key ->
                        changes.isEmpty()
                            ? Future.succeededFuture()
                            : connection
                                .preparedQuery(IndicatorSql.update(changes.clause()))
                                .execute(changes.valuesAnd(id)))
                .compose(
                    changed ->
                        body.namesAliases()
                            ? replaceAliases(connection, id, aliases)
                            : Future.succeededFuture())
                .compose(changed -> find(connection, id)));
  }

  /** Keeps the row, as schedules and results of the past name it. */
  Future<JsonObject> retire(String id) {
    return database.transaction(
        connection ->
            key(connection, id)
                .compose(
                    key ->
                        connection
                            .preparedQuery(IndicatorSql.RETIRE)
                            .execute(Tuple.of(id))
                            .map(
                                done ->
                                    new JsonObject()
                                        .put("id", id)
                                        .put("key", key)
                                        .put("is_active", false))));
  }

  Future<List<Release>> releases() {
    return database
        .pool()
        .query(IndicatorSql.RELEASES)
        .execute()
        .map(
            rows -> {
              List<Release> releases = new ArrayList<>();
              rows.forEach(row -> releases.add(release(row)));
              return releases;
            });
  }

  private static Release release(Row row) {
    return new Release(
        row.getString("key"),
        row.getString("name"),
        row.getInteger("rating"),
        row.getString("tier"),
        row.getString("release_time_et"),
        row.getString("cadence"),
        row.getString("rule_json"));
  }

  private static Future<String> key(SqlConnection connection, String id) {
    return connection
        .preparedQuery(IndicatorSql.LOCK)
        .execute(Tuple.of(id))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw ApiError.notFound("Indicator not found");
              }
              return rows.iterator().next().getString("key");
            });
  }

  private static Future<JsonObject> find(SqlClient connection, String id) {
    Future<RowSet<Row>> rows = connection.preparedQuery(IndicatorSql.ONE).execute(Tuple.of(id));
    Future<RowSet<Row>> aliases =
        connection.preparedQuery(IndicatorSql.ALIASES_OF).execute(Tuple.of(id));
    return Future.all(rows, aliases)
        .map(read -> json(rows.result().iterator().next(), aliases(aliases.result())));
  }

  private static Future<Void> replaceAliases(
      SqlConnection connection, String id, List<String> aliases) {
    return connection
        .preparedQuery(IndicatorSql.FORGET_ALIASES)
        .execute(Tuple.of(id))
        .compose(gone -> addAliases(connection, id, aliases));
  }

  private static Future<Void> addAliases(
      SqlConnection connection, String id, List<String> aliases) {
    List<Tuple> rows =
        aliases.stream().map(alias -> Tuple.of(UUID.randomUUID().toString(), id, alias)).toList();
    return rows.isEmpty()
        ? Future.succeededFuture()
        : connection.preparedQuery(IndicatorSql.ADD_ALIAS).executeBatch(rows).mapEmpty();
  }

  private static Map<String, JsonArray> aliases(RowSet<Row> rows) {
    Map<String, JsonArray> byId = new HashMap<>();
    rows.forEach(
        row ->
            byId.computeIfAbsent(row.getString("indicator_id"), none -> new JsonArray())
                .add(row.getString("alias")));
    return byId;
  }

  private static JsonObject json(Row row, Map<String, JsonArray> aliases) {
    String id = row.getString("id");
    return new JsonObject()
        .put("id", id)
        .put("key", row.getString("key"))
        .put("name", row.getString("name"))
        .put("rating", row.getInteger("rating"))
        .put("tier", row.getString("tier"))
        .put("description", row.getString("description"))
        .put("is_active", row.getInteger("is_active") != 0)
        .put("release_time_et", row.getString("release_time_et"))
        .put("cadence", row.getString("cadence"))
        .put("rule_json", row.getString("rule_json"))
        .put("created_at", Utc.iso(row.getLocalDateTime("created_at")))
        .put("updated_at", Utc.iso(row.getLocalDateTime("updated_at")))
        .put("aliases", aliases.getOrDefault(id, new JsonArray()));
  }
}
