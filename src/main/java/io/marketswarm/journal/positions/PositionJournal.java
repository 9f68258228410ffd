package io.marketswarm.journal.positions;

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
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** What a trader thinks about a position while it lasts. Fields come in either spelling. */
public final class PositionJournal {
  private static final int CREATED = 201;

  private static final Columns ENTRY =
      Columns.inCamelCase("e")
          .text("id", "position_id", "object_of_reflection")
          .list("bias_flags")
          .text("notes", "phase")
          .instant("created_at");

  private static final String SELECT =
      "SELECT " + ENTRY.select() + " FROM position_journal_entries e WHERE ";

  private static final String LIST =
      SELECT + "e.position_id = ? ORDER BY e.created_at, e.id LIMIT 1000";

  private static final String GET = SELECT + "e.id = ?";

  private static final String OWNED = "SELECT 1 FROM positions WHERE id = ? AND user_id = ?";

  private static final String INSERT =
      "INSERT INTO position_journal_entries (id, position_id, object_of_reflection, bias_flags,"
          + " notes, phase, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)";

  private final Database database;

  public PositionJournal(Database database) {
    this.database = database;
  }

  public void on(ApiRoutes api) {
    api.read("listPositionEntries", this::list).write("createPositionEntry", this::create);
  }

  private Future<Reply> list(Call call) {
    String position = call.text("position_id");
    return requireOwned(database.pool(), position, call.userId())
        .compose(owned -> database.pool().preparedQuery(LIST).execute(Tuple.of(position)))
        .map(rows -> Rows.list(ENTRY, rows));
  }

  private Future<Reply> create(Call call, SqlConnection transaction) {
    JsonObject body = call.body();
    String position = text(body, "positionId", "position_id");
    String object = text(body, "objectOfReflection", "object_of_reflection");
    JsonArray flags = body.getJsonArray("biasFlags", body.getJsonArray("bias_flags"));
    String phase = body.getString("phase");
    String id = UUID.randomUUID().toString();
    if (position == null) {
      throw ApiError.badRequest("positionId is required");
    }
    if (object == null || object.isBlank()) {
      throw ApiError.badRequest("objectOfReflection is required");
    }
    return requireOwned(transaction, position, call.userId())
        .compose(
            owned ->
                transaction
                    .preparedQuery(INSERT)
                    .execute(
                        Tuple.of(
                            id,
                            position,
                            object,
                            flags == null ? "[]" : flags.encode(),
                            body.getString("notes"),
                            phase == null ? "setup" : phase,
                            Moments.now())))
        .compose(done -> transaction.preparedQuery(GET).execute(Tuple.of(id)))
        .map(rows -> Rows.one(CREATED, ENTRY, rows.iterator().next()));
  }

  private static String text(JsonObject body, String camel, String snake) {
    return body.getString(camel, body.getString(snake));
  }

  private static Future<Void> requireOwned(SqlClient client, String position, int user) {
    return client
        .preparedQuery(OWNED)
        .execute(Tuple.of(position, user))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw Position.notFound();
              }
              return null;
            });
  }
}
