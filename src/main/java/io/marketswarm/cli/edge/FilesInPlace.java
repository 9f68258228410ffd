package io.marketswarm.cli.edge;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Files that take the place of others, until it is known that they are good. What was there lies
 * beside them meanwhile, so that not even a crash in between loses it, and stays as the previous
 * version once they are kept.
 */
final class FilesInPlace {
  static final String PREVIOUS = ".previous";

  private static final String BEFORE = ".before";
  private static final String NEW = ".new";
  private static final String READABLE = "rw-r--r--";

  private final List<Path> replaced = new ArrayList<>();
  private final List<Path> added = new ArrayList<>();

  private FilesInPlace() {}

  /** Puts the files where they differ from what is there. */
  static FilesInPlace put(Path folder, Map<String, String> files, Consumer<String> steps)
      throws IOException {
    FilesInPlace placed = new FilesInPlace();
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        placed.put(folder.resolve(file.getKey()), file.getValue(), steps);
      }
      return placed;
    } catch (IOException failed) {
      placed.putBack();
      throw failed;
    }
  }

  private void put(Path file, String text, Consumer<String> steps) throws IOException {
    boolean exists = Files.exists(file);
    if (exists && Files.readString(file).equals(text)) {
      steps.accept("unchanged  " + file);
      return;
    }
    Files.createDirectories(file.getParent());
    Path fresh = beside(file, NEW);
    Files.writeString(fresh, text);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(READABLE));
    if (exists) {
      Files.copy(file, beside(file, BEFORE), REPLACE_EXISTING);
      replaced.add(file);
    } else {
      added.add(file);
    }
    Files.move(fresh, file, ATOMIC_MOVE);
    steps.accept("written    " + file);
  }

  boolean isEmpty() {
    return replaced.isEmpty() && added.isEmpty();
  }

  /** The new files are good. */
  void keep() throws IOException {
    for (Path file : replaced) {
      Files.move(beside(file, BEFORE), beside(file, PREVIOUS), ATOMIC_MOVE);
    }
  }

  /** Everything is as it was. */
  void putBack() throws IOException {
    for (Path file : replaced) {
      Files.move(beside(file, BEFORE), file, ATOMIC_MOVE);
    }
    for (Path file : added) {
      Files.deleteIfExists(file);
    }
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }
}
