package io.marketswarm.web;

import io.marketswarm.log.Log;
import io.marketswarm.service.NodeIdentity;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;

/** What tests of services have in common. */
public final class TestServices {
  private static final long DEADLINE_SECONDS = 10;

  private TestServices() {}

  public static NodeIdentity node() {
    return new NodeIdentity(
        "node-1", "test", "dev", ProcessHandle.current().pid(), "1.0", Instant.now());
  }

  /** The context of a service that listens on any free loopback port. */
  public static ServiceContext context(
      ServiceSpec service, Map<BusName, RedisBus> buses, MeterRegistry metrics) {
    return new ServiceContext(
        service,
        node(),
        new ServiceContext.Listen("127.0.0.1", 0),
        Log.of(service.id()),
        buses,
        metrics,
        failed -> {});
  }

  public static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
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
