package io.marketswarm.store.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The file into which a server talks, and how much of it belongs to the present run. */
final class ServerLog {
  private static final long FULL = 8L << 20;
  private static final int TAIL_LINES = 8;
  private static final int TAIL_BYTES = 4_096;

  private final Path file;
  private final long start;

  private ServerLog(Path file, long start) {
    this.file = file;
    this.start = start;
  }

  /** Begins a run; what a former one filled is put aside, and what was aside is gone. */
  static ServerLog begin(Path file) throws IOException {
    if (Files.exists(file) && Files.size(file) > FULL) {
      Path aside = file.resolveSibling(file.getFileName() + ".1");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    }
    return new ServerLog(file, Files.exists(file) ? Files.size(file) : 0);
  }

  /**
   * The last lines of this run and the errors before them, as the end of a message that says what
   * failed.
   */
  String tail() {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(start, log.length() - TAIL_BYTES);
      log.seek(from);
      byte[] end = new byte[(int) (log.length() - from)];
      log.readFully(end);
      List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
      int recent = Math.max(0, lines.size() - TAIL_LINES);
      List<String> last = new ArrayList<>(lines.subList(recent, lines.size()));
      last.addAll(0, lines.stream().limit(recent).filter(line -> line.contains("ERROR")).toList());
      return last.isEmpty()
          ? "; it logged nothing to " + file
          : "; the end of " + file + ":\n  " + String.join("\n  ", last);
    } catch (IOException e) {
      return "; see " + file;
    }
  }
}
