package io.marketswarm.web;

import io.marketswarm.log.Log;
import io.marketswarm.service.Facilities;
import io.marketswarm.service.MarketClock;
import io.marketswarm.service.NodeIdentity;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.Vitals;
import io.marketswarm.store.Stores;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;

/** What tests of services have in common. */
public final class TestServices {
  private static final long DEADLINE_SECONDS = 30;

  private TestServices() {}

  public static NodeIdentity node() {
    return new NodeIdentity(
        "node-1", "test", "dev", ProcessHandle.current().pid(), "1.0", Instant.now());
  }

  /** The context of a service that needs no stores and listens on any free loopback port. */
  public static ServiceContext context(ServiceSpec service, MeterRegistry metrics) {
    return context(service, "127.0.0.1", metrics, null, null);
  }

  public static ServiceContext context(
      ServiceSpec service,
      String host,
      MeterRegistry metrics,
      Stores stores,
      Facilities facilities) {
    return new ServiceContext(
        service,
        node(),
        new ServiceContext.Listen(host, 0),
        null,
        stores,
        null,
        metrics,
        MarketClock.ofTheWall(),
        new Vitals(),
        facilities,
        Log.of(service.id()),
        null,
        failed -> {});
  }

  public static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Begins a chain of steps on an event loop. Begun on another thread, the next step might be told
   * to a chain that has come further already: a response whose body nobody waited for is gone.
   */
  public static <T> Future<T> onLoop(Vertx vertx, Supplier<Future<T>> steps) {
    Promise<T> promise = Promise.promise();
    vertx.runOnContext(v -> steps.get().onComplete(promise));
    return promise.future();
  }

  /** Waits for a condition, at most until a deadline. */
  public static void eventually(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!condition.getAsBoolean()) {
      Assertions.assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
