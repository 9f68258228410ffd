package io.marketswarm.market.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Keeps all requests of a client quiet for a while after the provider has said that there are too
 * many. The pause doubles as long as that goes on; answers to requests from before the pause do not
 * count, because they say the same thing once more.
 */
final class RateGate {
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final double JITTER = 0.2;

  private final Counter limited;
  private long closedAt = System.nanoTime();
  private long opensAt = closedAt;
  private long nextPauseMillis = FIRST_PAUSE_MILLIS;

  RateGate(MeterRegistry meters) {
    limited = meters.counter("marketswarm.feed.rest.limited");
  }

  /** Milliseconds until requests may go out again. */
  long millisUntilOpen() {
    long nanos = opensAt - System.nanoTime();
    return nanos <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
  }

  /**
   * Too many requests.
   *
   * @param sentAt when the refused request was sent, in nanoseconds of the system
   * @param pause for how long to close, zero for the next of the doubling pauses
   */
  void close(long sentAt, Duration pause) {
    limited.increment();
    if (sentAt - closedAt < 0) {
      return;
    }
    closedAt = System.nanoTime();
    long millis = pause.toMillis();
    if (pause.isZero()) {
      millis = nextPauseMillis;
      nextPauseMillis = Math.min(2 * nextPauseMillis, LONGEST_PAUSE_MILLIS);
    }
    double jitter = 1 + JITTER * ThreadLocalRandom.current().nextDouble();
    opensAt = closedAt + TimeUnit.MILLISECONDS.toNanos(Math.round(millis * jitter));
  }

  /** A request got through. */
  void passed(long sentAt) {
    if (sentAt - opensAt >= 0) {
      nextPauseMillis = FIRST_PAUSE_MILLIS;
    }
  }
}
