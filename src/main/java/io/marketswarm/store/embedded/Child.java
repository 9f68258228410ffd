package io.marketswarm.store.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A started server.
 *
 * @param process what the JVM started: the server, or the shell that guards it
 * @param server the server
 */
record Child(Process process, ProcessHandle server) {
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);

  boolean alive() {
    return server.isAlive();
  }

  /** Completes with the exit code. */
  CompletableFuture<Integer> exit() {
    return server
        .onExit()
        .thenCompose(
            gone -> {
              releaseGuard();
              return process.onExit();
            })
        .thenApply(Process::exitValue);
  }

  /** Asks the server to stop, and makes it stop when it has not done so in time. */
  void stop(Duration patience) {
    server.destroy();
    if (!gone(patience)) {
      server.destroyForcibly();
      gone(AFTER_KILL);
    }
  }

  private boolean gone(Duration patience) {
    try {
      exit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void releaseGuard() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // Whoever read from this pipe is gone, which is what closing it was to bring about.
      return;
    }
  }
}
