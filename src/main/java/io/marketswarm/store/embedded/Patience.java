package io.marketswarm.store.embedded;

import java.io.IOException;
import java.time.Duration;

/** Waiting for what the operating system does not announce. */
final class Patience {
  private static final long POLL_MILLIS = 10;

  private Patience() {}

  /** Whether the condition came to hold in time. */
  static boolean until(Duration limit, Condition condition) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause();
    }
    return true;
  }

  static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while waiting for a store", e);
    }
  }

  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException;
  }
}
