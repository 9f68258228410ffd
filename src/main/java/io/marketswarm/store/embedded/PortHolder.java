package io.marketswarm.store.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out which process listens on a port, where the system tells (Linux). */
final class PortHolder {
  private static final Path PROC = Path.of("/proc");
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final String LISTENING = "0A";

  private PortHolder() {}

  /** In words: a process by name and id, or just "another program". */
  static String describe(int port) {
    return find(port)
        .map(
            holder ->
                holder.info().command().map(PortHolder::name).orElse("a program")
                    + " (pid "
                    + holder.pid()
                    + ")")
        .orElse("another program");
  }

  static Optional<ProcessHandle> find(int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : new String[] {"tcp", "tcp6"}) {
      try (Stream<String> lines = Files.lines(PROC.resolve("net").resolve(table))) {
        lines
            .map(line -> line.strip().split("\\s+"))
            .filter(fields -> fields.length > INODE && fields[STATE].equals(LISTENING))
            .filter(fields -> fields[LOCAL_ADDRESS].endsWith(":%04X".formatted(port)))
            .forEach(fields -> sockets.add("socket:[" + fields[INODE] + "]"));
      } catch (IOException e) {
        return Optional.empty();
      }
    }
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    return ProcessHandle.allProcesses().filter(process -> holds(process, sockets)).findFirst();
  }

  private static boolean holds(ProcessHandle process, Set<String> sockets) {
    Path files = PROC.resolve(String.valueOf(process.pid())).resolve("fd");
    try (DirectoryStream<Path> open = Files.newDirectoryStream(files)) {
      for (Path file : open) {
        if (sockets.contains(Files.readSymbolicLink(file).toString())) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      // Another user's process, or one that has just ended: it cannot be asked.
      return false;
    }
  }

  private static String name(String command) {
    return Path.of(command).getFileName().toString();
  }
}
