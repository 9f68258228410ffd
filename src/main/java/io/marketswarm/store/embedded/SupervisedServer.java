package io.marketswarm.store.embedded;

import io.marketswarm.log.Log;
import io.marketswarm.store.Backoff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One server from its start to its stop; started again whenever it ends by itself. */
final class SupervisedServer {
  private static final Log LOG = Log.of("stores");
  private static final Duration READY_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final Duration HEALTHY_RUN = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 10;
  private static final long PATIENCE_LINE_SECONDS = 5;
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), 0.2);

  private final Server server;
  private final DataDirectory data;
  private final Ports ports;
  private final ScheduledExecutorService timer;
  private final Progress progress;

  private volatile boolean stopping;
  private volatile Child child;
  private int port;
  private int failures;
  private long startedAt;

  SupervisedServer(
      Server server,
      DataDirectory data,
      Ports ports,
      ScheduledExecutorService timer,
      Progress progress) {
    this.server = server;
    this.data = data;
    this.ports = ports;
    this.timer = timer;
    this.progress = progress;
  }

  Server server() {
    return server;
  }

  synchronized int port() {
    return port;
  }

  /** Starts for the first time, on the wanted port or, if allowed, another. */
  synchronized void start() {
    long begin = System.nanoTime();
    port = ports.first(server.store());
    try {
      server.prepare();
      while (!run()) {
        int taken = port;
        port = ports.after(server.store(), taken);
      }
    } catch (IOException e) {
      throw new StoreException("cannot start " + server.label() + ": " + Failures.reason(e), e);
    }
    progress.say(
        "%s ready on 127.0.0.1:%d (%.1f s)"
            .formatted(server.label(), port, (System.nanoTime() - begin) / 1e9));
    watch();
  }

  void stop() {
    stopping = true;
    stopped();
  }

  private synchronized void stopped() {
    if (child != null) {
      child.stop(STOP_PATIENCE);
      forget();
    }
  }

  /** Starts once; false when the port was taken meanwhile. */
  private boolean run() throws IOException {
    if (stopping) {
      throw new StoreException(server.label() + " is being stopped");
    }
    Launch launch = server.launch(port);
    child = Launcher.launch(launch, this::remember);
    startedAt = System.nanoTime();
    if (awaitAnswer()) {
      return true;
    }
    boolean dead = !child.alive();
    child.stop(Duration.ZERO);
    forget();
    if (dead && !Ports.free(port)) {
      return false;
    }
    throw new StoreException(
        server.label()
            + (dead ? " ended while starting" : " does not answer on port " + port)
            + LogTail.of(launch.log()));
  }

  private boolean awaitAnswer() {
    long deadline = startedAt + READY_LIMIT.toNanos();
    long nextLine = startedAt + TimeUnit.SECONDS.toNanos(PATIENCE_LINE_SECONDS);
    while (child.alive() && System.nanoTime() < deadline && !stopping) {
      try {
        if (server.answers(port)) {
          return child.alive();
        }
      } catch (IOException notYet) {
        // Nobody listens yet, or it is too early for an answer: both pass.
        LOG.debug(server.label() + ": " + notYet.getMessage());
      }
      if (System.nanoTime() > nextLine) {
        progress.say(
            server.label()
                + " is starting ("
                + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt)
                + " s)");
        nextLine += TimeUnit.SECONDS.toNanos(PATIENCE_LINE_SECONDS);
      }
      pause();
    }
    return false;
  }

  private void watch() {
    Child watched = child;
    watched
        .exit()
        .thenAcceptAsync(
            code -> {
              if (!stopping) {
                ended(code);
              }
            },
            timer);
  }

  private synchronized void ended(int code) {
    boolean healthy = System.nanoTime() - startedAt > HEALTHY_RUN.toNanos();
    failures = healthy ? 1 : failures + 1;
    long delay = BACKOFF.delayMillis(failures);
    LOG.error(
        server.label()
            + " ended unexpectedly (exit code "
            + code
            + "), starting it again in "
            + delay
            + " ms; its log: "
            + data.log(server.store()));
    timer.schedule(this::restart, delay, TimeUnit.MILLISECONDS);
  }

  private synchronized void restart() {
    if (stopping) {
      return;
    }
    try {
      if (run()) {
        LOG.ok(server.label() + " runs again on 127.0.0.1:" + port);
        watch();
        return;
      }
      LOG.error(server.label() + " cannot start again: port " + port + " is taken");
    } catch (IOException | StoreException e) {
      LOG.error(server.label() + " cannot start again: " + e.getMessage());
    }
    failures++;
    timer.schedule(this::restart, BACKOFF.delayMillis(failures), TimeUnit.MILLISECONDS);
  }

  private void remember(ProcessHandle process) {
    try {
      Path executable = server.executable().toRealPath();
      ChildState.of(server.store(), process, executable, server.home(), port)
          .write(data.state(server.store()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forget() {
    child = null;
    try {
      Files.deleteIfExists(data.state(server.store()));
    } catch (IOException e) {
      LOG.warn("cannot remove " + data.state(server.store()) + ": " + Failures.reason(e));
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while a store was starting", e);
    }
  }
}
