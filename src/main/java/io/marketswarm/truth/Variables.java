package io.marketswarm.truth;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables of a service as the types they are meant to have. A blank value counts as not set;
 * one that cannot be read is an error that names it, unless it may be a secret.
 */
public final class Variables {
  private static final Set<String> YES = Set.of("true", "1", "yes", "on");
  private static final Set<String> NO = Set.of("false", "0", "no", "off");
  private static final Pattern AMOUNT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|s|m|h|d)?");
  private static final Map<String, Double> UNIT_MILLIS =
      Map.of("ms", 1.0, "s", 1_000.0, "m", 60_000.0, "h", 3_600_000.0, "d", 86_400_000.0);
  private static final Map<String, String> SUFFIX_UNITS =
      Map.ofEntries(
          Map.entry("MS", "ms"),
          Map.entry("SEC", "s"),
          Map.entry("SECONDS", "s"),
          Map.entry("MIN", "m"),
          Map.entry("MINUTES", "m"),
          Map.entry("HOURS", "h"),
          Map.entry("DAYS", "d"));

  private final Map<String, String> values;

  public Variables(Map<String, String> values) {
    this.values = new LinkedHashMap<>(values);
  }

  /** All variables that have a value, as text, in the order of their declaration. */
  public Map<String, String> all() {
    return new LinkedHashMap<>(values);
  }

  /** The value as it was given, even when it is blank. */
  public Optional<String> raw(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The value, unless it is blank. */
  public Optional<String> find(String name) {
    return raw(name).map(String::strip).filter(value -> !value.isEmpty());
  }

  public String string(String name) {
    return find(name).orElseThrow(() -> new TruthException(name + " is not set"));
  }

  public String string(String name, String fallback) {
    return find(name).orElse(fallback);
  }

  public int integer(String name, int fallback) {
    return read(name, "a whole number", Integer::valueOf).orElse(fallback);
  }

  public double number(String name, double fallback) {
    return read(name, "a number", Variables::finite).orElse(fallback);
  }

  public boolean bool(String name, boolean fallback) {
    return read(name, "true or false", Variables::flag).orElse(fallback);
  }

  /** A time; the unit is written with the value, or stands at the end of the variable's name. */
  public Duration duration(String name, Duration fallback) {
    return read(name, "a duration", value -> amount(name, value)).orElse(fallback);
  }

  /** Values separated by commas; an empty list when it is not set. */
  public List<String> list(String name) {
    return find(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private <T> Optional<T> read(String name, String kind, Function<String, T> reader) {
    return find(name)
        .map(
            value -> {
              try {
                return reader.apply(value);
              } catch (IllegalArgumentException wrong) {
                String shown = SecretNames.isSecretLike(name) ? SecretNames.MASK : value;
                throw new TruthException(name + " is '" + shown + "', not " + kind);
              }
            });
  }

  private static Double finite(String value) {
    double number = Double.parseDouble(value);
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(value);
    }
    return number;
  }

  private static Boolean flag(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    if (!YES.contains(lower) && !NO.contains(lower)) {
      throw new IllegalArgumentException(value);
    }
    return YES.contains(lower);
  }

  private static Duration amount(String name, String value) {
    Matcher amount = AMOUNT.matcher(value.toLowerCase(Locale.ROOT));
    String unit = SUFFIX_UNITS.get(name.substring(name.lastIndexOf('_') + 1));
    if (!amount.matches() || (amount.group(2) == null && unit == null)) {
      throw new IllegalArgumentException(value);
    }
    double millis = UNIT_MILLIS.get(amount.group(2) == null ? unit : amount.group(2));
    return Duration.ofMillis(Math.round(Double.parseDouble(amount.group(1)) * millis));
  }

  /** The variables with secret-like ones masked. */
  Map<String, String> masked() {
    Map<String, String> masked = new LinkedHashMap<>();
    values.forEach((name, value) -> masked.put(name, SecretNames.masked(name, value)));
    return masked;
  }

  @Override
  public String toString() {
    return masked().toString();
  }
}
