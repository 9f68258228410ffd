package io.marketswarm.store.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Starts the servers, each under a {@link Guard}, from one thread that never ends. */
final class Launcher {
  private static final Guard GUARD = Guard.best(Platform.current());

  private static final ExecutorService STARTER =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "stores-launcher");
            thread.setDaemon(true);
            return thread;
          });

  private Launcher() {}

  /** Starts a process; {@code born} hears of it before it does anything. */
  static Child launch(Launch launch, Consumer<ProcessHandle> born) throws IOException {
    return launch(GUARD, launch, born);
  }

  static Child launch(Guard guard, Launch launch, Consumer<ProcessHandle> born) throws IOException {
    try {
      return STARTER.submit(() -> guard.start(launch, born)).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof UncheckedIOException cause) {
        throw cause.getCause();
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting " + launch.command().get(0), e);
    }
  }
}
