package io.marketswarm.gateway.rest;

import io.marketswarm.web.ApiError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the fields of a body; one of the wrong kind is refused by name. */
public record Fields(JsonObject body) {

  public boolean has(String name) {
    return body.containsKey(name);
  }

  /** A text without the blanks around it; empty when it is missing, null or blank. */
  public Optional<String> text(String name, int longest) {
    Object value = body.getValue(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String given)) {
      throw wrong(name, "a text");
    }
    String text = given.strip();
    if (text.codePointCount(0, text.length()) > longest) {
      throw wrong(name, "at most " + longest + " characters");
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** One of a closed set of texts; empty when it is missing or null. */
  public Optional<String> choice(String name, Set<String> allowed) {
    Object value = body.getValue(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String text) || !allowed.contains(text)) {
      throw wrong(name, "one of " + String.join(", ", new TreeSet<>(allowed)));
    }
    return Optional.of(text);
  }

  public Optional<Boolean> flag(String name) {
    Object value = body.getValue(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Boolean flag) {
      return Optional.of(flag);
    }
    throw wrong(name, "true or false");
  }

  /** A whole number within bounds; empty when it is missing or null. */
  public Optional<Integer> whole(String name, int least, int most) {
    Optional<Double> number = number(name, least, most);
    if (number.isPresent() && number.get() != Math.rint(number.get())) {
      throw wrong(name, "a whole number");
    }
    return number.map(Double::intValue);
  }

  /** A number within bounds; empty when it is missing or null. */
  public Optional<Double> number(String name, double least, double most) {
    Object value = body.getValue(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof Number number)) {
      throw wrong(name, "a number");
    }
    double found = number.doubleValue();
    if (!(found >= least && found <= most)) {
      throw wrong(name, "from %s to %s".formatted(plain(least), plain(most)));
    }
    return Optional.of(found);
  }

  /** An array; empty when it is missing or something else. */
  public Optional<JsonArray> array(String name) {
    return body.getValue(name) instanceof JsonArray array ? Optional.of(array) : Optional.empty();
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private static ApiError wrong(String name, String wanted) {
    return ApiError.badRequest(name + " must be " + wanted);
  }
}
