package io.marketswarm.store.embedded;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A started server process; {@code process} may be the guard that watches over it. */
record Child(Process process, ProcessHandle server) {

  long pid() {
    return server.pid();
  }

  boolean alive() {
    return server.isAlive();
  }

  /** Completes with the exit code. */
  CompletableFuture<Integer> exit() {
    return server
        .onExit()
        .thenCompose(
            gone -> {
              Launcher.release(process);
              return process.onExit();
            })
        .thenApply(Process::exitValue);
  }

  /** Asks the server to stop, and makes it stop when it has not done so in time. */
  void stop(Duration patience) {
    server.destroy();
    if (!gone(patience)) {
      server.destroyForcibly();
      gone(patience);
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
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
