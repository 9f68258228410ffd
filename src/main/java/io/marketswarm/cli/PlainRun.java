package io.marketswarm.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Understands {@code run} where its options are written plainly. The library for command lines
 * takes a quarter of a second to load, which a node that starts need not wait for. Whatever is not
 * plain is left to it, and so is every complaint.
 */
final class PlainRun {
  private String conf;
  private String data;
  private final Map<String, String> set = new LinkedHashMap<>();

  private PlainRun() {}

  /** What was typed behind {@code run}; empty where the library has to look. */
  static Optional<NodeOptions> of(String... args) {
    if (args.length % 2 == 0 || !args[0].equals(RunCommand.NAME)) {
      return Optional.empty();
    }
    PlainRun plain = new PlainRun();
    for (int i = 1; i < args.length; i += 2) {
      if (!plain.take(args[i], args[i + 1])) {
        return Optional.empty();
      }
    }
    return plain.options();
  }

  private boolean take(String option, String value) {
    if (value.isEmpty() || value.startsWith("-") || value.startsWith("@") || quoted(value)) {
      return false;
    }
    return switch (option) {
      case "-c", "--conf" -> {
        boolean first = conf == null;
        conf = value;
        yield first;
      }
      case "-d", "--data" -> {
        boolean first = data == null;
        data = value;
        yield first;
      }
      case "--set" -> {
        int equals = value.indexOf('=');
        yield equals > 0
            && set.put(value.substring(0, equals), value.substring(equals + 1)) == null;
      }
      default -> false;
    };
  }

  private static boolean quoted(String value) {
    return value.indexOf('"') >= 0;
  }

  private Optional<NodeOptions> options() {
    try {
      return Optional.of(new NodeOptions(path(conf), path(data), set));
    } catch (InvalidPathException unusual) {
      return Optional.empty();
    }
  }

  private static Path path(String typed) {
    return typed == null ? null : Path.of(typed);
  }
}
