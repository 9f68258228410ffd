package io.marketswarm.store.embedded;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * What is written down about a running server, so that a later node can tell it from a stranger
 * that happens to have the same process id.
 */
record ChildState(
    String store, long pid, Instant started, Path executable, Path directory, int port) {
  /** A process's start is computed from the clock, which may have been set right meanwhile. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

  private static final Set<String> FIELDS =
      Set.of("store", "pid", "started", "executable", "dir", "port");
  private static final String DATA_ARGUMENT = "--datadir=";
  private static final String DELETED = " (deleted)";

  static ChildState of(
      String store, ProcessHandle process, Path executable, Path directory, int port)
      throws IOException {
    return new ChildState(
        store,
        process.pid(),
        process.info().startInstant().orElse(Instant.EPOCH),
        executable.toRealPath(),
        directory,
        port);
  }

  void write(Path file) throws IOException {
    JsonObject json =
        new JsonObject()
            .put("store", store)
            .put("pid", pid)
            .put("started", started.toString())
            .put("executable", executable.toString())
            .put("dir", directory.toString())
            .put("port", port);
    PrivateFiles.write(file, json.encodePrettily() + "\n");
  }

  /** What a file says; empty when there is none, or none that can be trusted. */
  static Optional<ChildState> read(Path file) throws IOException {
    try {
      JsonObject json = new JsonObject(Files.readString(file));
      if (!json.fieldNames().containsAll(FIELDS)) {
        return Optional.empty();
      }
      return Optional.of(
          new ChildState(
              json.getString("store"),
              json.getLong("pid"),
              Instant.parse(json.getString("started")),
              Path.of(json.getString("executable")),
              Path.of(json.getString("dir")),
              json.getInteger("port")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (DecodeException | ClassCastException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The process, if it still runs and is certainly the one that was written down. */
  Optional<ProcessHandle> running() {
    return ProcessHandle.of(pid).filter(this::isIt);
  }

  private boolean isIt(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    boolean sameProgram =
        info.command()
            .map(command -> command.endsWith(DELETED) ? cut(command) : command)
            .filter(executable.toString()::equals)
            .isPresent();
    boolean sameStart =
        info.startInstant()
            .filter(at -> Duration.between(at, started).abs().compareTo(CLOCK_TOLERANCE) <= 0)
            .isPresent();
    return sameProgram && sameStart && tellsNoOtherDirectory(info);
  }

  /** MariaDB's arguments say where its data are; Redis rewrites its own. */
  private boolean tellsNoOtherDirectory(ProcessHandle.Info info) {
    return Arrays.stream(info.arguments().orElse(new String[0]))
        .filter(argument -> argument.startsWith(DATA_ARGUMENT))
        .allMatch((DATA_ARGUMENT + directory)::equals);
  }

  private static String cut(String command) {
    return command.substring(0, command.length() - DELETED.length());
  }
}
