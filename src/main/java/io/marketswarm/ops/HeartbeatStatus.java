package io.marketswarm.ops;

import java.util.Locale;

/** What the heartbeat of a service says about it, and how much of a healthy service it counts. */
enum HeartbeatStatus {
  HEALTHY(1.0),
  /** Alive, but the sign of life is older than it should be. */
  DEGRADED(0.5),
  /** Deployed here, but silent. */
  RUNNING_NO_HEARTBEAT(0.5),
  DEAD(0.0),
  /** The bus with the heartbeats could not be asked. */
  UNKNOWN(0.0);

  private final double weight;

  HeartbeatStatus(double weight) {
    this.weight = weight;
  }

  double weight() {
    return weight;
  }

  /** The name on the wire. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param remainingSeconds until the sign of life expires, negative when it never does
   * @param expectedSeconds how long a fresh one lasts
   */
  static HeartbeatStatus ofLiving(long remainingSeconds, long expectedSeconds) {
    return remainingSeconds > 0 && remainingSeconds * 2 < expectedSeconds ? DEGRADED : HEALTHY;
  }
}
