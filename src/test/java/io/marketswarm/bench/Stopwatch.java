package io.marketswarm.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Times loops on a busy machine: long warm-up, many short rounds, and only the best round counts.
 */
final class Stopwatch {
  private static final int WARM_UP_ROUNDS = 15;
  private static final int ROUNDS = 40;
  private static final long ROUND_NANOS = 15_000_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static long sink;

  private Stopwatch() {}

  /**
   * Best nanoseconds of each operation per run; rounds alternate, so that all meet the same load.
   */
  static double[] best(LongSupplier... operations) {
    int[] repeats = new int[operations.length];
    for (int i = 0; i < operations.length; i++) {
      repeats[i] = 1;
      for (int round = 0; round < WARM_UP_ROUNDS; round++) {
        long took = run(operations[i], repeats[i]);
        repeats[i] = (int) Math.max(1, repeats[i] * ROUND_NANOS / Math.max(took, 1));
      }
    }
    double[] best = new double[operations.length];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < operations.length; i++) {
        best[i] = Math.min(best[i], run(operations[i], repeats[i]) / (double) repeats[i]);
      }
    }
    return best;
  }

  /** Bytes the operation allocates per run, once warm. */
  static double allocated(LongSupplier operation, int runs) {
    long thread = Thread.currentThread().getId();
    run(operation, runs);
    long before = THREADS.getThreadAllocatedBytes(thread);
    long overhead = THREADS.getThreadAllocatedBytes(thread) - before;
    before = THREADS.getThreadAllocatedBytes(thread);
    run(operation, runs);
    return (THREADS.getThreadAllocatedBytes(thread) - before - overhead) / (double) runs;
  }

  private static long run(LongSupplier operation, int repeats) {
    long start = System.nanoTime();
    for (int i = 0; i < repeats; i++) {
      sink += operation.getAsLong();
    }
    return System.nanoTime() - start;
  }

  /** Keeps results alive. */
  static long sink() {
    return sink;
  }
}
