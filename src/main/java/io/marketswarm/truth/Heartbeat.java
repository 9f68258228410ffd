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

  static Heartbeat of(String component, JsonObject block) {
    if (block.getValue("interval_sec") instanceof Number interval
        && block.getValue("ttl_sec") instanceof Number ttl) {
      try {
        return new Heartbeat(interval.intValue(), ttl.intValue());
      } catch (IllegalArgumentException impossible) {
        throw new TruthException(component + ": " + impossible.getMessage());
      }
    }
    throw new TruthException(component + ": the heartbeat lacks interval_sec or ttl_sec");
  }

  JsonObject json() {
    return new JsonObject().put("interval_sec", intervalSec).put("ttl_sec", ttlSec);
  }
}
