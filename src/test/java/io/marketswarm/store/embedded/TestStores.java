package io.marketswarm.store.embedded;

import io.marketswarm.store.BusName;
import io.marketswarm.store.GivenDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One set of real stores for all tests of a JVM, on free ports, gone with the JVM. The buses run
 * the server named by MARKETSWARM_TEST_REDIS, if it is; the database may be a {@link
 * GivenDatabase}.
 */
public final class TestStores {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path RUNS = TARGET.resolve("test-stores");

  /** The server binaries, unpacked once for all test runs. */
  static final Path ENGINES = TARGET.resolve("engines");

  private static TestStores shared;

  private final EmbeddedStores stores;
  private final String databaseUrl;

  private TestStores(EmbeddedStores stores, String databaseUrl) {
    this.stores = stores;
    this.databaseUrl = databaseUrl;
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
    return databaseUrl;
  }

  private static TestStores start(long pid) throws IOException {
    sweep(pid);
    Path data = RUNS.resolve(String.valueOf(pid));
    Optional<String> given = GivenDatabase.schema("shared");
    EmbeddedStores stores = EmbeddedStores.start(settings(data, given), Progress.SILENT);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(stores, data)));
    return new TestStores(stores, given.or(stores::databaseUrl).orElseThrow());
  }

  private static Settings settings(Path data, Optional<String> givenDatabase) {
    Settings settings = Settings.in(data).withEngines(ENGINES);
    Optional<Path> server =
        Optional.ofNullable(System.getenv("MARKETSWARM_TEST_REDIS")).map(Path::of);
    for (BusName bus : BusName.values()) {
      settings =
          settings.withBus(bus, new Settings.Bus(Settings.ANY_PORT, Optional.empty(), server));
    }
    return givenDatabase.isPresent()
        ? settings.withoutDatabase()
        : settings.withDatabase(Settings.ANY_PORT);
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
