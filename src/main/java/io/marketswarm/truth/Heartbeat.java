package io.marketswarm.truth;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** How often a service says that it lives, and after what silence it counts as dead. */
public record Heartbeat(int intervalSec, int ttlSec) {

  public Heartbeat {
    if (intervalSec < 1 || ttlSec <= intervalSec) {
      throw new IllegalArgumentException(
          "heartbeat every " + intervalSec + " s with a life of " + ttlSec + " s");
    }
  }

  public Duration interval() {
    return Duration.ofSeconds(intervalSec);
  }

  public Duration ttl() {
    return Duration.ofSeconds(ttlSec);
  }

  static Heartbeat of(JsonObject block) {
    return new Heartbeat(block.getInteger("interval_sec", 0), block.getInteger("ttl_sec", 0));
  }

  JsonObject json() {
    return new JsonObject().put("interval_sec", intervalSec).put("ttl_sec", ttlSec);
  }
}
