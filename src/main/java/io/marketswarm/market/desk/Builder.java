package io.marketswarm.market.desk;

import io.marketswarm.log.Log;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * One kind of model work of a desk and its record. What fails is counted, logged, and over: the
 * next round tries again.
 */
final class Builder {
  private final String name;
  private final String symbol;
  private final Log log;
  private final Timer time;
  private final Counter failures;
  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private volatile long lastNanos;

  Builder(String name, String symbol, MeterRegistry meters, Log log) {
    this.name = name;
    this.symbol = symbol;
    this.log = log;
    this.time = meters.timer("marketswarm.market.build", "model", name, "symbol", symbol);
    this.failures =
        meters.counter("marketswarm.market.build.errors", "model", name, "symbol", symbol);
  }

  /** Does the work; what it makes, or {@code otherwise} when it fails. */
  <T> T build(T otherwise, Supplier<T> work) {
    long started = System.nanoTime();
    try {
      return work.get();
    } catch (RuntimeException e) {
      failures.increment();
      long soFar = errors.incrementAndGet();
      // The 1st, 2nd, 4th, 8th... a model that always fails does so several times a second.
      if (Long.bitCount((long) failures.count()) == 1) {
        log.error(name + " of " + symbol + " failed (" + soFar + " since the last report)", e);
      }
      return otherwise;
    } finally {
      lastNanos = System.nanoTime() - started;
      time.record(lastNanos, TimeUnit.NANOSECONDS);
      runs.incrementAndGet();
    }
  }

  /** Does work that makes nothing. */
  void run(Runnable work) {
    build(
        null,
        () -> {
          work.run();
          return null;
        });
  }

  String name() {
    return name;
  }

  /** Runs since the last time, failed ones included. */
  long takeRuns() {
    return runs.getAndSet(0);
  }

  /** Failures since the last time. */
  long takeErrors() {
    return errors.getAndSet(0);
  }

  double lastMillis() {
    return lastNanos / 1e6;
  }
}
