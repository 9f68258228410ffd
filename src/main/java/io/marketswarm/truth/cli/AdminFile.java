package io.marketswarm.truth.cli;

import io.marketswarm.truth.TruthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The {@code .env.admin} of a host: four variables for whoever administers it, and no others. */
final class AdminFile {
  static final Path DEFAULT = Path.of(".env.admin");

  private static final List<String> NAMES =
      List.of("BOOTSTRAP_REDIS_URL", "TRUTH_REDIS_KEY", "TRUTH_FILE", "TRUTH_SECRETS_FILE");

  private static final String TEMPLATE =
      """
      # What the administration commands of this host use. Variables of the process win.
      BOOTSTRAP_REDIS_URL=redis://localhost:6379
      TRUTH_REDIS_KEY=truth:doc
      TRUTH_FILE=truth/truth.json
      TRUTH_SECRETS_FILE=
      """;

  private AdminFile() {}

  /** Adds the file's variables, as far as the process does not set them itself. */
  static Surroundings over(Surroundings surroundings, Path file) {
    if (!Files.exists(file)) {
      return surroundings;
    }
    Map<String, String> all = new HashMap<>(read(file));
    all.putAll(surroundings.environment());
    return new Surroundings(all, surroundings.systemBus());
  }

  static boolean create(Path file) {
    if (Files.exists(file)) {
      return false;
    }
    try {
      Files.writeString(file, TEMPLATE);
      return true;
    } catch (IOException failed) {
      throw new TruthException("cannot write " + file, failed);
    }
  }

  private static Map<String, String> read(Path file) {
    Map<String, String> values = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        int equals = line.indexOf('=');
        String name = equals < 0 ? "" : line.substring(0, equals).strip();
        if (NAMES.contains(name)) {
          values.put(name, unquoted(line.substring(equals + 1).strip()));
        }
      }
    } catch (IOException unreadable) {
      throw new TruthException("cannot read " + file, unreadable);
    }
    return values;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
