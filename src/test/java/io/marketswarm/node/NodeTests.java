package io.marketswarm.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.web.HeldLoops;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A Vert.x per test, whose event loops must not have been held when it ends. */
abstract class NodeTests {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration HELD = Duration.ofSeconds(1);

  protected Vertx vertx;
  private HeldLoops loops;

  @BeforeEach
  void startVertx() {
    vertx = Vertx.vertx(HeldLoops.options(HELD));
    loops = HeldLoops.of(vertx);
  }

  @AfterEach
  void closeVertx() {
    await(vertx.close());
    assertThat(loops.held()).as("event loops held").isEmpty();
  }

  protected static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, SECONDS);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  protected static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting for " + what).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
