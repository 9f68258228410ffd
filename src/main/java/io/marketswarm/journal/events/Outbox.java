package io.marketswarm.journal.events;

import io.marketswarm.bus.EventFamily;
import io.marketswarm.bus.UserEvents;
import io.marketswarm.journal.jobs.Portions;
import io.marketswarm.log.Log;
import io.marketswarm.store.Database;
import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Events are written in the transaction of the change they tell of, and published after it: so an
 * event is told if and only if the change is kept. The number of an event is taken under a lock
 * that is held until the commit, so numbers have no gaps and become visible in order. For one event
 * loop; several may publish for the same user, as telling twice is harmless.
 */
public final class Outbox {
  private static final long TRANSACTION_NANOS = Duration.ofMinutes(1).toNanos();

  private final Database database;
  private final UserEvents events;
  private final Log log;

  /**
   * When something was last written here for a user. The write may not be committed yet, so the
   * mark stays for longer than a transaction lasts.
   */
  private final Map<Integer, Long> written = new HashMap<>();

  private final Set<Integer> publishing = new HashSet<>();
  private final Set<Integer> again = new HashSet<>();

  public Outbox(Database database, UserEvents events, Log log) {
    this.database = database;
    this.events = events;
    this.log = log;
  }

  /**
   * What happened to a position or an order.
   *
   * @param payload JSON
   */
  public record TradeLogEvent(
      String type, String aggregateType, String aggregateId, int aggregateVersion, Buffer payload) {
    public static TradeLogEvent ofPosition(String type, String id, int version, Buffer payload) {
      return new TradeLogEvent(type, "position", id, version, payload);
    }

    public static TradeLogEvent ofOrder(String type, long id, int version, Buffer payload) {
      return new TradeLogEvent(type, "order", Long.toString(id), version, payload);
    }
  }

  /** Adds an event of the trade log to a transaction. */
  public Future<Void> add(SqlConnection transaction, int userId, TradeLogEvent event) {
    written.put(userId, System.nanoTime());
    Future<?> counted = count(transaction, userId, EventFamily.TRADE_LOG);
    Future<?> added =
        transaction
            .preparedQuery(OutboxSql.ADD_EVENT)
            .execute(
                Tuple.from(
                    List.of(
                        UUID.randomUUID().toString(),
                        event.type,
                        event.aggregateType,
                        event.aggregateId,
                        event.aggregateVersion,
                        event.payload.toString(),
                        Moments.now(),
                        userId)));
    return Future.all(counted, added).mapEmpty();
  }

  /** Adds a message of another family to a transaction. */
  public Future<Void> add(
      SqlConnection transaction, EventFamily family, int userId, JsonObject message) {
    written.put(userId, System.nanoTime());
    Future<?> counted = count(transaction, userId, family);
    Future<?> added =
        transaction
            .preparedQuery(OutboxSql.ADD_MESSAGE)
            .execute(Tuple.of(message.encode(), userId, family.stream()));
    return Future.all(counted, added).mapEmpty();
  }

  /** Lets nobody else change what this family tells the user until the transaction ends. */
  public Future<Void> lock(SqlConnection transaction, EventFamily family, int userId) {
    return transaction
        .preparedQuery(OutboxSql.LOCK)
        .execute(Tuple.of(userId, family.stream()))
        .mapEmpty();
  }

  private static Future<?> count(SqlConnection transaction, int userId, EventFamily family) {
    return transaction.preparedQuery(OutboxSql.COUNT).execute(Tuple.of(userId, family.stream()));
  }

  /** Publishes what was written for a user; to be called after a commit. Never fails. */
  public void committed(int userId) {
    Long last = written.get(userId);
    if (last == null) {
      return;
    }
    if (System.nanoTime() - last > TRANSACTION_NANOS) {
      written.remove(userId);
    }
    publishSoon(userId);
  }

