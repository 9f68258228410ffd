package io.marketswarm.market.feed;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A path with its query, encoded as it is put together. */
final class Query {
  private final StringBuilder text;
  private char separator = '?';

  private Query(String path) {
    text = new StringBuilder(path);
  }

  static Query of(String path) {
    return new Query(path);
  }

  /** A part of a path: a colon in a symbol must not pass for a scheme. */
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  Query with(String name, Object value) {
    text.append(separator).append(name).append('=').append(part(value.toString()));
    separator = '&';
    return this;
  }

  /** A number without exponent or needless fraction. */
  Query with(String name, double value) {
    return with(name, java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
