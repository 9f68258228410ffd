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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** The words a trader reflects with. */
public final class TagRoutes {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int FORBIDDEN = 403;
  private static final int CONFLICT = 409;
  private static final int DUPLICATE = 1062;
  private static final Columns TAG = TagSql.TAG;

  private final Database database;

  public TagRoutes(Database database) {
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.read("listTags", this::list)
        .read("getTag", this::get)
        .write("seedTags", this::seed)
        .write("createTag", this::create)
        .write("updateTag", this::update)
        .write("retireTag", (call, tx) -> retire(call, tx, 1))
        .write("restoreTag", (call, tx) -> retire(call, tx, 0))
        .write("deleteTag", this::delete);
  }

  private Future<Reply> list(Call call) {
    String category =
        call.find("category").map(name -> name.equals("day-texture") ? "state" : name).orElse(null);
    String scope = call.find("scope").orElse(null);
    return seeded(call.userId())
        .compose(
            done ->
                database
                    .pool()
                    .preparedQuery(TagSql.LIST)
                    .execute(
                        Tuple.of(
                            call.userId(), call.flag("include_retired"), category, scope, scope)))
        .map(rows -> Rows.list(TAG, rows));
  }

  /** Gives the first tags to whoever has none yet. */
  private Future<Void> seeded(int user) {
    return database
        .pool()
        .preparedQuery(TagSql.SEEDED)
        .execute(Tuple.of(user))
        .compose(
            rows -> {
              Row counts = rows.iterator().next();
              List<TagSeeds> missing = new ArrayList<>();
              if (counts.getLong("all_tags") == 0) {
                missing.addAll(TagSeeds.EXAMPLES);
              }
              if (counts.getLong("system_tags") == 0) {
                missing.addAll(TagSeeds.STATES);
              }
              return missing.isEmpty()
                  ? Future.succeededFuture()
                  : database
                      .transaction(transaction -> plant(transaction, user, missing))
                      .mapEmpty();
            });
  }

  private static Future<Integer> plant(SqlClient client, int user, List<TagSeeds> seeds) {
    if (seeds.isEmpty()) {
      return Future.succeededFuture(0);
    }
    LocalDateTime now = Moments.now();
    Tuple values = Tuple.tuple();
    seeds.forEach(seed -> seed.values(user, now).forEach(values::addValue));
    return client
        .preparedQuery(
            TagSql.SEED + String.join(",", Collections.nCopies(seeds.size(), TagSql.VALUES)))
        .execute(values)
        .map(RowSet::rowCount);
  }

  private Future<Reply> seed(Call call, SqlConnection transaction) {
    List<TagSeeds> all = new ArrayList<>(TagSeeds.EXAMPLES);
    all.addAll(TagSeeds.STATES);
    int user = call.userId();
    return plant(transaction, user, all)
        .compose(
            planted ->
                transaction
                    .preparedQuery(TagSql.LIST)
                    .execute(Tuple.of(user, true, null, null, null))
                    .map(
                        rows -> {
                          JsonObject told = Rows.list(TAG, rows).body().toJsonObject();
                          return Reply.flat(CREATED, told.put("message", planted + " tags added"));
                        }));
  }

  private Future<Reply> get(Call call) {
    return read(database.pool(), TagSql.GET, call).map(row -> Rows.one(OK, TAG, row));
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    JsonObject body = call.body();
    String id = UUID.randomUUID().toString();
    String category = body.getString("category");
    String kind = category == null ? "custom" : category;
    LocalDateTime now = Moments.now();
    return transaction
        .preparedQuery(TagSql.INSERT + TagSql.VALUES)
        .execute(
            Tuple.from(
                Arrays.asList(
                    id,
                    call.userId(),
                    body.getString("name").strip(),
                    body.getString("description"),
                    0,
                    kind,
                    body.getString("group"),
                    0,
                    0,
                    scopes(body, kind).encode(),
                    now,
                    now)))
        .recover(TagRoutes::named)
        .compose(done -> transaction.preparedQuery(TagSql.GET).execute(Tuple.of(call.userId(), id)))
        .map(rows -> Rows.one(CREATED, TAG, rows.iterator().next()));
  }

