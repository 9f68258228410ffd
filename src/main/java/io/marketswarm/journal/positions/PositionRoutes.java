package io.marketswarm.journal.positions;

import io.marketswarm.journal.events.Outbox;
import io.marketswarm.journal.events.Outbox.TradeLogEvent;
import io.marketswarm.journal.market.MarketTime;
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
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The routes of positions. Every change takes the next version and is told. */
public final class PositionRoutes {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_REQUIRED = 428;
  private static final int PAGE = 100;
  private static final List<String> TIMES = List.of("openedAt", "closedAt");

  private final Database database;
  private final Outbox outbox;
  private final MarketTime time;
  private final boolean strictIfMatch;

  /**
   * @param strictIfMatch whether a change must name the version it is based on
   */
  public PositionRoutes(Database database, Outbox outbox, MarketTime time, boolean strictIfMatch) {
    this.database = database;
    this.outbox = outbox;
    this.time = time;
    this.strictIfMatch = strictIfMatch;
  }

  public void on(ApiRoutes api) {
    api.read("listPositions", this::list)
        .read("getPosition", this::get)
        .read("getPositionSnapshot", this::snapshot)
        .write("createPosition", this::create)
        .write("patchPosition", this::patch)
        .write("recordFill", this::fill)
        .write("closePosition", this::close)
        .write("deletePosition", this::delete);
  }

  private Future<Reply> list(Call call) {
    Optional<String> status = call.find("status").filter(wanted -> !wanted.equals("all"));
    int limit = call.integer("limit", PAGE);
    int offset = call.integer("offset", 0);
    return database
        .pool()
        .withConnection(
            connection ->
                connection
                    .preparedQuery(
                        status.isPresent() ? PositionSql.LIST_BY_STATUS : PositionSql.LIST)
                    .execute(
                        status
                            .map(wanted -> Tuple.of(call.userId(), wanted, limit, offset))
                            .orElseGet(() -> Tuple.of(call.userId(), limit, offset)))
                    .map(Position::list)
                    .compose(
                        positions ->
                            legs(connection, positions).map(legs -> list(positions, legs))));
  }

  private static Future<Map<String, List<Row>>> legs(
      SqlConnection connection, List<Row> positions) {
    Map<String, List<Row>> byPosition = new HashMap<>();
    if (positions.isEmpty()) {
      return Future.succeededFuture(byPosition);
    }
    Tuple ids = Tuple.tuple();
    positions.forEach(position -> ids.addValue(position.getString("id")));
    String marks = String.join(", ", Collections.nCopies(positions.size(), "?"));
    return connection
        .preparedQuery(PositionSql.LEGS_OF_MANY.formatted(marks))
        .execute(ids)
        .map(
            legs -> {
              legs.forEach(
                  leg ->
                      byPosition
                          .computeIfAbsent(
                              leg.getString("position_id"), id -> new java.util.ArrayList<>())
                          .add(leg));
              return byPosition;
            });
  }

  private static Reply list(List<Row> positions, Map<String, List<Row>> legs) {
    return new Reply(
        OK,
        JsonText.of(
            out -> {
              out.writeStartObject();
              out.writeBooleanField("success", true);
              out.writeArrayFieldStart("data");
              for (Row position : positions) {
                out.writeStartObject();
                Position.fields(
                    position, legs.getOrDefault(position.getString("id"), List.of()), out);
                out.writeEndObject();
              }
              out.writeEndArray();
              out.writeNumberField("count", positions.size());
              out.writeEndObject();
            }));
  }

  private Future<Reply> get(Call call) {
    return database
        .pool()
        .withConnection(connection -> Position.read(connection, call.text("id"), call.userId()))
        .map(position -> reply(call, OK, position));
  }

  private Future<Reply> snapshot(Call call) {
    return database
        .pool()
        .withConnection(connection -> Position.read(connection, call.text("id"), call.userId()))
        .map(
            position -> {
              call.tag(position.version());
              return new Reply(
                  OK, JsonText.data(out -> Snapshot.write(position, time.today(), out)));
            });
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    NewPosition position = NewPosition.of(call.body());
    int user = call.userId();
    return insert(transaction, user, position)
        .compose(id -> tell(transaction, id, user, "PositionCreated"))
        .map(made -> reply(call, CREATED, made));
  }

