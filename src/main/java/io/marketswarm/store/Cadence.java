package io.marketswarm.store;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Closeable;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Work that repeats at moments this whole process shares: the multiples of its period. What is due
 * at the same moment on one event loop costs one wake-up instead of many, so that an idle node
 * sleeps between the moments. After a pause of the process the moments it missed are not made up.
 */
public final class Cadence {
  private final ContextInternal context;
  private final EventLoop loop;
  private final Supplier<Duration> period;
  private final Runnable work;
  private final Closeable ended = this::end;
  private volatile ScheduledFuture<?> next;
  private volatile boolean stopped;

  private Cadence(ContextInternal context, Supplier<Duration> period, Runnable work) {
    this.context = context;
    this.loop = context.nettyEventLoop();
    this.period = period;
    this.work = work;
  }

  /** Repeats {@code work} on the current context, until stopped or the context's verticle ends. */
  public static Cadence every(Vertx vertx, Duration period, Runnable work) {
    return every(vertx, () -> period, work);
  }

  /**
   * Like {@link #every(Vertx, Duration, Runnable)}, with a period that is asked for anew each time.
   */
  public static Cadence every(Vertx vertx, Supplier<Duration> period, Runnable work) {
    ContextInternal context = ((VertxInternal) vertx).getOrCreateContext();
    Cadence cadence = new Cadence(context, period, work);
    context.addCloseHook(cadence.ended);
    cadence.schedule();
    return cadence;
  }

  /** How long it is to the next moment of a period, in nanoseconds; never 0. */
  public static long nanosToNext(Duration period) {
    long nanos = period.toNanos();
    return nanos - Math.floorMod(System.nanoTime(), nanos);
  }

  /** The work does not run any more once this returns on its own context. */
  public void stop() {
    if (!stopped) {
      stopped = true;
      next.cancel(false);
      context.removeCloseHook(ended);
    }
  }

  private void end(Completable<Void> done) {
    stop();
    done.succeed();
  }

  private void schedule() {
    next = loop.schedule(this::due, nanosToNext(period.get()), TimeUnit.NANOSECONDS);
    if (stopped) {
      next.cancel(false);
    }
  }

  private void due() {
    if (stopped) {
      return;
    }
    schedule();
    context.emit(
        now -> {
          if (!stopped) {
            work.run();
          }
        });
  }
}
