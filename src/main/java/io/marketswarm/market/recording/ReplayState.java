package io.marketswarm.market.recording;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * How a replay stands, for operators and for whoever takes over.
 *
 * @param clockMillis where it is
 */
record ReplayState(
    String session,
    Status status,
    long clockMillis,
    long startMillis,
    long endMillis,
    double speed) {
  static final String KEY = "massive:replay:state";

  /** What a replay does. */
  enum Status {
    IDLE,
    LOADING,
    PLAYING,
    PAUSED,
    ENDED,
    STOPPED,
    FAILED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  JsonObject json(long wallMillis) {
    return new JsonObject()
        .put("session", session)
        .put("status", status.text())
        .put("clock_ms", clockMillis)
        .put("start_ms", startMillis)
        .put("end_ms", endMillis)
        .put("speed", speed)
        .put("ts", wallMillis / 1_000.0);
  }
}
