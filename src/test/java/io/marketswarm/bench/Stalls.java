package io.marketswarm.bench;

import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * When the machine let nothing run: a thread that wants to wake every millisecond notes when it
 * could not. What was measured then says more about the neighbours than about us.
 */
final class Stalls implements AutoCloseable {
  private static final long NAP_NANOS = 1_000_000;
  private static final long STALL_MILLIS = 20;

  private final TreeMap<Long, Long> stalls = new TreeMap<>();
  private final Thread sleeper = new Thread(this::sleep, "stalls");
  private volatile boolean closed;

  Stalls() {
    sleeper.setDaemon(true);
    sleeper.start();
  }

  private void sleep() {
    long before = System.currentTimeMillis();
    while (!closed) {
      LockSupport.parkNanos(NAP_NANOS);
      long now = System.currentTimeMillis();
      if (now - before > STALL_MILLIS) {
        note(before, now);
      }
      before = now;
    }
  }

  private synchronized void note(long from, long to) {
    stalls.put(from, to);
  }

  /** Whether nothing could run for a while between two moments, epoch milliseconds. */
  synchronized boolean between(long from, long to) {
    Long began = stalls.lowerKey(to);
    return began != null && stalls.get(began) > from;
  }

  @Override
  public void close() {
    closed = true;
  }
}