  /** Writes a position with its legs; returns its id. */
  private static Future<String> insert(SqlConnection transaction, int user, NewPosition position) {
    Future<?> written =
        transaction.preparedQuery(PositionSql.INSERT).execute(position.values(user, Moments.now()));
    return position.legs().isEmpty()
        ? written.map(position.id())
        : written.compose(done -> insertLegs(transaction, position)).map(position.id());
  }

  private static Future<?> insertLegs(SqlConnection transaction, NewPosition position) {
    return transaction.preparedQuery(PositionSql.INSERT_LEG).executeBatch(position.legValues());
  }

  /** Opens the position of an entry order; returns it as it is told to clients. */
  public Future<Buffer> open(SqlConnection transaction, int user, NewPosition position) {
    return insert(transaction, user, position)
        .compose(id -> tell(transaction, id, user, "PositionCreated"))
        .map(Position::json);
  }

  private Future<Reply> patch(Call call, SqlConnection transaction) {
    requireVersionIfStrict(call);
    String id = call.text("id");
    int user = call.userId();
    JsonObject body = call.body();
    return Position.lock(transaction, id, user)
        .compose(
            position -> {
              requireVersion(call, position);
              Assignments changes = changes(body);
              boolean legs = body.containsKey("legs");
              if (changes.isEmpty() && !legs) {
                return Future.succeededFuture(position);
              }
              return (legs ? replaceLegs(transaction, position, body) : Future.succeededFuture())
                  .compose(done -> update(transaction, id, user, changes, position.version()))
                  .compose(done -> tell(transaction, id, user, "PositionAdjusted"));
            })
        .map(position -> reply(call, OK, position));
  }

  private static Assignments changes(JsonObject body) {
    Assignments changes = new Assignments();
    if (body.containsKey("status")) {
      changes.set("status", body.getString("status"));
    }
    if (body.containsKey("tags")) {
      JsonArray tags = body.getJsonArray("tags");
      changes.set("tags", tags == null ? null : tags.encode());
    }
    if (body.containsKey("campaignId")) {
      changes.set("campaign_id", body.getString("campaignId"));
    }
    for (String field : TIMES) {
      if (body.containsKey(field)) {
        String given = body.getString(field);
        String column = field.equals("openedAt") ? "opened_at" : "closed_at";
        changes.set(column, given == null ? null : Moments.parse(given));
      }
    }
    return changes;
  }

  private static Future<?> replaceLegs(
      SqlConnection transaction, Position position, JsonObject body) {
    if (!position.fills().isEmpty()) {
      throw new ApiError(CONFLICT, "The legs of a position with fills cannot be replaced");
    }
    NewPosition replaced = NewPosition.legsOf(position.id(), body);
    return transaction
        .preparedQuery(PositionSql.DELETE_LEGS)
        .execute(Tuple.of(position.id()))
        .compose(done -> insertLegs(transaction, replaced));
  }

  private Future<Reply> fill(Call call, SqlConnection transaction) {
    String id = call.text("id");
    int user = call.userId();
    JsonObject body = call.body();
    LocalDateTime now = Moments.now();
    String occurred = body.getString("occurredAt");
    LocalDateTime at = occurred == null ? now : Moments.parse(occurred);
    String fillId = UUID.randomUUID().toString();
    return Position.lock(transaction, id, user)
        .compose(
            position -> {
              requireLeg(position, body.getString("legId"));
              Assignments changes = new Assignments();
              switch (position.status()) {
                case "closed" -> throw new ApiError(CONFLICT, "The position is closed");
                case "planned" -> changes.set("status", "open").set("opened_at", at);
                default -> {
                  // An open position stays open; only its version changes.
                }
              }
              return transaction
                  .preparedQuery(PositionSql.INSERT_FILL)
                  .execute(
                      Tuple.of(
                          fillId,
                          body.getString("legId"),
                          Cents.decimal((Number) body.getValue("price")),
                          body.getInteger("quantity"),
                          at,
                          now))
                  .compose(done -> update(transaction, id, user, changes, position.version()));
            })
        .compose(done -> Position.read(transaction, id, user))
        .compose(
            position ->
                outbox
                    .add(
                        transaction,
                        user,
                        TradeLogEvent.ofPosition(
                            "FillRecorded", id, position.version(), recorded(position, fillId)))
                    .map(done -> reply(call, CREATED, position)));
  }

