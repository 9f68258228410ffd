package io.marketswarm.truth;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A folder with one node definition, its components and their schemas. */
record TruthFiles(Path dir) {
  static final String COMPOSITE = "truth.json";

  Path schema(String name) {
    return dir.resolve("schema").resolve(name + ".json");
  }

  Path component(String name) {
    return dir.resolve("components").resolve(name + ".json");
  }

  /** All files that could be the node definition, by name; a composite lying there is not one. */
  List<Path> nodeFiles() {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(dir, "*.json")) {
      for (Path entry : entries) {
        if (Files.isRegularFile(entry) && !entry.getFileName().toString().equals(COMPOSITE)) {
          files.add(entry);
        }
      }
    } catch (IOException unreadable) {
      return List.of();
    }
    files.sort(null);
    return files;
  }

  /** Reads one file; empty, with the reason, when it is missing, unreadable or no JSON object. */
  Optional<JsonObject> read(Path file, List<Finding> findings) {
    try {
      return Optional.of(StrictJson.object(Files.readAllBytes(file)));
    } catch (StrictJson.Malformed malformed) {
      findings.add(Finding.error(name(file), "", malformed.getMessage()));
    } catch (NoSuchFileException missing) {
      findings.add(Finding.error(name(file), "", "missing file"));
    } catch (IOException unreadable) {
      findings.add(Finding.error(name(file), "", "cannot be read: " + unreadable.getMessage()));
    }
    return Optional.empty();
  }

  /** How a file is called in findings: as the operator would type it, with forward slashes. */
  String name(Path file) {
    return file.toString().replace('\\', '/');
  }

  /** Writes all of a text or nothing: whoever reads {@code target} never sees half of it. */
  static void replace(Path target, String text) {
    Path folder = target.toAbsolutePath().getParent();
    Path draft = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      Files.createDirectories(folder);
      Files.writeString(draft, text, StandardOpenOption.CREATE_NEW);
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      discard(draft);
      throw new UncheckedIOException("cannot write " + target + ": " + failed.getMessage(), failed);
    }
  }

  private static void discard(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException leftover) {
      // The failure that brought us here is the one worth telling.
      return;
    }
  }
}
