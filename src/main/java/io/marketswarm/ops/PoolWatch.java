package io.marketswarm.ops;

import io.marketswarm.store.Database;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Measures how long somebody has been waiting for a database connection without a break. It has to
 * look often: a wait between two looks is not seen, and one at each is taken for a long one.
 */
final class PoolWatch {
  static final long LOOK_EVERY_MILLIS = 2_000;

  private final Supplier<Database.Stats> pool;
  private final LongSupplier nanos;
  private boolean waiting;
  private long since;

  PoolWatch(Supplier<Database.Stats> pool, LongSupplier nanos) {
    this.pool = pool;
    this.nanos = nanos;
  }

  void look() {
    boolean now = pool.get().waiting() > 0;
    if (now && !waiting) {
      since = nanos.getAsLong();
    }
    waiting = now;
  }

  long waitingSeconds() {
    return waiting ? TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - since) : 0;
  }
}
