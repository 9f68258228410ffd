package io.marketswarm.store;

import io.marketswarm.log.Log;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/**
 * A note beside a node's data that the migrations of its program and the history of them in the
 * database were found in step. A start that finds both as they were need not compare them again,
 * which takes half a second. A program of loose classes has no note.
 */
public final class SchemaMark {
  private static final String SHIPPED = "db/migration/";
  private static final String HISTORY =
      "SELECT installed_rank, version, script, checksum, success FROM flyway_schema_history"
          + " ORDER BY installed_rank";
  private static final int VERSION = 1;
  private static final Log LOG = Log.of("store");

  private final Vertx vertx;
  private final Database database;
  private final Path file;
  private final Path program;

  /**
   * @param file where the note is kept
   */
  public SchemaMark(Vertx vertx, Database database, Path file) {
    this(vertx, database, file, ownProgram());
  }

  SchemaMark(Vertx vertx, Database database, Path file, Path program) {
    this.vertx = vertx;
    this.database = database;
    this.file = file;
    this.program = program;
  }

  private static Path ownProgram() {
    try {
      return Path.of(SchemaMark.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException unusual) {
      return Path.of("");
    }
  }

  /** The version of a schema that is known to be current; empty where it has to be looked at. */
  public Future<Optional<String>> confirmed() {
    return history()
        .compose(
            history ->
                vertx.executeBlocking(
                    () ->
                        Files.exists(file) && Files.readString(file).equals(mark(history))
                            ? Optional.of(history.version())
                            : Optional.<String>empty(),
                    false))
        .onSuccess(version -> version.ifPresent(v -> LOG.info(database + " is at version " + v)))
        .otherwise(Optional.empty());
  }

  /** Notes that both are in step now; never fails. */
  public Future<Void> keep() {
    return history()
        .compose(
            history ->
                vertx.<Void>executeBlocking(
                    () -> {
                      String mark = mark(history);
                      if (!mark.isEmpty()) {
                        Files.writeString(file, mark);
                      }
                      return null;
                    },
                    false))
        .otherwiseEmpty();
  }

  private record History(List<String> lines, String version) {}

  private Future<History> history() {
    return database
        .pool()
        .query(HISTORY)
        .execute()
        .map(
            rows -> {
              List<String> lines = new ArrayList<>();
              String version = "0";
              for (Row row : rows) {
                lines.add(row.deepToString());
                version = String.valueOf(row.getValue(VERSION));
              }
              return new History(lines, version);
            });
  }

  /** Nothing for a program that has no migrations to tell apart cheaply. */
  private String mark(History history) throws IOException, NoSuchAlgorithmException {
    if (!Files.isRegularFile(program)) {
      return "";
    }
    String both = migrations() + "\n" + String.join("\n", history.lines());
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(both.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  private String migrations() throws IOException {
    try (JarFile jar = new JarFile(program.toFile(), false)) {
      return jar.stream()
          .filter(entry -> entry.getName().startsWith(SHIPPED))
          .map(entry -> entry.getName() + " " + entry.getCrc() + " " + entry.getSize())
          .sorted()
          .collect(Collectors.joining("\n"));
    }
  }
}
