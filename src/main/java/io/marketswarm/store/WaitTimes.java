package io.marketswarm.store;

import java.util.Arrays;

/** How long the latest borrowers waited for a connection. */
final class WaitTimes {
  private static final int KEPT = 512;
  private static final double NANOS_PER_MILLI = 1_000_000;

  private final long[] nanos = new long[KEPT];
  private long count;

  synchronized void add(long waitNanos) {
    nanos[(int) (count++ % KEPT)] = waitNanos;
  }

  /** The 95th percentile in milliseconds, 0 when nobody asked yet. */
  double percentile95() {
    long[] sorted;
    synchronized (this) {
      sorted = Arrays.copyOf(nanos, (int) Math.min(count, KEPT));
    }
    Arrays.sort(sorted);
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.ceil(0.95 * sorted.length) - 1] / NANOS_PER_MILLI;
  }
}
