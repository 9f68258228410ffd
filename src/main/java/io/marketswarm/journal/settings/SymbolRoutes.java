package io.marketswarm.journal.settings;

import io.marketswarm.store.Assignments;
import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Columns;
import io.marketswarm.web.api.Moments;
import io.marketswarm.web.api.Rows;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;

/**
 * The symbols a trader trades, and what a point of each is worth. Everybody has the usual ones and
 * may hide them; those a trader adds are nobody else's.
 */
public final class SymbolRoutes {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int FORBIDDEN = 403;
  private static final int CONFLICT = 409;
  private static final int DUPLICATE = 1062;

  private static final Columns SYMBOL =
      Columns.of("s")
          .text("symbol", "name", "asset_type")
          .integer("multiplier")
          .boolFrom("enabled", "COALESCE(p.enabled, s.enabled)")
          .bool("is_default")
          .instant("created_at");

  /** User, user. */
  private static final String KNOWN =
      "SELECT "
          + SYMBOL.select()
          + " FROM symbols s LEFT JOIN symbol_prefs p ON p.symbol = s.symbol AND p.user_id = ?"
          + " WHERE s.owner_user_id IN (0, ?)";

  private static final String LIST =
      KNOWN
          + " AND (COALESCE(p.enabled, s.enabled) <> 0 OR ?) AND s.asset_type = COALESCE(?,"
          + " s.asset_type) ORDER BY s.asset_type, s.symbol LIMIT 1000";

  private static final String GET =
      KNOWN + " AND s.symbol = ? ORDER BY s.owner_user_id DESC LIMIT 1";

  private static final String INSERT =
      "INSERT INTO symbols (symbol, owner_user_id, name, asset_type, multiplier, created_at)"
          + " VALUES (?, ?, ?, ?, ?, ?)";

  private static final String UPDATE =
      "UPDATE symbols SET %s WHERE symbol = ? AND owner_user_id = ?";

  private static final String PREFER =
      "INSERT INTO symbol_prefs (user_id, symbol, enabled) VALUES (?, ?, ?)"
          + " ON DUPLICATE KEY UPDATE enabled = VALUES(enabled)";

  private static final String DELETE = "DELETE FROM symbols WHERE symbol = ? AND owner_user_id = ?";

  private static final String FORGET = "DELETE FROM symbol_prefs WHERE user_id = ? AND symbol = ?";

  private final Database database;

  public SymbolRoutes(Database database) {
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.read("listSymbols", this::list)
        .read("getSymbol", this::get)
        .write("createSymbol", this::create)
        .write("updateSymbol", this::update)
        .write("deleteSymbol", this::delete);
  }

  private Future<Reply> list(Call call) {
    return database
        .pool()
        .preparedQuery(LIST)
        .execute(
            Tuple.of(
                call.userId(),
                call.userId(),
                call.flag("include_disabled"),
                call.find("asset_type").orElse(null)))
        .map(rows -> Rows.list(SYMBOL, rows));
  }

  private Future<Reply> get(Call call) {
    return read(database.pool(), name(call), call.userId()).map(row -> Rows.one(OK, SYMBOL, row));
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    JsonObject body = call.body();
    String symbol = body.getString("symbol").strip().toUpperCase(Locale.ROOT);
    int user = call.userId();
    return transaction
        .preparedQuery(GET)
        .execute(Tuple.of(user, user, symbol))
        .compose(
            known -> {
              if (known.size() > 0) {
                throw exists(symbol);
              }
              return transaction
                  .preparedQuery(INSERT)
                  .execute(
                      Tuple.of(
                          symbol,
                          user,
                          body.getString("name").strip(),
                          body.getString("asset_type"),
                          body.getInteger("multiplier"),
                          Moments.now()));
            })
        .recover(cause -> Future.failedFuture(isDuplicate(cause) ? exists(symbol) : cause))
        .compose(done -> read(transaction, symbol, user))
        .map(row -> Rows.one(CREATED, SYMBOL, row));
  }

  private static ApiError exists(String symbol) {
    return new ApiError(CONFLICT, "Symbol " + symbol + " exists already");
  }

  private static boolean isDuplicate(Throwable cause) {
    return cause instanceof MySQLException error && error.getErrorCode() == DUPLICATE;
  }

  private Future<Reply> update(Call call, SqlConnection transaction) {
    String symbol = name(call);
    int user = call.userId();
    return read(transaction, symbol, user)
        .compose(row -> change(transaction, call, symbol, isDefault(row)))
        .compose(done -> read(transaction, symbol, user))
        .map(row -> Rows.one(OK, SYMBOL, row));
  }

  private static Future<Void> change(
      SqlConnection transaction, Call call, String symbol, boolean isDefault) {
    JsonObject body = call.body();
    Assignments changes = new Assignments();
    for (String field : List.of("name", "asset_type")) {
      if (body.containsKey(field)) {
        changes.set(field, body.getString(field));
      }
    }
    if (body.containsKey("multiplier")) {
      changes.set("multiplier", body.getInteger("multiplier"));
    }
    if (isDefault && !changes.isEmpty() && !call.caller().isAdministrator()) {
      throw new ApiError(FORBIDDEN, "Default symbols can only be enabled or disabled");
    }
    int owner = isDefault ? 0 : call.userId();
    Future<?> changed =
        changes.isEmpty()
            ? Future.succeededFuture()
            : transaction
                .preparedQuery(UPDATE.formatted(changes.clause()))
                .execute(changes.valuesAnd(symbol, owner));
    return changed
        .compose(
            done ->
                body.containsKey("enabled")
                    ? transaction
                        .preparedQuery(PREFER)
                        .execute(
                            Tuple.of(call.userId(), symbol, body.getBoolean("enabled") ? 1 : 0))
                        .mapEmpty()
                    : Future.succeededFuture())
        .mapEmpty();
  }

  private Future<Reply> delete(Call call, SqlConnection transaction) {
    String symbol = name(call);
    int user = call.userId();
    return read(transaction, symbol, user)
        .compose(
            row -> {
              if (isDefault(row)) {
                throw new ApiError(FORBIDDEN, "Default symbols cannot be deleted");
              }
              return transaction.preparedQuery(DELETE).execute(Tuple.of(symbol, user));
            })
        .compose(done -> transaction.preparedQuery(FORGET).execute(Tuple.of(user, symbol)))
        .map(done -> Reply.done("Symbol deleted"));
  }

  private static boolean isDefault(Row symbol) {
    return symbol.getInteger("is_default") != 0;
  }

  private static String name(Call call) {
    return call.text("symbol").toUpperCase(Locale.ROOT);
  }

  private static Future<Row> read(SqlClient client, String symbol, int user) {
    return client
        .preparedQuery(GET)
        .execute(Tuple.of(user, user, symbol))
        .map(rows -> Rows.first(rows).orElseThrow(() -> ApiError.notFound("Symbol not found")));
  }
}
