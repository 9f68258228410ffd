package io.marketswarm.store;

import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Asks the other side for signs of life and notices when it stays silent: again and again while
 * somebody waits for it, and now and then while nobody does, at moments shared with everything else
 * that repeats. It counts its own ticks instead of reading a clock: when this process was paused or
 * its event loop was busy, the answer may lie unread in the socket, and the other side must not be
 * blamed for that.
 */
final class Pulse {
  /**
   * How often it asks.
   *
   * @param tick between two probes while somebody waits, and the unit of patience
   * @param patience ticks without an answer before the other side counts as silent
   * @param rest between two probes while nobody waits
   */
  record Rhythm(Duration tick, int patience, Duration rest) {}

  private final ContextInternal context;
  private final Rhythm rhythm;
  private final BooleanSupplier awaited;
  private final Supplier<Future<?>> probe;
  private final Runnable silent;
  private ScheduledFuture<?> next;
  private volatile boolean resting;
  private boolean running;
  private boolean asked;
  private int waited;

  /**
   * @param awaited whether somebody waits for the other side
   */
  Pulse(
      ContextInternal context,
      Rhythm rhythm,
      BooleanSupplier awaited,
      Supplier<Future<?>> probe,
      Runnable silent) {
    this.context = context;
    this.rhythm = rhythm;
    this.awaited = awaited;
    this.probe = probe;
    this.silent = silent;
  }

  /** Every call must come from the context, except {@link #resting}. */
  void start() {
    running = true;
    rest();
  }

  void stop() {
    running = false;
    next.cancel(false);
  }

  /** Whether nobody waited lately; then {@link #attend} has to be told who begins to. */
  boolean resting() {
    return resting;
  }

  /** Somebody waits from now on. */
  void attend() {
    if (running && resting) {
      resting = false;
      next.cancel(false);
      tickLater();
    }
  }

  /** Somebody has what he waited for: when nobody else waits, not one tick is spent on that. */
  void served() {
    if (running && !resting && !asked && !awaited.getAsBoolean()) {
      next.cancel(false);
      rest();
    }
  }

  /** A sign of life, be it the answer of the probe or something else. */
  void alive() {
    waited = 0;
    if (asked) {
      asked = false;
      if (running && !awaited.getAsBoolean()) {
        next.cancel(false);
        rest();
      }
    }
  }

  private void tick() {
    if (!running) {
      return;
    }
    if (asked && ++waited >= rhythm.patience()) {
      running = false;
      silent.run();
    } else if (asked || awaited.getAsBoolean()) {
      ask();
    } else {
      rest();
    }
  }

  private void rest() {
    resting = true;
    later(Cadence.nanosToNext(rhythm.rest()), this::rested);
  }

  private void rested() {
    if (running) {
      resting = false;
      ask();
    }
  }

  private void ask() {
    tickLater();
    if (!asked) {
      asked = true;
      probe.get().onSuccess(answer -> alive());
    }
  }

  private void tickLater() {
    later(rhythm.tick().toNanos(), this::tick);
  }

  private void later(long nanos, Runnable action) {
    next =
        context
            .nettyEventLoop()
            .schedule(() -> context.emit(now -> action.run()), nanos, TimeUnit.NANOSECONDS);
  }
}
