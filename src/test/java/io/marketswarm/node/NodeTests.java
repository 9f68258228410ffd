package io.marketswarm.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A Vert.x per test, whose event loops must not have been held when it ends. */
abstract class NodeTests {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int HELD_MILLIS = 1_000;

  protected Vertx vertx;
  private final AtomicInteger held = new AtomicInteger();

  @BeforeEach
  void startVertx() {
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setMaxEventLoopExecuteTime(HELD_MILLIS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS));
    ((VertxInternal) vertx)
        .blockedThreadChecker()
        .setThreadBlockedHandler(blocked -> held.incrementAndGet());
  }

  @AfterEach
  void closeVertx() {
    await(vertx.close());
    assertThat(held).as("event loops held").hasValue(0);
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
