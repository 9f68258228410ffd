package io.marketswarm.store.embedded;

import io.marketswarm.log.Log;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Servers that outlived the node that started them. */
final class Orphans {
  private static final Log LOG = Log.of("stores");
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  /** How long the threads of a killed server may still hold its port after its end. */
  private static final Duration PORT_PATIENCE = Duration.ofSeconds(1);

  private Orphans() {}

  /** Stops every server of a former run of this data directory, and nothing else. */
  static void stopAll(DataDirectory data, Progress progress) {
    try {
      List<ChildState> former = new ArrayList<>();
      try (DirectoryStream<Path> files = Files.newDirectoryStream(data.states(), "*.json")) {
        for (Path file : files) {
          ChildState.read(file).ifPresent(former::add);
        }
      }
      for (ChildState server : former) {
        server.running().ifPresent(process -> askToStop(server, process, progress));
      }
      for (ChildState server : former) {
        awaitEnd(server);
        Patience.until(PORT_PATIENCE, () -> server.port() == 0 || Ports.free(server.port()));
        Files.deleteIfExists(data.state(server.store()));
      }
    } catch (IOException e) {
      throw new StoreException(
          "cannot stop the servers of a former run of " + data.root() + ": " + Failures.reason(e),
          e);
    }
  }

  private static void askToStop(ChildState server, ProcessHandle process, Progress progress) {
    progress.say("stopping " + server.store() + " of a former run (pid " + server.pid() + ")");
    process.destroy();
  }

  /** A zombie that nobody reaps has no program any more and counts as gone. */
  private static void awaitEnd(ChildState server) throws IOException {
    if (Patience.until(STOP_PATIENCE, () -> server.running().isEmpty())) {
      return;
    }
    LOG.warn(server.store() + " (pid " + server.pid() + ") does not stop: killing it");
    server.running().ifPresent(ProcessHandle::destroyForcibly);
    if (!Patience.until(STOP_PATIENCE, () -> server.running().isEmpty())) {
      throw new StoreException(
          server.store() + " of a former run (pid " + server.pid() + ") cannot be stopped");
    }
  }
}
