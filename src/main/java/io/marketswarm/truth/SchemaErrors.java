package io.marketswarm.truth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns a validator's output into findings a person can act on. The validator reports every level
 * above a mistake as well, and calls a declared but wrong property an additional one; only the
 * deepest statements are kept, and their text is made from the schema and the instance.
 */
final class SchemaErrors {
  /** Keywords that only repeat what a keyword below them says. */
  private static final Set<String> ECHOES =
      Set.of("properties", "patternProperties", "items", "prefixItems", "$ref", "allOf");

  private static final int LONGEST_QUOTE = 40;

  private final JsonObject schema;
  private final JsonObject instance;

  SchemaErrors(JsonObject schema, JsonObject instance) {
    this.schema = schema;
    this.instance = instance;
  }

  List<Finding> findings(String file, OutputUnit output) {
    return output.getErrors().stream()
        .flatMap(error -> statements(file, error))
        .collect(Collectors.toCollection(LinkedHashSet::new))
        .stream()
        .toList();
  }

  private Stream<Finding> statements(String file, OutputUnit error) {
    JsonPointer place = JsonPointer.ofFragment(error.getInstanceLocation());
    JsonPointer keyword = JsonPointer.ofFragment(error.getAbsoluteKeywordLocation());
    if (ECHOES.contains(keyword.last())) {
      return Stream.empty();
    }
    if (keyword.last().equals("additionalProperties")) {
      return isUnknown(place, keyword)
          ? Stream.of(
              Finding.error(file, place.parent().path(), "unknown key '" + place.last() + "'"))
          : Stream.empty();
    }
    if (keyword.last().equals("required")) {
      return missing(place, keyword)
          .map(key -> Finding.error(file, place.path(), "missing key '" + key + "'"));
    }
    return Stream.of(Finding.error(file, place.path(), message(error, place, keyword)));
  }

  private boolean isUnknown(JsonPointer place, JsonPointer keyword) {
    if (!Boolean.FALSE.equals(keyword.in(schema))) {
      return false;
    }
    return !(keyword.parent().in(schema) instanceof JsonObject declaring
        && declaring.getValue("properties") instanceof JsonObject declared
        && declared.containsKey(place.last()));
  }

  private Stream<String> missing(JsonPointer place, JsonPointer keyword) {
    if (!(keyword.in(schema) instanceof JsonArray required)
        || !(place.in(instance) instanceof JsonObject object)) {
      return Stream.empty();
    }
    return required.stream().map(Object::toString).filter(key -> !object.containsKey(key));
  }

  private String message(OutputUnit error, JsonPointer place, JsonPointer keyword) {
    Object value = place.in(instance);
    Object wanted = keyword.in(schema);
    return switch (keyword.last()) {
      case "type" -> quote(place, value) + " is not " + article(list(wanted, " or "));
      case "enum" -> quote(place, value) + " is not one of " + list(wanted, ", ");
      case "minimum" -> quote(place, value) + " is below minimum " + wanted;
      case "maximum" -> quote(place, value) + " is above maximum " + wanted;
      case "minItems" -> "has fewer items than " + wanted;
      case "minProperties" -> "has fewer entries than " + wanted;
      case "minLength" -> "is shorter than " + wanted + " character" + plural(wanted);
      case "pattern" -> quote(place, value) + " does not look like " + wanted;
      case "format" -> quote(place, value) + " is not a valid " + wanted;
      default -> error.getError();
    };
  }

  /** The value itself when it is short and cannot be a secret, else only its kind. */
  private static String quote(JsonPointer place, Object value) {
    if (!mayShow(place) || value instanceof JsonObject || value instanceof JsonArray) {
      return article(kind(value));
    }
    if (value instanceof String text) {
      return text.length() <= LONGEST_QUOTE
          ? "'" + SecretNames.withoutLogin(text) + "'"
          : article("long string");
    }
    return String.valueOf(value);
  }

  /** In access points and models a {@code key} is the name of a Redis key, not a secret. */
  private static boolean mayShow(JsonPointer place) {
    return place.steps().contains("access_points")
        || place.steps().contains("models")
        || place.steps().stream().noneMatch(SecretNames::isSecretLike);
  }

  private static String kind(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof JsonObject) {
      return "object";
    }
    if (value instanceof JsonArray) {
      return "array";
    }
    if (value instanceof Number) {
      return "number";
    }
    return value instanceof Boolean ? "boolean" : "string";
  }

  private static String article(String noun) {
    return ("aeio".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
  }

  private static String list(Object values, String separator) {
    return values instanceof JsonArray array
        ? array.stream().map(String::valueOf).collect(Collectors.joining(separator))
        : String.valueOf(values);
  }

  private static String plural(Object count) {
    return count instanceof Number number && number.intValue() == 1 ? "" : "s";
  }
}
