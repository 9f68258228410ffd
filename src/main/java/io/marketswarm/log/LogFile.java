package io.marketswarm.log;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The file of one service's lines: a banner at each start, rotated by size. */
final class LogFile {
  private static final long ROTATE_AT_BYTES = 50L << 20;
  private static final int KEPT = 5;
  private static final int BANNER_WIDTH = 60;

  private final Path path;
  private BufferedWriter out;
  private long size;

  LogFile(Path folder, String service, String command) throws IOException {
    this.path = folder.resolve(service + ".log");
    Files.createDirectories(folder);
    open();
    String rule = "=".repeat(BANNER_WIDTH);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    for (String banner :
        new String[] {
          "", rule, "Starting " + service + " at " + now, "Command: " + command, rule, ""
        }) {
      write(banner);
    }
  }

  private void open() throws IOException {
    out =
        Files.newBufferedWriter(
            path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    size = Files.size(path);
  }

  void write(String line) throws IOException {
    out.write(line);
    out.write('\n');
    size += line.length() + 1L;
    if (size >= ROTATE_AT_BYTES) {
      rotate();
    }
  }

  void flush() throws IOException {
    out.flush();
  }

  private void rotate() throws IOException {
    out.close();
    for (int i = KEPT - 1; i >= 1; i--) {
      Path older = numbered(i);
      if (Files.exists(older)) {
        Files.move(older, numbered(i + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(path, numbered(1), StandardCopyOption.REPLACE_EXISTING);
    open();
  }

  private Path numbered(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  void close() throws IOException {
    out.close();
  }
}
