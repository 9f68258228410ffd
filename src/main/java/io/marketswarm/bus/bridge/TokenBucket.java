package io.marketswarm.bus.bridge;

import java.time.Duration;

/** Lets so many through per second on average, and twice as many at once after a quiet second. */
final class TokenBucket {
  private static final int BURST_SECONDS = 2;
  private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

  private final int perSecond;
  private final double capacity;
  private double tokens;
  private long filledAtNanos;

  TokenBucket(int perSecond, long nowNanos) {
    this.perSecond = perSecond;
    this.capacity = (double) perSecond * BURST_SECONDS;
    this.tokens = capacity;
    this.filledAtNanos = nowNanos;
  }

  boolean take(long nowNanos) {
    double earned = (nowNanos - filledAtNanos) / NANOS_PER_SECOND * perSecond;
    tokens = Math.min(capacity, tokens + earned);
    filledAtNanos = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
