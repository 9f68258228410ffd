package io.marketswarm.gateway.models;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What is known of one key. Changed at the desk, looked at from everywhere. */
final class ModelSlot {
  /** Publishers that have been silent for so long may have gone. */
  static final long SILENCE_NANOS = Duration.ofSeconds(2).toNanos();

  private static final long TRUSTED_NANOS =
      TimeUnit.MILLISECONDS.toNanos(ModelCache.TRUSTED_MILLIS);

  /** Null until one was found. */
  volatile Model model;

  /** Whether its publisher tells when there is another. */
  volatile boolean announced;

  /** How often a publisher brought it; what was asked of Redis before that is old. */
  long offers;

  /** Null unless Redis is being asked at the moment. */
  Future<Void> reading;

  private volatile long checkedNanos = System.nanoTime() - TRUSTED_NANOS;
  private long offeredNanos = System.nanoTime() - SILENCE_NANOS;

  /**
   * @param heard when any publisher was heard last
   */
  boolean isTrusted(long now, long heard) {
    return model != null && (isChecked(now) || announced && now - heard < SILENCE_NANOS);
  }

  boolean isChecked(long now) {
    return now - checkedNanos < TRUSTED_NANOS;
  }

  void checked() {
    checkedNanos = System.nanoTime();
  }

  void offered() {
    announced = true;
    offeredNanos = System.nanoTime();
    offers++;
  }

  boolean wasOffered(long now) {
    return now - offeredNanos <= SILENCE_NANOS;
  }
}
