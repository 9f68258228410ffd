package io.marketswarm.web.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A JSON schema made ready for checking requests: the part of the language our documents use, a
 * hundred times faster than a full implementation, with problems told in words a trader
 * understands. Tests compare its verdicts with a full implementation.
 */
public final class ValueSchema {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
  private static final Pattern DATE_TEXT = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

  /** Everything a schema may say here; a document that says more is refused at start. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "enum",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "not",
          "minLength",
          "maxLength",
          "pattern",
          "format",
          "properties",
          "required",
          "items",
          "minItems",
          "maxItems",
          "description",
          "default",
          "examples",
          "additionalProperties",
          "title");

  private enum Type {
    STRING("a string", String.class::isInstance),
    INTEGER("a whole number", ValueSchema::isWhole),
    NUMBER("a number", ValueSchema::isNumber),
    BOOLEAN("true or false", Boolean.class::isInstance),
    ARRAY("an array", JsonArray.class::isInstance),
    OBJECT("an object", JsonObject.class::isInstance),
    NULL("null", value -> value == null);

    final String words;
    final Predicate<Object> test;

    Type(String words, Predicate<Object> test) {
      this.words = words;
      this.test = test;
    }
  }

  /** Checks a value that has the right type. */
  @FunctionalInterface
  private interface Check {
    void of(Object value, String at, Collection<Problem> problems);
  }

  private final List<Type> types;
  private final List<Check> checks = new ArrayList<>();
  private BigDecimal largest;

  private ValueSchema(JsonObject schema, Function<String, JsonObject> references) {
    for (String keyword : schema.fieldNames()) {
      if (!KEYWORDS.contains(keyword)) {
        throw new IllegalArgumentException("schema keyword " + keyword + " is not supported");
      }
    }
    types = types(schema.getValue("type"));
    compileValues(schema);
    compileText(schema);
    compileArray(schema, references);
    compileObject(schema, references);
  }

  /**
   * @param references finds what a {@code $ref} points to
   */
  public static ValueSchema of(JsonObject schema, Function<String, JsonObject> references) {
    JsonObject meant = schema;
    while (meant.containsKey("$ref")) {
      meant = references.apply(meant.getString("$ref"));
    }
    return new ValueSchema(meant, references);
  }

  /** Adds what is wrong with a value; nothing when it is right. */
  public void check(Object value, String at, Collection<Problem> problems) {
    if (!types.isEmpty() && types.stream().noneMatch(type -> type.test.test(value))) {
      problems.add(
          new Problem(
              at,
              "must be " + types.stream().map(t -> t.words).collect(Collectors.joining(" or "))));
      return;
    }
    if (value != null) {
      for (Check check : checks) {
        check.of(value, at, problems);
      }
    }
  }

  /** The value that a text in a path or a query stands for; the text itself if it is none. */
  Object read(String text) {
    if (types.contains(Type.INTEGER)) {
      return number(text).filter(ValueSchema::isWhole).map(Object.class::cast).orElse(text);
    }
    if (types.contains(Type.NUMBER)) {
      return number(text).map(n -> (Object) n.doubleValue()).orElse(text);
    }
    if (types.contains(Type.BOOLEAN)) {
      return switch (text) {
        case "true", "1" -> true;
        case "false", "0" -> false;
        default -> text;
      };
    }
    return text;
  }

  /** A number, or the largest that is allowed where it is larger. */
  Object capped(Object value) {
    return largest != null && value instanceof BigDecimal number ? number.min(largest) : value;
  }

  private void compileValues(JsonObject schema) {
    if (schema.getValue("enum") instanceof JsonArray allowed) {
      Set<Object> values = Set.copyOf(allowed.stream().filter(v -> v != null).toList());
      String words =
          "must be one of "
              + values.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
      require(values::contains, words);
    }
    if (schema.getValue("minimum") instanceof Number least) {
      BigDecimal bound = decimal(least);
      number(value -> value.compareTo(bound) >= 0, "must be at least " + bound.toPlainString());
    }
    if (schema.getValue("maximum") instanceof Number most) {
      BigDecimal bound = decimal(most);
      largest = bound;
      number(value -> value.compareTo(bound) <= 0, "must be at most " + bound.toPlainString());
    }
    if (schema.getValue("exclusiveMinimum") instanceof Number below) {
      BigDecimal bound = decimal(below);
      number(value -> value.compareTo(bound) > 0, "must be more than " + bound.toPlainString());
    }
    if (schema.getValue("not") instanceof JsonObject not) {
      BigDecimal refused = decimal((Number) not.getValue("const"));
      number(value -> value.compareTo(refused) != 0, "must not be " + refused.toPlainString());
    }
  }

