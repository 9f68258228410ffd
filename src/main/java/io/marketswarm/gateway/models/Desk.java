package io.marketswarm.gateway.models;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * The one event loop on which the node's view of the market is kept. It belongs to no verticle, so
 * that instances of the gateway may come and go.
 */
final class Desk {
  private final VertxInternal vertx;
  private final ContextInternal context;
  private final List<Long> timers = new ArrayList<>();

  Desk(Vertx vertx) {
    this.vertx = (VertxInternal) vertx;
    this.context = this.vertx.createEventLoopContext();
  }

  /** Works at the desk; the answer comes back on the context of the caller. */
  <T> Future<T> ask(Supplier<Future<T>> work) {
    Promise<T> answer = vertx.promise();
    context.runOnContext(now -> begin(work).onComplete(answer));
    return answer.future();
  }

  private static <T> Future<T> begin(Supplier<Future<T>> work) {
    return Future.succeededFuture().compose(started -> work.get());
  }

  void run(Runnable work) {
    context.runOnContext(now -> work.run());
  }

  /** Works on a thread that may take its time, one such piece after the other. */
  <T> Future<T> aside(Callable<T> work) {
    return context.executeBlocking(work, true);
  }

  /** To be called at the desk. */
  void every(long millis, Runnable work) {
    timers.add(context.setPeriodic(millis, tick -> work.run()));
  }

  void after(long millis, Runnable work) {
    context.setTimer(millis, once -> work.run());
  }

  void stopTimers() {
    timers.forEach(vertx::cancelTimer);
    timers.clear();
  }
}
