package io.marketswarm.store;

import io.marketswarm.store.embedded.EmbeddedStores;
import io.marketswarm.store.embedded.Progress;
import io.marketswarm.store.embedded.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A MariaDB server that tests may kill (it comes back), freeze and empty; one for all tests of a
 * JVM, apart from the shared stores.
 */
public final class TestDatabase {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private static TestDatabase shared;

  private final EmbeddedStores stores;
  private final Path directory;

  private TestDatabase(EmbeddedStores stores, Path directory) {
    this.stores = stores;
    this.directory = directory;
  }

  public static synchronized TestDatabase shared() {
    if (shared == null) {
      Path directory = TARGET.resolve("test-database").resolve("" + ProcessHandle.current().pid());
      Settings settings =
          Settings.in(directory).withEngines(TARGET.resolve("engines")).withAnyPorts();
      for (BusName bus : BusName.values()) {
        settings = settings.withoutBus(bus);
      }
      EmbeddedStores stores = EmbeddedStores.start(settings, Progress.SILENT);
      shared = new TestDatabase(stores, directory);
      Runtime.getRuntime().addShutdownHook(new Thread(shared::remove));
    }
    return shared;
  }

  public String url() {
    return stores.databaseUrl().orElseThrow();
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

  private ProcessHandle process() {
    return ProcessHandle.current()
        .descendants()
        .filter(child -> child.info().command().orElse("").endsWith("mariadbd"))
        .filter(
            child ->
                Stream.of(child.info().arguments().orElse(new String[0]))
                    .anyMatch(argument -> argument.contains(directory.toString())))
        .findFirst()
        .orElseThrow();
  }

  private void remove() {
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
