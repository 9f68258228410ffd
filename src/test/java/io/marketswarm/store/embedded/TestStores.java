package io.marketswarm.store.embedded;

import io.marketswarm.store.BusName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** One set of real stores for all tests of a JVM, on free ports, gone with the JVM. */
public final class TestStores {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path RUNS = TARGET.resolve("test-stores");

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
      try {
        shared = start(ProcessHandle.current().pid());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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

  private static TestStores start(long pid) throws IOException {
    sweep(pid);
    Path data = RUNS.resolve(String.valueOf(pid));
    EmbeddedStores stores =
        EmbeddedStores.start(
            Settings.in(data).withEngines(ENGINES).withAnyPorts(), Progress.SILENT);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(stores, data)));
    return new TestStores(stores);
  }

  private static void remove(EmbeddedStores stores, Path data) {
    stores.stop();
    try {
      Trees.delete(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what JVMs left that were killed, a namesake of this one included. */
  private static void sweep(long pid) throws IOException {
    Files.createDirectories(RUNS);
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(RUNS)) {
      for (Path run : runs) {
        long owner = Long.parseLong(run.getFileName().toString());
        if (owner == pid || ProcessHandle.of(owner).isEmpty()) {
          Trees.delete(run);
        }
      }
    }
  }
}
