package io.marketswarm.market.recording;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * How recording stands, for operators.
 *
 * @param session empty when nothing is recorded
 * @param trouble empty when all is well
 */
record CaptureState(
    Status status,
    String session,
    long spotLines,
    long chainLines,
    long socketLines,
    long bytes,
    long dropped,
    String trouble) {
  static final String KEY = "massive:capture:state";

  /** What the recorder does. */
  enum Status {
    IDLE,
    RECORDING,
    FAILED
  }

  static CaptureState idle() {
    return new CaptureState(Status.IDLE, "", 0, 0, 0, 0, 0, "");
  }

  JsonObject json(long wallMillis) {
    JsonObject json =
        new JsonObject()
            .put("status", status.name().toLowerCase(Locale.ROOT))
            .put("session", session)
            .put("spot_lines", spotLines)
            .put("chain_lines", chainLines)
            .put("ws_lines", socketLines)
            .put("bytes", bytes)
            .put("dropped", dropped)
            .put("ts", wallMillis / 1_000.0);
    return trouble.isEmpty() ? json : json.put("error", trouble);
  }
}