  private void compileText(JsonObject schema) {
    int shortest = schema.getInteger("minLength", 0);
    if (shortest > 0) {
      text(
          text -> text.codePointCount(0, text.length()) >= shortest,
          shortest == 1 ? "must not be empty" : "must have at least " + shortest + " characters");
    }
    if (schema.getValue("maxLength") instanceof Integer longest) {
      text(
          text -> text.codePointCount(0, text.length()) <= longest,
          "must have at most " + longest + " characters");
    }
    if (schema.getValue("pattern") instanceof String regex) {
      Pattern pattern = Pattern.compile(regex);
      text(
          text -> pattern.matcher(text).find(),
          regex.equals("\\S") ? "must not be blank" : "must look like " + regex);
    }
    if (schema.getValue("format") instanceof String format) {
      switch (format) {
        case "uuid" -> text(text -> UUID_TEXT.matcher(text).matches(), "must be a UUID");
        case "date" ->
            text(
                text -> DATE_TEXT.matcher(text).matches() && Moments.isDate(text),
                "must be a date such as 2026-01-31, from 1900 to 2199");
        case "instant" ->
            text(
                Moments::isMoment,
                "must be a time such as 2026-01-31T15:00:00Z, from 1900 to 2199");
        case "int32", "int64", "double" -> {
          // Said for generators of clients; the bounds say it for us.
        }
        default -> throw new IllegalArgumentException("format " + format + " is not supported");
      }
    }
  }

  private void compileArray(JsonObject schema, Function<String, JsonObject> references) {
    if (schema.getValue("minItems") instanceof Integer least) {
      array(items -> items.size() >= least, "array is required");
    }
    if (schema.getValue("maxItems") instanceof Integer most) {
      array(items -> items.size() <= most, "must have at most " + most + " items");
    }
    if (schema.getValue("items") instanceof JsonObject each) {
      ValueSchema item = of(each, references);
      checks.add(
          (value, at, problems) -> {
            if (value instanceof JsonArray items) {
              for (int i = 0; i < items.size(); i++) {
                item.check(items.getValue(i), at + "[" + i + "]", problems);
              }
            }
          });
    }
  }

  private void compileObject(JsonObject schema, Function<String, JsonObject> references) {
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    for (Object required : schema.getJsonArray("required", new JsonArray())) {
      String name = (String) required;
      boolean list =
          properties.getValue(name) instanceof JsonObject property
              && "array".equals(property.getValue("type"));
      checks.add(
          (value, at, problems) -> {
            if (value instanceof JsonObject object && !object.containsKey(name)) {
              problems.add(
                  new Problem(within(at, name), list ? "array is required" : "is required"));
            }
          });
    }
    for (Map.Entry<String, Object> property : properties) {
      String name = property.getKey();
      ValueSchema of = of((JsonObject) property.getValue(), references);
      checks.add(
          (value, at, problems) -> {
            if (value instanceof JsonObject object && object.containsKey(name)) {
              of.check(object.getValue(name), within(at, name), problems);
            }
          });
    }
  }

  private void require(Predicate<Object> holds, String words) {
    checks.add(
        (value, at, problems) -> {
          if (!holds.test(value)) {
            problems.add(new Problem(at, words));
          }
        });
  }

  private void number(Predicate<BigDecimal> holds, String words) {
    require(value -> !(value instanceof Number n) || holds.test(decimal(n)), words);
  }

  private void text(Predicate<String> holds, String words) {
    require(value -> !(value instanceof String text) || holds.test(text), words);
  }

  private void array(Predicate<JsonArray> holds, String words) {
    require(value -> !(value instanceof JsonArray items) || holds.test(items), words);
  }

  private static String within(String at, String name) {
    return at.isEmpty() ? name : at + "." + name;
  }

  private static List<Type> types(Object type) {
    if (type == null) {
      return List.of();
    }
    List<?> names = type instanceof JsonArray several ? several.getList() : List.of(type);
    return names.stream()
        .map(name -> Type.valueOf(String.valueOf(name).toUpperCase(java.util.Locale.ROOT)))
        .toList();
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return text.length() > 40 ? Optional.empty() : Optional.of(new BigDecimal(text));
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  private static boolean isNumber(Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue());
  }

  private static boolean isWhole(Object value) {
    if (value instanceof Integer || value instanceof Long || value instanceof BigInteger) {
      return true;
    }
    return isNumber(value) && decimal((Number) value).stripTrailingZeros().scale() <= 0;
  }

  private static BigDecimal decimal(Number value) {
    return value instanceof BigDecimal exact
        ? exact
        : value instanceof Double || value instanceof Float
            ? BigDecimal.valueOf(value.doubleValue())
            : new BigDecimal(value.toString());
  }
}
