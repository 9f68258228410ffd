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
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 10;

  private Orphans() {}

  /** Stops every server of a former run of this data directory, and nothing else. */
  static void stopAll(DataDirectory data, Progress progress) {
    Path states = data.state("x").getParent();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(states, "*.json")) {
      List<ChildState> orphans = new ArrayList<>();
      for (Path file : files) {
        ChildState.read(file).filter(state -> state.running().isPresent()).ifPresent(orphans::add);
      }
      for (ChildState orphan : orphans) {
        progress.say("stopping " + orphan.store() + " of a former run (pid " + orphan.pid() + ")");
        orphan.running().ifPresent(ProcessHandle::destroy);
      }
      for (ChildState orphan : orphans) {
        if (!gone(orphan)) {
          LOG.warn(orphan.store() + " (pid " + orphan.pid() + ") does not stop: killing it");
          orphan.running().ifPresent(ProcessHandle::destroyForcibly);
          if (!gone(orphan)) {
            throw new StoreException(
                orphan.store() + " of a former run (pid " + orphan.pid() + ") cannot be stopped");
          }
        }
      }
    } catch (IOException e) {
      throw new StoreException("cannot read " + states + ": " + Failures.reason(e), e);
    }
  }

  /** A zombie that nobody reaps has no program any more and counts as gone. */
  private static boolean gone(ChildState orphan) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (orphan.running().isPresent()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException("interrupted while stopping servers of a former run", e);
      }
    }
    return true;
  }
}
