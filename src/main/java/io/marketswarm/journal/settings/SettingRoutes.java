package io.marketswarm.journal.settings;

import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/**
 * What a trader prefers: for everything, or for one log whose id is the scope. What the trader has
 * not set is as the operator set it for all.
 */
public final class SettingRoutes {
  private static final String GLOBAL = "global";
  private static final int OK = 200;
  private static final int MOST_CHARACTERS = 16_000;

  /** The trader's own after everybody's, so that it wins. */
  private static final String LIST =
      "SELECT s.`key`, s.value, s.category FROM settings s WHERE s.scope = ?"
          + " AND s.user_id IN (0, ?) AND s.category = COALESCE(?, s.category)"
          + " ORDER BY s.user_id, s.category, s.`key` LIMIT 1000";

  private static final String GET =
      "SELECT s.`key`, s.value, s.category, s.scope, s.description FROM settings s"
          + " WHERE s.`key` = ? AND s.scope = ? AND s.user_id IN (0, ?)"
          + " ORDER BY s.user_id DESC LIMIT 1";

  private static final String PUT =
      "INSERT INTO settings (`key`, scope, user_id, value, category, description) VALUES (?, ?, ?,"
          + " ?, ?, ?) ON DUPLICATE KEY UPDATE value = VALUES(value), category = VALUES(category),"
          + " description = COALESCE(VALUES(description), description)";

  private static final String DELETE =
      "DELETE FROM settings WHERE `key` = ? AND scope = ? AND user_id = ?";

  private static final String OWNS_LOG = "SELECT 1 FROM trade_logs WHERE id = ? AND user_id = ?";

  private final Database database;

  public SettingRoutes(Database database) {
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.read("listSettings", this::list)
        .read("getSetting", this::get)
        .write("putSetting", this::put)
        .write("deleteSetting", this::delete);
  }

  private Future<Reply> list(Call call) {
    String scope = call.find("scope").orElse(GLOBAL);
    Optional<String> category = call.find("category");
    return requireScope(database.pool(), scope, call.userId())
        .compose(
            allowed ->
                database
                    .pool()
                    .preparedQuery(LIST)
                    .execute(Tuple.of(scope, call.userId(), category.orElse(null))))
        .map(
            rows -> {
              JsonObject data = new JsonObject();
              for (Row row : rows) {
                JsonObject of = data;
                if (category.isEmpty()) {
                  String name = row.getString("category");
                  of = data.getJsonObject(name, new JsonObject());
                  data.put(name, of);
                }
                of.put(row.getString("key"), value(row));
              }
              return Reply.flat(OK, new JsonObject().put("data", data).put("scope", scope));
            });
  }

  private Future<Reply> get(Call call) {
    return call.find("log_id").map(log -> effective(call, log)).orElseGet(() -> plain(call));
  }

  private Future<Reply> plain(Call call) {
    String scope = call.find("scope").orElse(GLOBAL);
    return requireScope(database.pool(), scope, call.userId())
        .compose(allowed -> read(call.text("key"), scope, call.userId()))
        .map(
            found -> {
              Row row = found.orElseThrow(SettingRoutes::notFound);
              return Reply.ok(
                  told(row)
                      .put("scope", row.getString("scope"))
                      .put("description", row.getString("description")));
            });
  }

  /** What holds in a log: its own setting, or else the one for everything. */
  private Future<Reply> effective(Call call, String log) {
    String key = call.text("key");
    return requireScope(database.pool(), log, call.userId())
        .compose(allowed -> read(key, log, call.userId()))
        .compose(
            own -> own.isPresent() ? Future.succeededFuture(own) : read(key, GLOBAL, call.userId()))
        .map(
            found ->
                Reply.ok(
                    new JsonObject()
                        .put("key", key)
                        .put("value", found.map(SettingRoutes::value).orElse(null))
                        .put("effective", true)));
  }

  private Future<Optional<Row>> read(String key, String scope, int user) {
    return database.pool().preparedQuery(GET).execute(Tuple.of(key, scope, user)).map(Rows::first);
  }

  private Future<Reply> put(Call call, SqlConnection transaction) {
    JsonObject body = call.body();
    String scope = Optional.ofNullable(body.getString("scope")).orElse(GLOBAL);
    String key = call.text("key");
    Object value = body.getValue("value");
    String encoded = Json.encode(value);
    if (encoded.length() > MOST_CHARACTERS) {
      throw ApiError.badRequest("value must have at most " + MOST_CHARACTERS + " characters");
    }
    return requireScope(transaction, scope, call.userId())
        .compose(
            allowed ->
                transaction
                    .preparedQuery(PUT)
                    .execute(
                        Tuple.of(
                            key,
                            scope,
                            call.userId(),
                            encoded,
                            body.getString("category"),
                            body.getString("description"))))
        .map(
            done ->
                Reply.ok(
                    new JsonObject()
                        .put("key", key)
                        .put("value", value)
                        .put("category", body.getString("category"))
                        .put("scope", scope)));
  }

  private Future<Reply> delete(Call call, SqlConnection transaction) {
    return transaction
        .preparedQuery(DELETE)
        .execute(Tuple.of(call.text("key"), call.find("scope").orElse(GLOBAL), call.userId()))
        .map(
            gone -> {
              if (gone.rowCount() == 0) {
                throw notFound();
              }
              return Reply.done("Setting deleted");
            });
  }

  /** Settings of a log are its owner's. */
  private static Future<Void> requireScope(SqlClient client, String scope, int user) {
    if (scope.equals(GLOBAL)) {
      return Future.succeededFuture();
    }
    return client
        .preparedQuery(OWNS_LOG)
        .execute(Tuple.of(scope, user))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw ApiError.notFound("Trade log not found");
              }
              return null;
            });
  }

  private static JsonObject told(Row row) {
    return new JsonObject()
        .put("key", row.getString("key"))
        .put("value", value(row))
        .put("category", row.getString("category"));
  }

  /** Older installations kept bare text. */
  private static Object value(Row row) {
    String text = row.getString("value");
    try {
      return text == null ? null : Json.decodeValue(text);
    } catch (DecodeException bare) {
      return text;
    }
  }

  private static ApiError notFound() {
    return ApiError.notFound("Setting not found");
  }
}
