package io.marketswarm.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Asks the other side again and again for a sign of life and notices when it stays silent. It
 * counts its own ticks instead of reading a clock: when this process was paused or its event loop
 * was busy, the answer may lie unread in the socket, and the other side must not be blamed for
 * that.
 */
final class Pulse {
  private final Vertx vertx;
  private final long tickMillis;
  private final int patience;
  private final Supplier<Future<?>> probe;
  private final Runnable silent;
  private boolean running;
  private boolean asked;
  private int waited;

  /**
   * @param tickMillis between two probes, and the unit of patience
   * @param patience ticks without an answer before {@code silent} runs
   */
  Pulse(Vertx vertx, long tickMillis, int patience, Supplier<Future<?>> probe, Runnable silent) {
    this.vertx = vertx;
    this.tickMillis = tickMillis;
    this.patience = patience;
    this.probe = probe;
    this.silent = silent;
  }

  /** Starts on the current context; every call must come from there. */
  void start() {
    running = true;
    vertx.setTimer(tickMillis, timer -> tick());
  }

  void stop() {
    running = false;
  }

  /** A sign of life that did not come as the answer of the probe. */
  void alive() {
    asked = false;
    waited = 0;
  }

  private void tick() {
    if (!running) {
      return;
    }
    if (asked && ++waited >= patience) {
      running = false;
      silent.run();
      return;
    }
    if (!asked) {
      asked = true;
      probe.get().onSuccess(answer -> alive());
    }
    vertx.setTimer(tickMillis, timer -> tick());
  }
}
