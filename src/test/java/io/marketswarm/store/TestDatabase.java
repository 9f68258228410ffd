package io.marketswarm.store;

import io.marketswarm.store.embedded.EmbeddedStores;
import io.marketswarm.store.embedded.Progress;
import io.marketswarm.store.embedded.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A MariaDB server that tests may kill (it comes back), freeze and empty; one for all tests of a
 * JVM, apart from the shared stores. Or a schema of a {@link GivenDatabase}, to be emptied only.
 */
public final class TestDatabase {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private static TestDatabase shared;

  private final String url;
  private final Optional<Path> directory;

  private TestDatabase(String url, Optional<Path> directory) {
    this.url = url;
    this.directory = directory;
  }

  public static synchronized TestDatabase shared() {
    if (shared == null) {
      shared =
          GivenDatabase.schema("own")
              .map(url -> new TestDatabase(url, Optional.empty()))
              .orElseGet(TestDatabase::start);
    }
    return shared;
  }

  private static TestDatabase start() {
    Path directory = TARGET.resolve("test-database").resolve("" + ProcessHandle.current().pid());
    Settings settings =
        Settings.in(directory).withEngines(TARGET.resolve("engines")).withAnyPorts();
    for (BusName bus : BusName.values()) {
      settings = settings.withoutBus(bus);
    }
    EmbeddedStores stores = EmbeddedStores.start(settings, Progress.SILENT);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(stores, directory)));
    return new TestDatabase(stores.databaseUrl().orElseThrow(), Optional.of(directory));
  }

  public String url() {
    return url;
  }

  String urlWithPassword(String password) {
    return url().replaceFirst(":[^:@/]+@", ":" + password + "@");
  }

  public void kill() {
    process().destroyForcibly();
  }

  public void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, "" + process().pid()).start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("cannot send " + name);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Skips a test with a given server, which may be set up in ways that are in the test's way. */
  public Path mustBeOurs() {
    return directory.orElseThrow(() -> new TestAbortedException("the database is not our own"));
  }

  private ProcessHandle process() {
    String home = mustBeOurs().toString();
    return ProcessHandle.current()
        .descendants()
        .filter(child -> child.info().command().orElse("").endsWith("mariadbd"))
        .filter(
            child ->
                Stream.of(child.info().arguments().orElse(new String[0]))
                    .anyMatch(argument -> argument.contains(home)))
        .findFirst()
        .orElseThrow();
  }

  private static void remove(EmbeddedStores stores, Path directory) {
    stores.stop();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
