package io.marketswarm.node.conf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads typed settings out of a configuration file, each of which may be overridden by a {@code
 * --set path=value} option or an environment variable: {@code MARKETSWARM_} and the path in
 * capitals ({@code MARKETSWARM_CLUSTER_ENABLED}), or a traditional name such as {@code SSE_PORT}.
 * Mistakes are collected, not thrown, so that a person sees all of them at once.
 */
final class Settings {
  private static final String VARIABLE_PREFIX = "MARKETSWARM_";

  private final String fileName;
  private final Map<String, Object> root;
  private final Map<String, String> options;
  private final Map<String, String> environment;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> known = new TreeSet<>();
  private final Set<String> sections = new TreeSet<>();

  Settings(
      String fileName,
      Map<String, Object> root,
      Map<String, String> options,
      Map<String, String> environment) {
    this.fileName = fileName;
    this.root = root;
    this.options = options;
    this.environment = environment;
  }

  /** What was found for a path, and where. */
  private record Found(Object value, String origin, boolean typed) {}

  String text(String path, String fallback, String... variables) {
    return find(path, variables)
        .map(
            found -> {
              if (found.value() instanceof String text) {
                return text;
              }
              reject(path, found, "a text");
              return fallback;
            })
        .orElse(fallback);
  }

  <E extends Enum<E>> E oneOf(String path, Class<E> type, E fallback, String... variables) {
    Optional<Found> found = find(path, variables);
    if (found.isEmpty()) {
      return fallback;
    }
    if (found.get().value() instanceof String text) {
      for (E constant : type.getEnumConstants()) {
        if (constant.name().equalsIgnoreCase(text.strip())) {
          return constant;
        }
      }
    }
    List<String> allowed = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      allowed.add(constant.name().toLowerCase(Locale.ROOT));
    }
    reject(path, found.get(), "one of " + String.join(", ", allowed));
    return fallback;
  }

  int between(String path, int fallback, int min, int max, String... variables) {
    Optional<Found> found = find(path, variables);
    if (found.isEmpty()) {
      return fallback;
    }
    Optional<Long> number = wholeNumber(found.get());
    if (number.isPresent() && number.get() >= min && number.get() <= max) {
      return number.get().intValue();
    }
    reject(path, found.get(), "a whole number from " + min + " to " + max);
    return fallback;
  }

  boolean flag(String path, boolean fallback, String... variables) {
    Optional<Found> found = find(path, variables);
    if (found.isEmpty()) {
      return fallback;
    }
    if (found.get().value() instanceof Boolean flag) {
      return flag;
    }
    if (!found.get().typed()) {
      String text = found.get().value().toString().strip().toLowerCase(Locale.ROOT);
      if (text.equals("true") || text.equals("1")) {
        return true;
      }
      if (text.equals("false") || text.equals("0")) {
        return false;
      }
    }
    reject(path, found.get(), "true or false");
    return fallback;
  }

  List<String> texts(String path, List<String> fallback, String... variables) {
    Optional<Found> found = find(path, variables);
    if (found.isEmpty()) {
      return fallback;
    }
    Object value = found.get().value();
    if (!found.get().typed()) {
      return commaSeparated(value.toString());
    }
    if (value instanceof Collection<?> list && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    reject(path, found.get(), "a list of texts");
    return fallback;
  }

  Path path(String path, Path fallback, String... variables) {
    String text = text(path, fallback == null ? null : fallback.toString(), variables);
    return text == null ? null : Path.of(text);
  }

  /** The entries of a list of objects, each as settings of its own below {@code path[i]}. */
  List<Map<String, Object>> objects(String path) {
    known.add(path);
    Object value = lookup(path);
    if (value == null) {
      return List.of();
    }
    List<Map<String, Object>> out = new ArrayList<>();
    if (value instanceof Collection<?> list) {
      for (Object entry : list) {
        Map<String, Object> map = asMap(entry);
        if (map == null) {
          problem(path, "found " + shown(path, entry) + ", allowed: a list of objects");
        } else {
          out.add(map);
        }
      }
      return out;
    }
    problem(path, "found " + shown(path, value) + ", allowed: a list of objects");
    return out;
  }

  /** Whether the file itself says anything about a section. */
  boolean has(String path) {
    return lookup(path) != null;
  }

  void problem(String path, String message) {
    problems.add(new Problem(fileName, path, message));
  }

  /** Reports everything the file and the options name that no setting answers to. */
  List<Problem> finish() {
    reportUnknown("", root);
    for (String path : options.keySet()) {
      if (!known.contains(path)) {
        problems.add(new Problem("--set", path, "there is no such setting" + suggestion(path)));
      }
    }
    return List.copyOf(problems);
  }

  private void reportUnknown(String prefix, Map<String, Object> section) {
    new TreeMap<>(section)
        .forEach(
            (key, value) -> {
              String path = prefix.isEmpty() ? key : prefix + "." + key;
              if (known.contains(path)) {
                return;
              }
              Map<String, Object> inner = asMap(value);
              if (sections.contains(path)) {
                if (inner != null) {
                  reportUnknown(path, inner);
                } else {
                  problem(path, "found " + shown(path, value) + ", allowed: an object");
                }
              } else {
                problem(path, "there is no such setting" + suggestion(path));
              }
            });
  }

  private Optional<Found> find(String path, String... variables) {
    known.add(path);
    for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
      sections.add(path.substring(0, dot));
    }
    if (options.containsKey(path)) {
      return Optional.of(new Found(options.get(path), "--set", false));
    }
    for (String variable : variables) {
      String value = environment.get(variable);
      if (value != null && !value.isBlank()) {
        return Optional.of(new Found(value, "environment variable " + variable, false));
      }
    }
    String variable = VARIABLE_PREFIX + path.replace('.', '_').toUpperCase(Locale.ROOT);
    String value = environment.get(variable);
    if (value != null) {
      return Optional.of(new Found(value, "environment variable " + variable, false));
    }
    return Optional.ofNullable(lookup(path)).map(v -> new Found(v, fileName, true));
  }

  private Object lookup(String path) {
    Object at = root;
    for (String key : path.split("\\.")) {
      Map<String, Object> map = asMap(at);
      at = map == null ? null : map.get(key);
    }
    return at;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    if (value instanceof io.vertx.core.json.JsonObject object) {
      return object.getMap();
    }
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
  }

  private static Optional<Long> wholeNumber(Found found) {
    if (found.value() instanceof Integer || found.value() instanceof Long) {
      return Optional.of(((Number) found.value()).longValue());
    }
    if (!found.typed()) {
      try {
        return Optional.of(Long.parseLong(found.value().toString().strip()));
      } catch (NumberFormatException notANumber) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static List<String> commaSeparated(String text) {
    return java.util.Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  private void reject(String path, Found found, String allowed) {
    problems.add(
        new Problem(
            found.origin(), path, "found " + shown(path, found.value()) + ", allowed: " + allowed));
  }

  private static String shown(String path, Object value) {
    if (io.marketswarm.log.Redactor.isSecretName(path)) {
      return io.marketswarm.log.Redactor.MASK;
    }
    if (value instanceof String text) {
      return '"' + text + '"';
    }
    if (value instanceof Collection<?>) {
      return "a list";
    }
    return asMap(value) != null ? "an object" : String.valueOf(value);
  }

  private String suggestion(String path) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(candidate, path)))
        .filter(candidate -> distance(candidate, path) <= Math.max(2, path.length() / 4))
        .map(candidate -> "; did you mean " + candidate + "?")
        .orElse("");
  }

  /** Edit distance: how many letters must change to get from one text to the other. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
