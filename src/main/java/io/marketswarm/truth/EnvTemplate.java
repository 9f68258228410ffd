package io.marketswarm.truth;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values that name other values: {@code ${NAME}}, alone or inside a longer text. */
final class EnvTemplate {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private EnvTemplate() {}

  /** Whether a value was meant to be replaced and was not. */
  static boolean isTemplate(String value) {
    return value.startsWith("${") && value.endsWith("}");
  }

  /** Whether a value is one reference and nothing else, so that no text can hide beside it. */
  static boolean isReference(String value) {
    return isTemplate(value) && value.indexOf('}') == value.length() - 1;
  }

  /** The text with every reference replaced; empty when one of them leads nowhere. */
  static Optional<String> resolve(String text, Function<String, Optional<String>> lookup) {
    Matcher reference = REFERENCE.matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (reference.find()) {
      Optional<String> value = lookup.apply(reference.group(1));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      reference.appendReplacement(resolved, Matcher.quoteReplacement(value.get()));
    }
    reference.appendTail(resolved);
    return Optional.of(resolved.toString()).filter(whole -> !isTemplate(whole));
  }
}
