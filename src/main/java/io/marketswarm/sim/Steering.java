package io.marketswarm.sim;

import io.marketswarm.sim.core.Market;
import io.marketswarm.sim.core.Plan;
import io.marketswarm.sim.core.PriceHistory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Changes of course, one after another. A new session is worked out on another thread while the old
 * one goes on; whoever wants a change meanwhile waits for it.
 */
final class Steering {
  private final Vertx vertx;
  private final Market market;
  private final Runnable began;
  private Future<Void> last = Future.succeededFuture();

  /**
   * @param began runs after a new session has begun
   */
  Steering(Vertx vertx, Market market, Runnable began) {
    this.vertx = vertx;
    this.market = market;
    this.began = began;
  }

  boolean idle() {
    return last.isComplete();
  }

  /** Changes the running session. */
  Future<Void> change(Consumer<Market> change) {
    return then(
        () -> {
          change.accept(market);
          return Future.succeededFuture();
        });
  }

  /** Puts another session in the place of the running one. */
  Future<Void> replace(Function<Market, Plan> planning) {
    return then(() -> build(planning.apply(market)));
  }

  private Future<Void> build(Plan plan) {
    PriceHistory history = market.history();
    return vertx
        .executeBlocking(() -> plan.build(history))
        .map(
            ready -> {
              market.begin(ready);
              began.run();
              return null;
            });
  }

  private Future<Void> then(Supplier<Future<Void>> change) {
    last = last.transform(ignored -> change.get());
    return last;
  }
}
