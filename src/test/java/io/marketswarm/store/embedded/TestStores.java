package io.marketswarm.store.embedded;

import io.marketswarm.store.BusName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** One set of real stores for all tests of a JVM, on free ports, gone with the JVM. */
public final class TestStores {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  /** The server binaries, unpacked once for all test runs. */
  static final Path ENGINES = TARGET.resolve("engines");

  private static TestStores shared;

  private final EmbeddedStores stores;

  private TestStores(EmbeddedStores stores) {
    this.stores = stores;
  }

  /** The stores of this JVM, started on first use. Tests keep apart by their own keys and rows. */
  public static synchronized TestStores shared() {
    if (shared == null) {
      Path data = TARGET.resolve("test-stores").resolve("" + ProcessHandle.current().pid());
      Settings settings = Settings.in(data).withEngines(ENGINES).withAnyPorts();
      EmbeddedStores stores = EmbeddedStores.start(settings, Progress.SILENT);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    stores.stop();
                    remove(data);
                  }));
      shared = new TestStores(stores);
    }
    return shared;
  }

  /** The URL of a bus, for example {@code redis://:secret@127.0.0.1:40123}. */
  public String url(BusName bus) {
    return stores.urls().get(bus);
  }

  /** The URL of the database, for example {@code mysql://user:secret@127.0.0.1:40124/schema}. */
  public String databaseUrl() {
    return stores.databaseUrl().orElseThrow();
  }

  private static void remove(Path data) {
    try {
      Trees.delete(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
