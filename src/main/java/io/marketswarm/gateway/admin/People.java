package io.marketswarm.gateway.admin;

import io.marketswarm.gateway.rest.Utc;
import io.marketswarm.store.Database;
import io.marketswarm.web.ApiError;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.Set;

/** Everybody who has ever signed in. */
final class People {
  private static final int NO_SUCH_TABLE = 1146;

  private final Database database;

  People(Database database) {
    this.database = database;
  }

  /** Which of them. */
  record Filter(Optional<String> words, int limit, int offset) {}

  /** A page of them, and how many there are in all. */
  record Page(JsonArray users, int total) {}

  /**
   * @param online the ids of those who are here now
   */
  Future<Page> list(Filter filter, Set<Integer> online) {
    Tuple words = filter.words().map(People::matching).orElseGet(Tuple::tuple);
    Tuple page = filter.words().map(People::matching).orElseGet(Tuple::tuple);
    page.addInteger(filter.limit()).addInteger(filter.offset());
    boolean some = filter.words().isPresent();
    Future<Integer> total = count(some ? UserSql.COUNT_FOUND : UserSql.COUNT_ALL, words);
    Future<RowSet<Row>> rows =
        database.pool().preparedQuery(some ? UserSql.FOUND : UserSql.ALL).execute(page);
    return Future.all(total, rows)
        .map(
            read -> {
              JsonArray users = new JsonArray();
              for (Row row : rows.result()) {
                users.add(json(row).put("is_online", online.contains(row.getInteger("id"))));
              }
              return new Page(users, total.result());
            });
  }

  private static Tuple matching(String words) {
    String like = "%" + words.replaceAll("([\\\\%_])", "\\\\$1") + "%";
    return Tuple.of(like, like, words);
  }

  Future<JsonObject> find(int id) {
    return database
        .pool()
        .preparedQuery(UserSql.ONE)
        .execute(Tuple.of(id))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw ApiError.notFound("User not found");
              }
              return json(rows.iterator().next());
            });
  }

  /** Their trade logs; none in a database without the journal's tables. */
  Future<JsonArray> logs(int id) {
    return database
        .pool()
        .preparedQuery(UserSql.LOGS)
        .execute(Tuple.of(id))
        .map(
            rows -> {
              JsonArray logs = new JsonArray();
              rows.forEach(row -> logs.add(log(row)));
              return logs;
            })
        .recover(cause -> unlessTableIsMissing(cause, new JsonArray()));
  }

  Future<Integer> loginsOfADay() {
    return count(UserSql.LOGINS_OF_A_DAY, Tuple.tuple());
  }

  Future<JsonArray> latestLogins() {
    return database
        .pool()
        .query(UserSql.LATEST_LOGINS)
        .execute()
        .map(
            rows -> {
              JsonArray users = new JsonArray();
              rows.forEach(
                  row ->
                      users.add(
                          new JsonObject()
                              .put("id", row.getInteger("id"))
                              .put("display_name", row.getString("display_name"))
                              .put(
                                  "last_login_at",
                                  Utc.iso(row.getLocalDateTime("last_login_at")))));
              return users;
            });
  }

  private Future<Integer> count(String sql, Tuple values) {
    return database
        .pool()
        .preparedQuery(sql)
        .execute(values)
        .map(rows -> rows.iterator().next().getInteger("n"));
  }

  /** A database that another generation of the product left behind may lack tables. */
  static <T> Future<T> unlessTableIsMissing(Throwable cause, T otherwise) {
    return cause instanceof MySQLException error && error.getErrorCode() == NO_SUCH_TABLE
        ? Future.succeededFuture(otherwise)
        : Future.failedFuture(cause);
  }

  private static JsonObject json(Row row) {
    return new JsonObject()
        .put("id", row.getInteger("id"))
        .put("issuer", row.getString("issuer"))
        .put("wp_user_id", row.getString("wp_user_id"))
        .put("email", row.getString("email"))
        .put("display_name", row.getString("display_name"))
        .put("roles", roles(row.getString("roles_json")))
        .put("is_admin", row.getBoolean("is_admin"))
        .put("subscription_tier", row.getString("subscription_tier"))
        .put("created_at", Utc.iso(row.getLocalDateTime("created_at")))
        .put("last_login_at", Utc.iso(row.getLocalDateTime("last_login_at")));
  }

  private static JsonArray roles(String stored) {
    try {
      return new JsonArray(stored);
    } catch (DecodeException | NullPointerException none) {
      return new JsonArray();
    }
  }

  private static JsonObject log(Row row) {
    return new JsonObject()
        .put("id", row.getString("id"))
        .put("name", row.getString("name"))
        .put("starting_capital", row.getLong("starting_capital"))
        .put("is_active", row.getBoolean("is_active"))
        .put("created_at", Utc.iso(row.getLocalDateTime("created_at")))
        .put("updated_at", Utc.iso(row.getLocalDateTime("updated_at")))
        .put("tradeCount", row.getInteger("trades"));
  }
}
