package io.marketswarm.store.embedded;

import java.nio.file.Path;
import java.util.List;

/**
 * A process to start.
 *
 * @param command the program and its arguments
 * @param input what it reads; may hold secrets, so it never becomes an argument or a file
 * @param directory where it runs
 * @param log where its output is appended
 */
record Launch(List<String> command, String input, Path directory, Path log) {
  @Override
  public String toString() {
    return String.join(" ", command);
  }
}
