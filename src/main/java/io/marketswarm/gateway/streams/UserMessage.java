package io.marketswarm.gateway.streams;

import io.marketswarm.bus.EventFamily;
import io.marketswarm.gateway.models.TopFields;
import io.marketswarm.stream.SseEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** A message of one of the families of private news, as clients of its stream are told it. */
final class UserMessage {
  private UserMessage() {}

  /** Its number; 0 when it bears none. */
  static long sequence(Buffer message) {
    return TopFields.of(message, "seq").whole("seq", 0);
  }

  /** The event of the family's stream. */
  static SseEvent event(EventFamily family, Buffer message) {
    return switch (family) {
      case TRADE_LOG -> SseEvent.of(type(message, "trade_log_update"), message);
      case LOGS -> SseEvent.of(type(message, "log_lifecycle_update"), message);
      case RISK_GRAPH -> data(message, "risk_graph_update");
      case POSITIONS -> position(new JsonObject(message));
      case ALERTS -> alert(new JsonObject(message));
    };
  }

  private static String type(Buffer message, String usual) {
    return TopFields.of(message, "type").text("type").filter(t -> !t.isBlank()).orElse(usual);
  }

  private static SseEvent data(Buffer message, String usual) {
    JsonObject json = new JsonObject(message);
    Object data = json.getValue("data");
    return SseEvent.of(
        json.getString("type", usual), data instanceof JsonObject object ? object.toBuffer() : Buffer.buffer("{}"));
  }

  /** Clients look for ids and order at the top as well as inside. */
  private static SseEvent position(JsonObject message) {
    if (message.getValue("position") instanceof JsonObject position) {
      for (String field : new String[] {"ids", "order"}) {
        if (position.containsKey(field) && !message.containsKey(field)) {
          message.put(field, position.getValue(field));
        }
      }
    }
    return SseEvent.of("position_" + message.getString("action", "updated"), message.toBuffer());
  }

  /**
   * Classic clients read the fields at the top, the others under {@code data}: they get both, and
   * nothing that was there is overwritten.
   */
  private static SseEvent alert(JsonObject message) {
    JsonObject data =
        message.getValue("data") instanceof JsonObject object ? object : new JsonObject();
    JsonObject told = data.copy();
    if (!told.containsKey("data")) {
      told.put("data", data);
    }
    if (!told.containsKey("ts") && message.containsKey("ts")) {
      told.put("ts", message.getValue("ts"));
    }
    return SseEvent.of(message.getString("type", "alert_update"), told.toBuffer());
  }
}
