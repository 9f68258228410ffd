package io.marketswarm.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before trying again: {@code min(base * 2^(n-1), max)} after the n-th failure in
 * a row, plus a random share of at most {@code jitter} of it, so that a crowd does not return at
 * once.
 */
public record Backoff(Duration base, Duration max, double jitter) {
  private static final int LARGEST_SHIFT = 30;

  public Backoff {
    if (base.isNegative() || base.isZero() || max.compareTo(base) < 0) {
      throw new IllegalArgumentException("base " + base + " and max " + max + " are no back-off");
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter " + jitter + " is not between 0 and 1");
    }
  }

  public long delayMillis(int failuresInARow) {
    return delayMillis(failuresInARow, ThreadLocalRandom.current()::nextDouble);
  }

  /** The delay with a given source of randomness in [0, 1]. */
  public long delayMillis(int failuresInARow, DoubleSupplier random) {
    int shift = Math.min(Math.max(failuresInARow - 1, 0), LARGEST_SHIFT);
    long plain = Math.min(base.toMillis() << shift, max.toMillis());
    return Math.round(plain * (1 + jitter * random.getAsDouble()));
  }
}
