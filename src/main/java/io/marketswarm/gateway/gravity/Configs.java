package io.marketswarm.gateway.gravity;

import io.marketswarm.gateway.rest.Fields;
import io.marketswarm.gateway.rest.Utc;
import io.marketswarm.store.Assignments;
import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** The configurations of one kind, of all users; at most one of a user's is the default. */
final class Configs {
  private static final int DUPLICATE = 1062;
  private static final int CONFLICT = 409;

  private final Database database;
  private final ConfigTable table;

  Configs(Database database, ConfigTable table) {
    this.database = database;
    this.table = table;
  }

  Future<JsonArray> list(int userId) {
    return database
        .pool()
        .preparedQuery(table.list())
        .execute(Tuple.of(userId))
        .map(
            rows -> {
              JsonArray configs = new JsonArray();
              rows.forEach(row -> configs.add(json(row)));
              return configs;
            });
  }

  /** The id of a new one; what the client does not say is as usual. */
  Future<Integer> add(int userId, JsonObject body) {
    Fields said = new Fields(body);
    Tuple values = Tuple.of(userId);
    boolean becomesDefault = false;
    for (Setting setting : table.settings()) {
      Object value = setting.read(said);
      values.addValue(value == null ? setting.usual() : value);
      becomesDefault |= isDefault(setting) && Boolean.TRUE.equals(value);
    }
    boolean alone = becomesDefault;
    return database
        .transaction(
            connection ->
                clearDefault(connection, userId, alone)
                    .compose(
                        cleared -> connection.preparedQuery(table.add()).execute(values))
                    .map(added -> added.property(MySQLClient.LAST_INSERTED_ID).intValue()))
        .recover(Configs::named);
  }

  Future<Void> change(int userId, int id, JsonObject body) {
    Fields said = new Fields(body);
    Assignments changes = new Assignments();
    boolean becomesDefault = false;
    for (Setting setting : table.settings()) {
      Object value = setting.read(said);
      if (value != null) {
        changes.set(setting.column(), value);
        becomesDefault |= isDefault(setting) && Boolean.TRUE.equals(value);
      }
    }
    if (changes.isEmpty()) {
      throw ApiError.badRequest("No fields to update");
    }
    boolean alone = becomesDefault;
    return database
        .transaction(
            connection ->
                lock(connection, userId, id)
                    .compose(owned -> clearDefault(connection, userId, alone))
                    .compose(
                        cleared ->
                            connection
                                .preparedQuery(table.update(changes.clause()))
                                .execute(changes.valuesAnd(id, userId)))
                    .<Void>mapEmpty())
        .recover(Configs::named);
  }

  Future<Void> delete(int userId, int id) {
    return database
        .pool()
        .preparedQuery(table.delete())
        .execute(Tuple.of(id, userId))
        .map(
            gone -> {
              if (gone.rowCount() == 0) {
                throw notFound();
              }
              return null;
            });
  }

  private Future<?> lock(SqlConnection connection, int userId, int id) {
    return connection
        .preparedQuery(table.lock())
        .execute(Tuple.of(id, userId))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw notFound();
              }
              return rows;
            });
  }

  private Future<?> clearDefault(SqlConnection connection, int userId, boolean another) {
    return another
        ? connection.preparedQuery(table.clearDefault()).execute(Tuple.of(userId))
        : Future.succeededFuture();
  }

  private static boolean isDefault(Setting setting) {
    return setting.column().equals(ConfigTable.IS_DEFAULT);
  }

  private static <T> Future<T> named(Throwable cause) {
    return Future.failedFuture(
        cause instanceof MySQLException error && error.getErrorCode() == DUPLICATE
            ? new ApiError(CONFLICT, "A configuration with this name already exists")
            : cause);
  }

  private static ApiError notFound() {
    return ApiError.notFound("Configuration not found");
  }

  private JsonObject json(Row row) {
    JsonObject json = new JsonObject().put("id", row.getInteger("id"));
    table.settings().forEach(setting -> json.put(setting.name(), setting.tell(row)));
    return json.put("createdAt", Utc.iso(row.getLocalDateTime("created_at")))
        .put("updatedAt", Utc.iso(row.getLocalDateTime("updated_at")));
  }
}
