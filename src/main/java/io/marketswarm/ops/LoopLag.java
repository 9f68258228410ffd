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
 * whoever reads it every few seconds. It looks when the heartbeats wake all loops anyway, and
 * spares them more than it costs: a loop with nothing due wakes by itself every second.
 */
final class LoopLag {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final int REMEMBERED = 4;

  private final List<Loop> loops = new ArrayList<>();

  LoopLag(Vertx vertx) {
    int number = 0;
    for (EventExecutor executor : ((VertxInternal) vertx).nettyEventLoopGroup()) {
      loops.add(new Loop(Integer.toString(number++), executor));
    }
    for (EventExecutor executor : ((VertxInternal) vertx).acceptorEventLoopGroup()) {
      loops.add(new Loop("acceptor", executor));
    }
  }

  /** Begins to measure and returns the gauges. */
  List<Meter> start(MeterRegistry registry) {
    List<Meter> meters = new ArrayList<>();
    for (Loop loop : loops) {
      loop.start();
      meters.add(
          TimeGauge.builder("marketswarm.loop.lag", loop, TimeUnit.NANOSECONDS, Loop::worst)
              .description("How late an event loop ran what was due, at worst of late")
              .tag("loop", loop.name)
              .strongReference(true)
              .register(registry));
    }
    return meters;
  }

  void stop() {
    loops.forEach(Loop::stop);
  }

  private static final class Loop {
    private final String name;
    private final EventExecutor executor;
    private final long[] lags = new long[REMEMBERED];
    private int looks;
    private long due;
    private ScheduledFuture<?> looking;
    private boolean stopped;

    Loop(String name, EventExecutor executor) {
      this.name = name;
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
