package io.marketswarm.ops;

import io.marketswarm.store.Cadence;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures how late each event loop is: a loop that is held by somebody runs a task that is due
 * late by as much. The gauge shows the worst of the latest looks, so that no short hold escapes
 * whoever reads it every few seconds. It looks when the heartbeats wake all loops anyway.
 */
final class LoopLag {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final int REMEMBERED = 4;

  private final List<Loop> loops = new ArrayList<>();

  LoopLag(Vertx vertx) {
    for (EventExecutor executor : ((VertxInternal) vertx).nettyEventLoopGroup()) {
      loops.add(new Loop(executor));
    }
  }

  /** Begins to measure and returns the gauges. */
  List<Meter> start(MeterRegistry registry) {
    List<Meter> meters = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      Loop loop = loops.get(i);
      loop.start();
      meters.add(
          TimeGauge.builder("marketswarm.loop.lag", loop, TimeUnit.NANOSECONDS, Loop::worst)
              .description("How late an event loop ran what was due, at worst of late")
              .tag("loop", Integer.toString(i))
              .strongReference(true)
              .register(registry));
    }
    return meters;
  }

  void stop() {
    loops.forEach(Loop::stop);
  }

  private static final class Loop {
    private final EventExecutor executor;
    private final long[] lags = new long[REMEMBERED];
    private int looks;
    private long due;
    private ScheduledFuture<?> looking;
    private boolean stopped;

    Loop(EventExecutor executor) {
      this.executor = executor;
    }

    synchronized void start() {
      long nanos = Cadence.nanosToNext(EVERY);
      due = System.nanoTime() + nanos;
      looking = executor.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    synchronized void stop() {
      stopped = true;
      looking.cancel(false);
    }

    private synchronized void look() {
      if (!stopped) {
        lags[looks++ % REMEMBERED] = Math.max(0, System.nanoTime() - due);
        start();
      }
    }

    synchronized double worst() {
      long worst = 0;
      for (long lag : lags) {
        worst = Math.max(worst, lag);
      }
      return worst;
    }
  }
}
