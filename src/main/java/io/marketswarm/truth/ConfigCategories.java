package io.marketswarm.truth;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Sorts configuration values by the control an operator needs to edit them. */
public final class ConfigCategories {
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private ConfigCategories() {}

  /** What a value looks like. */
  public enum Category {
    BOOLEAN,
    NUMBER,
    STRING;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One configurable name with its default, secrets already masked. */
  public record Entry(String key, String value, Category type) {}

  /**
   * {@code true} and {@code false} are booleans; what is only digits once dots and minus signs are
   * taken away is a number; everything else is text.
   */
  public static Category of(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    if (lower.equals("true") || lower.equals("false")) {
      return Category.BOOLEAN;
    }
    String digits = value.replace(".", "").replace("-", "");
    return DIGITS.matcher(digits).matches() ? Category.NUMBER : Category.STRING;
  }

  /** All values by category, each list sorted by name. */
  public static Map<Category, List<Entry>> group(Map<String, String> values) {
    Map<Category, List<Entry>> groups = new EnumMap<>(Category.class);
    for (Category category : Category.values()) {
      groups.put(category, new ArrayList<>());
    }
    SortedMap<String, String> sorted = new TreeMap<>(values);
    sorted.forEach(
        (key, value) -> {
          Category category = of(value);
          groups.get(category).add(new Entry(key, SecretNames.masked(key, value), category));
        });
    return groups;
  }
}