  private void publishSoon(int userId) {
    if (!publishing.add(userId)) {
      again.add(userId);
      return;
    }
    publish(userId)
        .onComplete(
            done -> {
              publishing.remove(userId);
              if (done.failed()) {
                log.debug("events of a user wait for the bus: " + done.cause().getMessage());
              } else if (again.remove(userId)) {
                publishSoon(userId);
              }
            });
  }

  /** Publishes whatever is left behind, by whomever. */
  public Future<Void> sweep() {
    return database
        .pool()
        .query(OutboxSql.USERS_WITH_UNPUBLISHED)
        .execute()
        .onSuccess(rows -> rows.forEach(row -> publishSoon(row.getInteger("user_id"))))
        .mapEmpty();
  }

  /** Removes what nobody can ask for any more. */
  public Future<Void> forgetOld() {
    return forget(OutboxSql.FORGET_EVENTS)
        .compose(done -> forget(OutboxSql.FORGET_MESSAGES))
        .mapEmpty();
  }

  private Future<Integer> forget(String some) {
    return Portions.all(
        OutboxSql.FORGOTTEN_AT_ONCE,
        () -> database.pool().query(some).execute().map(RowSet::rowCount));
  }

  private Future<Void> publish(int userId) {
    return database
        .pool()
        .preparedQuery(OutboxSql.UNPUBLISHED_EVENTS)
        .execute(Tuple.of(userId))
        .compose(rows -> publishEvents(userId, rows))
        .compose(
            done ->
                database
                    .pool()
                    .preparedQuery(OutboxSql.UNPUBLISHED_MESSAGES)
                    .execute(Tuple.of(userId)))
        .compose(rows -> publishMessages(userId, rows));
  }

  private Future<Void> publishEvents(int userId, RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Future.succeededFuture();
    }
    if (rows.size() == OutboxSql.PORTION) {
      again.add(userId);
    }
    List<Future<Long>> told = new ArrayList<>();
    long last = 0;
    for (Row row : rows) {
      last = row.getLong("event_seq");
      told.add(events.publish(EventFamily.TRADE_LOG, userId, last, envelope(row)));
    }
    Tuple published = Tuple.of(userId, last);
    return Future.join(told)
        .compose(
            all -> database.pool().preparedQuery(OutboxSql.EVENTS_PUBLISHED).execute(published))
        .mapEmpty();
  }

  private Future<Void> publishMessages(int userId, RowSet<Row> rows) {
    if (rows.size() == OutboxSql.PORTION) {
      again.add(userId);
    }
    Map<EventFamily, Long> latest = new EnumMap<>(EventFamily.class);
    List<Future<Long>> told = new ArrayList<>();
    for (Row row : rows) {
      EventFamily family = EventFamily.ofStream(row.getString("stream"));
      long sequence = row.getLong("seq");
      latest.put(family, sequence);
      JsonObject message = new JsonObject(row.getString("message"));
      // Leg positions are the gateway's, which counts their events on the bus alone.
      told.add(
          family == EventFamily.POSITIONS
              ? events.publish(family, userId, message)
              : events.publish(family, userId, sequence, message));
    }
    return Future.join(told)
        .compose(
            all ->
                Future.join(
                    latest.entrySet().stream()
                        .map(
                            family ->
                                database
                                    .pool()
                                    .preparedQuery(OutboxSql.MESSAGES_PUBLISHED)
                                    .execute(
                                        Tuple.of(
                                            userId, family.getKey().stream(), family.getValue())))
                        .toList()))
        .mapEmpty();
  }

  /** A stored event as it is told. */
  static JsonObject envelope(Row row) {
    return new JsonObject()
        .put("event_id", row.getString("event_id"))
        .put("event_seq", row.getLong("event_seq"))
        .put("type", row.getString("event_type"))
        .put("aggregate_type", row.getString("aggregate_type"))
        .put("aggregate_id", row.getString("aggregate_id"))
        .put("aggregate_version", row.getInteger("aggregate_version"))
        .put("occurred_at", Moments.iso(row.getLocalDateTime("occurred_at")))
        .put("payload", new JsonObject(row.getString("payload")));
  }
}
