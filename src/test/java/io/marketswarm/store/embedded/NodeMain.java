package io.marketswarm.store.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A node in a JVM of its own, for tests that kill it. */
final class NodeMain {
  private NodeMain() {}

  /** Starts all stores on the given data directory, says so, and waits. */
  public static void main(String[] arguments) throws IOException {
    Settings settings =
        Settings.in(Path.of(arguments[0])).withEngines(Path.of(arguments[1])).withAnyPorts();
    EmbeddedStores stores = EmbeddedStores.start(settings, Progress.SILENT);
    System.out.println("ready");
    if (System.in.read() >= 0) {
      stores.stop();
    }
  }
}
