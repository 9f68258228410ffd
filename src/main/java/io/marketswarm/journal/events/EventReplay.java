package io.marketswarm.journal.events;

import io.marketswarm.store.Database;
import io.marketswarm.web.Reply;
import io.marketswarm.web.api.ApiRoutes;
import io.marketswarm.web.api.Call;
import io.marketswarm.web.api.Moments;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDateTime;

/** Gives the gateway the events that a client missed and the bus no longer holds. */
public final class EventReplay {
  private static final int MOST = 500;

  private final Database database;

  public EventReplay(Database database) {
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.read("listPositionEvents", this::list);
  }

  private Future<Reply> list(Call call) {
    int user = call.integer("user_id", 0);
    Future<RowSet<Row>> events =
        database
            .pool()
            .preparedQuery(OutboxSql.EVENTS_AFTER)
            .execute(Tuple.of(user, call.whole("after", 0), call.integer("limit", MOST)));
    Future<RowSet<Row>> range =
        database.pool().preparedQuery(OutboxSql.RANGE).execute(Tuple.of(user));
    return Future.all(events, range)
        .map(done -> reply(user, events.result(), range.result().iterator().next()));
  }

  private static Reply reply(int user, RowSet<Row> rows, Row range) {
    JsonArray events = new JsonArray();
    for (Row row : rows) {
      LocalDateTime published = row.getLocalDateTime("published_at");
      JsonObject event = Outbox.envelope(row);
      events.add(
          event
              .put("user_id", user)
              .put("seq", event.getLong("event_seq"))
              .put(
                  "ts",
                  published == null ? event.getString("occurred_at") : Moments.iso(published)));
    }
    return Reply.flat(
        200,
        new JsonObject()
            .put("data", events)
            .put("count", events.size())
            .put("last_seq", range.getLong("last_seq"))
            .put("oldest_seq", range.getLong("oldest_seq")));
  }
}
