package io.marketswarm.gateway.positions;

import io.marketswarm.bus.EventFamily;
import io.marketswarm.bus.UserEvents;
import io.marketswarm.log.Log;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Tells a user's other screens what became of their positions. Never fails the change itself. */
public final class PositionEvents {
  private final UserEvents events;
  private final Log log;

  public PositionEvents(UserEvents events, Log log) {
    this.events = events;
    this.log = log;
  }

  void created(int userId, JsonObject position) {
    tell(userId, "created", position, new JsonObject());
  }

  void updated(int userId, JsonObject position) {
    tell(userId, "updated", position, new JsonObject());
  }

  public void deleted(int userId, int id) {
    tell(userId, "deleted", new JsonObject().put("id", id), new JsonObject());
  }

  void createdTogether(int userId, JsonArray ids) {
    JsonObject content = new JsonObject().put("ids", ids);
    tell(userId, "batch_created", content, content);
  }

  void reordered(int userId, JsonArray order) {
    JsonObject content = new JsonObject().put("order", order);
    tell(userId, "reordered", content, content);
  }

  /**
   * @param beside fields that older clients look for beside the position
   */
  private void tell(int userId, String action, JsonObject position, JsonObject beside) {
    JsonObject message =
        new JsonObject()
            .put("type", "position")
            .put("action", action)
            .put("userId", userId)
            .put("position", position)
            .put("timestamp", System.currentTimeMillis())
            .mergeIn(beside);
    events
        .publish(EventFamily.POSITIONS, userId, message)
        .onFailure(away -> log.warn("a change of positions was not told: " + away.getMessage()));
  }
}
