package io.marketswarm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The few variables that may stand in a file beside the place a tool is called from. */
final class EnvFile {
  private EnvFile() {}

  /** The variables of these names; an empty map without a file. */
  static Map<String, String> read(Path file, Set<String> names) {
    Map<String, String> variables = new HashMap<>();
    if (!Files.isRegularFile(file)) {
      return variables;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        int at = line.indexOf('=');
        String name = at < 0 ? "" : line.substring(0, at).strip().replaceFirst("^export\\s+", "");
        if (names.contains(name)) {
          variables.put(name, unquoted(line.substring(at + 1).strip()));
        }
      }
      return variables;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
