package io.marketswarm.store.embedded;

import io.marketswarm.log.Log;
import io.marketswarm.store.Backoff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One server from its start to its stop; started again whenever it ends by itself. */
final class SupervisedServer {
  private static final Log LOG = Log.of("stores");
  private static final Duration READY_LIMIT = Duration.ofMinutes(2);

  /** How long a refusal may come from a stranger whose port makes our server end. */
  private static final Duration REFUSAL_LIMIT = Duration.ofSeconds(15);

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final Duration HEALTHY_RUN = Duration.ofSeconds(60);
  private static final Duration PATIENCE_LINE = Duration.ofSeconds(5);
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), 0.2);

  private final Server server;
  private final DataDirectory data;
  private final Ports ports;
  private final ScheduledExecutorService timer;
  private final Progress progress;

  private volatile boolean stopping;
  private volatile int port;
  private Child child;
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

  int port() {
    return port;
  }

  /** Starts for the first time, on the wanted port or, if that is taken and allowed, another. */
  synchronized void start() {
    long begin = System.nanoTime();
    port = ports.first(server.store());
    try {
      server.prepare();
      while (!run()) {
        port = ports.after(server.store(), port);
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
    // Before waiting for the monitor: a start in progress gives up when it sees this.
    stopping = true;
    synchronized (this) {
      if (child != null) {
        child.stop(STOP_PATIENCE);
        forget();
      }
    }
  }

  /** Starts once; false when another program has the port. */
  private boolean run() throws IOException {
    Launch launch = server.launch(port);
    ServerLog log = ServerLog.begin(launch.log());
    child = Launcher.launch(launch, this::remember);
    startedAt = System.nanoTime();
    Optional<String> failure = awaitAnswer();
    if (failure.isEmpty()) {
      return true;
    }
    boolean ended = !child.alive();
    child.stop(STOP_PATIENCE);
    forget();
    if (ended && !Ports.free(port)) {
      return false;
    }
    throw new StoreException(
        (ended ? server.label() + " ended while starting" : failure.get()) + log.tail());
  }

  /** Empty when the server answers, else why it does not. */
  private Optional<String> awaitAnswer() {
    Optional<String> refusal = Optional.empty();
    long deadline = startedAt + READY_LIMIT.toNanos();
    long nextLine = startedAt + PATIENCE_LINE.toNanos();
    while (child.alive() && !stopping && System.nanoTime() < deadline) {
      try {
        if (server.answers(port) && child.alive()) {
          return Optional.empty();
        }
      } catch (IOException notYet) {
        LOG.debug(server.label() + " does not answer yet: " + notYet.getMessage());
      } catch (StoreException e) {
        if (refusal.isEmpty()) {
          refusal = Optional.of(e.getMessage());
          deadline = Math.min(deadline, System.nanoTime() + REFUSAL_LIMIT.toNanos());
        }
      }
      if (System.nanoTime() > nextLine) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt);
        progress.say(server.label() + " is still starting (" + seconds + " s)");
        nextLine += PATIENCE_LINE.toNanos();
      }
      Patience.pause();
    }
    return refusal.or(() -> Optional.of(server.label() + " does not answer on port " + port));
  }

  private void watch() {
    child.exit().thenAcceptAsync(this::ended, timer);
  }

  private synchronized void ended(int code) {
    if (stopping) {
      return;
    }
    boolean healthy = System.nanoTime() - startedAt > HEALTHY_RUN.toNanos();
    failures = healthy ? 1 : failures + 1;
    long delay = BACKOFF.delayMillis(failures);
    LOG.error(
        "%s ended unexpectedly (exit code %d), starting it again in %d ms; its log: %s"
            .formatted(server.label(), code, delay, data.log(server.store())));
    timer.schedule(this::restart, delay, TimeUnit.MILLISECONDS);
  }

  /** On the same port, which others know by now. */
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
      LOG.error(
          "%s cannot start again: port %d is taken by %s"
              .formatted(server.label(), port, PortHolder.describe(port)));
    } catch (IOException | RuntimeException e) {
      if (stopping) {
        return;
      }
      LOG.error(server.label() + " cannot start again: " + e.getMessage());
    }
    failures++;
    timer.schedule(this::restart, BACKOFF.delayMillis(failures), TimeUnit.MILLISECONDS);
  }

  private void remember(ProcessHandle process) {
    try {
      ChildState.of(server.store(), process, server.executable(), server.home(), port)
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
}