  private static void requireLeg(Position position, String leg) {
    if (position.legs().stream().noneMatch(known -> known.getString("id").equals(leg))) {
      throw ApiError.notFound("Leg not found");
    }
  }

  private static Buffer recorded(Position position, String fillId) {
    Row fill =
        position.fills().stream()
            .filter(one -> one.getString("id").equals(fillId))
            .findFirst()
            .orElseThrow();
    return JsonText.of(
        out -> {
          out.writeStartObject();
          out.writeFieldName("fill");
          PositionSql.FILL.object(fill, out);
          out.writeFieldName("position");
          position.write(out);
          out.writeEndObject();
        });
  }

  private Future<Reply> close(Call call, SqlConnection transaction) {
    if (!call.namesVersion()) {
      throw new ApiError(PRECONDITION_REQUIRED, "If-Match header required for close");
    }
    String id = call.text("id");
    int user = call.userId();
    return Position.lock(transaction, id, user)
        .compose(
            position -> {
              requireVersion(call, position);
              if (position.status().equals("closed")) {
                throw new ApiError(CONFLICT, "The position is closed already");
              }
              Assignments closed =
                  new Assignments().set("status", "closed").set("closed_at", Moments.now());
              return update(transaction, id, user, closed, position.version());
            })
        .compose(done -> tell(transaction, id, user, "PositionClosed"))
        .map(position -> reply(call, OK, position));
  }

  private Future<Reply> delete(Call call, SqlConnection transaction) {
    return delete(transaction, outbox, call.text("id"), call.userId())
        .map(done -> Reply.flat(OK, new JsonObject()));
  }

  /** Removes a position with all that belongs to it, and tells so. */
  public static Future<Void> delete(SqlConnection transaction, Outbox outbox, String id, int user) {
    return Position.lock(transaction, id, user)
        .compose(
            position ->
                transaction
                    .preparedQuery(PositionSql.DELETE)
                    .execute(Tuple.of(id, user))
                    .compose(
                        done ->
                            outbox.add(
                                transaction,
                                user,
                                TradeLogEvent.ofPosition(
                                    "PositionDeleted",
                                    id,
                                    position.version() + 1,
                                    new JsonObject().put("id", id).toBuffer()))));
  }

  private static Future<Void> update(
      SqlConnection transaction, String id, int user, Assignments changes, int version) {
    String clause = changes.isEmpty() ? "" : changes.clause() + ",";
    return transaction
        .preparedQuery(PositionSql.UPDATE.formatted(clause))
        .execute(changes.valuesAnd(id, user, version))
        .map(
            updated -> {
              if (updated.rowCount() == 0) {
                throw new ApiError(CONFLICT, "Version conflict");
              }
              return null;
            });
  }

  /** Tells what became of a position, which it returns. */
  private Future<Position> tell(SqlConnection transaction, String id, int user, String type) {
    return Position.read(transaction, id, user)
        .compose(
            position ->
                outbox
                    .add(
                        transaction,
                        user,
                        TradeLogEvent.ofPosition(type, id, position.version(), position.json()))
                    .map(position));
  }

  private void requireVersionIfStrict(Call call) {
    if (strictIfMatch && !call.namesVersion()) {
      throw new ApiError(PRECONDITION_REQUIRED, "If-Match header required");
    }
  }

  private static void requireVersion(Call call, Position position) {
    var expected = call.expectedVersion();
    if (expected.isPresent() && expected.getAsInt() != position.version()) {
      throw new ApiError(
          CONFLICT, "Version conflict", Map.of("currentVersion", position.version()));
    }
  }

  private static Reply reply(Call call, int status, Position position) {
    call.tag(position.version());
    return new Reply(status, JsonText.data(position::write));
  }
}
