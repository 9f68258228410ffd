package io.marketswarm.store;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waiting with a deadline, for tests. */
public final class Eventually {
  private static final long PATIENCE_SECONDS = 60;

  private Eventually() {}

  public static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("no result after " + PATIENCE_SECONDS + " s", e);
    }
  }

  public static Throwable failure(Future<?> future) {
    return get(
        future.transform(
            (value, cause) ->
                cause == null
                    ? Future.failedFuture(new AssertionError("succeeded with " + value))
                    : Future.succeededFuture(cause)));
  }

  public static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + PATIENCE_SECONDS + " s in vain until " + what);
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