  private static JsonArray scopes(JsonObject body, String category) {
    JsonArray given = body.getJsonArray("visibility_scopes");
    if (given == null || given.isEmpty()) {
      return new JsonArray(TagSeeds.SCOPES.get(category));
    }
    if (given.contains("global") && given.size() > 1) {
      throw ApiError.badRequest("visibility_scopes global must stand alone");
    }
    return given;
  }

  private Future<Reply> update(Call call, SqlConnection transaction) {
    JsonObject body = call.body();
    return read(transaction, TagSql.LOCK, call)
        .compose(
            tag -> {
              requireEditable(tag, body);
              Assignments changes = changes(tag, body);
              return changes.isEmpty()
                  ? Future.succeededFuture()
                  : transaction
                      .preparedQuery(TagSql.UPDATE.formatted(changes.clause()))
                      .execute(changes.valuesAnd(call.text("id"), call.userId()))
                      .<Object>mapEmpty()
                      .recover(TagRoutes::named);
            })
        .compose(done -> read(transaction, TagSql.GET, call))
        .map(row -> Rows.one(OK, TAG, row));
  }

  private static void requireEditable(Row tag, JsonObject body) {
    boolean locked = tag.getInteger("is_locked") != 0;
    boolean more = body.fieldNames().stream().anyMatch(field -> !field.equals("description"));
    if (locked && more) {
      throw new ApiError(FORBIDDEN, "Of a locked tag only the description can be changed");
    }
    if (tag.getInteger("system") != 0 && body.containsKey("name")) {
      throw new ApiError(FORBIDDEN, "System tags cannot be renamed");
    }
  }

  private static Assignments changes(Row tag, JsonObject body) {
    Assignments changes = new Assignments();
    if (body.containsKey("name")) {
      changes.set("name", body.getString("name").strip());
    }
    for (String field : List.of("description", "category", "group")) {
      if (body.containsKey(field)) {
        changes.set(field, body.getString(field));
      }
    }
    if (body.containsKey("visibility_scopes")) {
      String category = body.getString("category", tag.getString("category"));
      changes.set("visibility_scopes", scopes(body, category).encode());
    }
    return changes;
  }

  private Future<Reply> retire(Call call, SqlConnection transaction, int retired) {
    Assignments changes = new Assignments().set("is_retired", retired);
    return read(transaction, TagSql.LOCK, call)
        .compose(
            tag ->
                transaction
                    .preparedQuery(TagSql.UPDATE.formatted(changes.clause()))
                    .execute(changes.valuesAnd(call.text("id"), call.userId())))
        .compose(done -> read(transaction, TagSql.GET, call))
        .map(row -> Rows.one(OK, TAG, row));
  }

  private Future<Reply> delete(Call call, SqlConnection transaction) {
    return read(transaction, TagSql.LOCK, call)
        .compose(
            tag -> {
              if (tag.getInteger("system") != 0) {
                throw new ApiError(FORBIDDEN, "System tags cannot be deleted");
              }
              if (tag.getInteger("usage_count") > 0) {
                throw ApiError.badRequest("The tag is in use; retire it instead");
              }
              return transaction
                  .preparedQuery(TagSql.DELETE)
                  .execute(Tuple.of(call.text("id"), call.userId()));
            })
        .map(done -> Reply.done("Tag deleted"));
  }

  private static Future<Row> read(SqlClient client, String sql, Call call) {
    return client
        .preparedQuery(sql)
        .execute(Tuple.of(call.userId(), call.text("id")))
        .map(rows -> Rows.first(rows).orElseThrow(() -> ApiError.notFound("Tag not found")));
  }

  private static <T> Future<T> named(Throwable cause) {
    return Future.failedFuture(
        cause instanceof MySQLException error && error.getErrorCode() == DUPLICATE
            ? new ApiError(CONFLICT, "A tag of that name exists already")
            : cause);
  }
}
