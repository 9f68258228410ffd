package io.marketswarm.truth;

import java.util.regex.Pattern;

/**
 * A key as it is declared, with {@code {symbol}} or {@code *} where any text may stand, and the
 * real keys it covers.
 */
record KeyPattern(String text, Pattern regex) {
  private static final Pattern HOLE = Pattern.compile("\\{[^{}]*}|\\*");

  static KeyPattern of(String text) {
    StringBuilder regex = new StringBuilder();
    String[] fixed = HOLE.split(text, -1);
    for (int i = 0; i < fixed.length; i++) {
      regex.append(i == 0 ? "" : ".+").append(Pattern.quote(fixed[i]));
    }
    return new KeyPattern(text, Pattern.compile(regex.toString()));
  }

  boolean covers(String key) {
    return key.equals(text) || regex.matcher(key).matches();
  }

  /** How much of the pattern is fixed: of two that cover a key the more exact one decides. */
  int exactness() {
    return HOLE.matcher(text).replaceAll("").length();
  }
}
