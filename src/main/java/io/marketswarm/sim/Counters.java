package io.marketswarm.sim;

import io.vertx.core.json.JsonObject;

/** What the exchange has done since it started; used on its event loop only. */
final class Counters {
  long requests;
  long refused;
  long faulted;
  long connections;
  long framesSent;
  long eventsSent;
  long slowClosed;
  long dropped;
  long sessions;

  JsonObject toJson() {
    return new JsonObject()
        .put("requests", requests)
        .put("refused", refused)
        .put("faulted", faulted)
        .put("connections", connections)
        .put("frames_sent", framesSent)
        .put("events_sent", eventsSent)
        .put("slow_closed", slowClosed)
        .put("dropped", dropped)
        .put("sessions", sessions);
  }
}
