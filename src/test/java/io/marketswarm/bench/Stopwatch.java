package io.marketswarm.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Times loops on a busy machine: long warm-up, many rounds so short that some go undisturbed, and
 * only the best round counts.
 */
final class Stopwatch {
  private static final int WARM_UP_ROUNDS = 15;
  private static final long WARM_UP_NANOS = 15_000_000;
  private static final int FEWEST_ROUNDS = 10;
  private static final int MOST_ROUNDS = 250;
  private static final long ROUND_NANOS = 2_500_000;
  private static final long PATIENCE_NANOS = 2_500_000_000L;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int ROUNDS_OF_THE_HEAP = 4;
  private static final int PIECE = 1 << 16;

  private static long sink;

  /** Where pieces are let fall, so that none is optimised away. */
  private static byte[] litter;

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
        repeats[i] = (int) Math.max(1, repeats[i] * WARM_UP_NANOS / Math.max(took, 1));
      }
      repeats[i] = (int) Math.max(1, repeats[i] * ROUND_NANOS / WARM_UP_NANOS);
    }
    double[] best = new double[operations.length];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    long began = System.nanoTime();
    for (int round = 0;
        round < FEWEST_ROUNDS || round < MOST_ROUNDS && System.nanoTime() - began < PATIENCE_NANOS;
        round++) {
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

  /**
   * Sends the collector round its heap a few times. What allocates pays several times over for
   * memory that nobody has touched before, which a process that has run for a while does not have.
   */
  static void settleHeap() {
    long enough = collections() + ROUNDS_OF_THE_HEAP;
    while (collections() < enough) {
      litter = new byte[PIECE];
    }
    sink += litter.length;
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(collector -> collector.getCollectionCount())
        .sum();
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
