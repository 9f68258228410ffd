package io.marketswarm.market.trail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Does one thing after the other, with a breath between, so that nobody else has to wait. */
public final class InTurn {
  private final Vertx vertx;
  private final long breathMillis;
  private volatile boolean ended;

  public InTurn(Vertx vertx, long breathMillis) {
    this.vertx = vertx;
    this.breathMillis = breathMillis;
  }

  /** Lets no further step begin. */
  public void end() {
    ended = true;
  }

  public boolean ended() {
    return ended;
  }

  /** Fails with the first step that fails, or when the turns have been ended. */
  public <T> Future<Void> each(Iterable<T> things, Function<T, Future<?>> step) {
    return next(things.iterator(), step);
  }

  private <T> Future<Void> next(Iterator<T> things, Function<T, Future<?>> step) {
    if (ended) {
      return Future.failedFuture(new CancellationException("no more turns"));
    }
    return things.hasNext()
        ? step.apply(things.next()).compose(v -> breathe()).compose(v -> next(things, step))
        : Future.succeededFuture();
  }

  private Future<?> breathe() {
    return vertx.timer(breathMillis, TimeUnit.MILLISECONDS);
  }
}
