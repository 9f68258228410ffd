package io.marketswarm.journal.trades;

import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The least a handler can do around the statements of the journal: no callers, no checks, no
 * contract. What the journal is measured against; as the journal does, it runs on an event loop of
 * its own.
 */
public final class BareTrades extends VerticleBase {
  private final Pool pool;
  private final int user;
  private HttpServer server;

  public BareTrades(Pool pool, int user) {
    this.pool = pool;
    this.user = user;
  }

  /** Listens on a port of its own, which it returns. */
  public Future<Integer> listen(Vertx vertx) {
    return vertx.deployVerticle(this).map(listening -> server.actualPort());
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false));
    router.get("/api/trades/:id").handler(request -> answer(request, 200, read(request)));
    router.get("/api/logs/:log/trades").handler(request -> answer(request, 200, list(request)));
    router.post("/api/logs/:log/trades").handler(request -> answer(request, 201, create(request)));
    router.patch("/api/trades/:id").handler(request -> answer(request, 200, patch(request)));
    server = vertx.createHttpServer().requestHandler(router);
    return server.listen(0, "127.0.0.1");
  }

  private static void answer(RoutingContext request, int status, Future<JsonObject> data) {
    data.onSuccess(
            value ->
                request
                    .response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(value.toBuffer()))
        .onFailure(request::fail);
  }

  private Future<JsonObject> read(RoutingContext request) {
    String id = request.pathParam("id");
    return pool.withConnection(
        connection -> {
          Future<JsonObject> trade = one(connection, id);
          Future<JsonArray> events =
              connection
                  .preparedQuery(TradeSql.EVENTS)
                  .execute(Tuple.of(id))
                  .map(BareTrades::array);
          return Future.all(trade, events)
              .map(both -> trade.result().put("events", events.result()));
        });
  }

  private Future<JsonObject> list(RoutingContext request) {
    String log = request.pathParam("log");
    return pool.preparedQuery(TradeSql.LOG_EXISTS)
        .execute(Tuple.of(log, user))
        .compose(
            found ->
                pool.preparedQuery(TradeSql.LIST + " AND t.log_id = ?" + TradeSql.NEWEST_FIRST)
                    .execute(Tuple.of(user, log, 100, 0)))
        .map(rows -> new JsonObject().put("data", array(rows)));
  }

  private static JsonArray array(Iterable<Row> rows) {
    JsonArray list = new JsonArray();
    rows.forEach(row -> list.add(json(row)));
    return list;
  }

  /** As a row comes, but for numbers and times that JSON does not know. */
  private static JsonObject json(Row row) {
    JsonObject json = new JsonObject();
    for (int i = 0; i < row.size(); i++) {
      Object value = row.getValue(i);
      json.put(
          row.getColumnName(i),
          value instanceof LocalDateTime time
              ? time.toString()
              : value instanceof io.vertx.sqlclient.data.Numeric number
                  ? (Object) number.doubleValue()
                  : value);
    }
    return json;
  }

  private Future<JsonObject> one(SqlConnection connection, String id) {
    return connection
        .preparedQuery(TradeSql.GET)
        .execute(Tuple.of(id, user))
        .map(rows -> json(rows.iterator().next()));
  }

  private Future<JsonObject> create(RoutingContext request) {
    JsonObject body = request.body().asJsonObject();
    String id = UUID.randomUUID().toString();
    LocalDateTime now = Moments.now();
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(TradeSql.LOG_BY_ID)
                .execute(Tuple.of(request.pathParam("log"), user))
                .compose(
                    log ->
                        Future.all(
                            connection
                                .preparedQuery(TradeSql.INSERT + " VALUES " + TradeSql.VALUES)
                                .execute(
                                    Tuple.from(
                                        row(id, log.iterator().next().getString(0), body, now))),
                            connection
                                .preparedQuery(
                                    TradeSql.INSERT_EVENT + " VALUES " + TradeSql.EVENT_VALUES)
                                .execute(Tuple.from(event(id, now)))))
                .compose(done -> one(connection, id)));
  }

  private static List<Object> event(String id, LocalDateTime now) {
    return Arrays.asList(UUID.randomUUID().toString(), id, "open", now, 150, null, null, null, now);
  }

  private static List<Object> row(String id, String log, JsonObject body, LocalDateTime now) {
    return Arrays.asList(
        id,
        log,
        "SPX",
        "I:SPX",
        body.getString("strategy"),
        body.getString("side"),
        BigDecimal.valueOf(body.getDouble("strike")),
        body.getInteger("width"),
        null,
        1,
        now,
        150,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        0,
        0,
        "open",
        "instant",
        null,
        null,
        null,
        "[]",
        "manual",
        null,
        null,
        now,
        now);
  }

  private Future<JsonObject> patch(RoutingContext request) {
    String id = request.pathParam("id");
    JsonObject body = request.body().asJsonObject();
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(TradeSql.LOCK)
                .execute(Tuple.of(user, id, user))
                .compose(
                    rows ->
                        connection
                            .preparedQuery(TradeSql.UPDATE.formatted("`notes` = ?"))
                            .execute(
                                Tuple.of(
                                    body.getString("notes"),
                                    id,
                                    rows.iterator().next().getInteger("version"))))
                .compose(done -> one(connection, id)));
  }

  /** Inserts trades with their events in portions, as fast as it goes. */
  public static Future<Void> insert(Pool pool, String log, int count) {
    Function<SqlConnection, Future<Void>> all =
        connection -> {
          Future<Void> done = Future.succeededFuture();
          for (int from = 0; from < count; from += 250) {
            int some = Math.min(250, count - from);
            done = done.compose(before -> insertSome(connection, log, some));
          }
          return done;
        };
    return pool.withTransaction(all);
  }

  private static Future<Void> insertSome(SqlConnection connection, String log, int count) {
    LocalDateTime now = Moments.now();
    JsonObject body =
        new JsonObject()
            .put("strategy", "butterfly")
            .put("side", "call")
            .put("strike", 6000)
            .put("width", 20);
    Tuple trades = Tuple.tuple();
    Tuple events = Tuple.tuple();
    for (int i = 0; i < count; i++) {
      String id = UUID.randomUUID().toString();
      row(id, log, body, now).forEach(trades::addValue);
      event(id, now).forEach(events::addValue);
      event(id, now).forEach(events::addValue);
    }
    String rows = String.join(", ", java.util.Collections.nCopies(count, TradeSql.VALUES));
    String eventRows =
        String.join(", ", java.util.Collections.nCopies(2 * count, TradeSql.EVENT_VALUES));
    return Future.all(
            connection.preparedQuery(TradeSql.INSERT + " VALUES " + rows).execute(trades),
            connection
                .preparedQuery(TradeSql.INSERT_EVENT + " VALUES " + eventRows)
                .execute(events))
        .mapEmpty();
  }
}
