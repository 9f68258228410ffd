package io.marketswarm.node;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/** Finds the process that listens on a port, where the system tells (Linux). */
final class PortHolder {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";

  private PortHolder() {}

  static OptionalLong pidOf(int port) {
    try {
      Set<String> sockets = new HashSet<>();
      for (String table : new String[] {"net/tcp", "net/tcp6"}) {
        sockets.addAll(listening(PROC.resolve(table), port));
      }
      return sockets.isEmpty() ? OptionalLong.empty() : holderOf(sockets);
    } catch (IOException untold) {
      return OptionalLong.empty();
    }
  }

  private static Set<String> listening(Path table, int port) throws IOException {
    Set<String> sockets = new HashSet<>();
    if (!Files.isReadable(table)) {
      return sockets;
    }
    String suffix = ":%04X".formatted(port);
    for (String row : Files.readAllLines(table)) {
      String[] columns = row.strip().split("\\s+");
      boolean match =
          columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals(LISTENING);
      if (match) {
        sockets.add("socket:[" + columns[9] + "]");
      }
    }
    return sockets;
  }

  private static OptionalLong holderOf(Set<String> sockets) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (holdsAny(process, sockets)) {
          return OptionalLong.of(Long.parseLong(process.getFileName().toString()));
        }
      }
    }
    return OptionalLong.empty();
  }

  private static boolean holdsAny(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : open) {
        if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
          return true;
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException notOurs) {
      return false;
    }
    return false;
  }
}
