package io.marketswarm.store.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A node in a JVM of its own, for tests that kill it. */
final class NodeMain {
  static final String READY = "all ready";
  static final String WITHOUT_DATABASE = "without-database";

  private NodeMain() {}

  /** Starts all stores on the given data directory, tells how far it is, and waits. */
  public static void main(String[] arguments) throws IOException {
    Settings settings =
        Settings.in(Path.of(arguments[0])).withEngines(Path.of(arguments[1])).withAnyPorts();
    if (List.of(arguments).contains(WITHOUT_DATABASE)) {
      settings = settings.withoutDatabase();
    }
    EmbeddedStores stores = EmbeddedStores.start(settings, System.out::println);
    System.out.println(READY);
    if (System.in.read() >= 0) {
      stores.stop();
    }
  }
}
