package io.marketswarm.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ValueSchemaTest {
  /** What full implementations do not know by name; we ask it in our own tests. */
  private static final String OWN_FORMAT = "instant";

  @Test
  void namesEveryProblemInWords() {
    JsonObject schema =
        new JsonObject(
            """
            {"type": "object", "required": ["name", "legs"], "properties": {
              "name": {"type": "string", "minLength": 1, "pattern": "\\\\S", "maxLength": 5},
              "legs": {"type": "array", "minItems": 1, "maxItems": 2, "items": {"$ref": "leg"}},
              "note": {"type": ["string", "null"]}, "when": {"type": "string", "format": "instant"},
              "day": {"type": "string", "format": "date"}}}\
            """);
    JsonObject leg =
        new JsonObject(
            """
            {"type": "object", "required": ["quantity"], "properties": {
              "quantity": {"type": "integer", "minimum": -9, "maximum": 9, "not": {"const": 0}},
              "right": {"type": "string", "enum": ["put", "call"]},
              "strike": {"type": "number", "exclusiveMinimum": 0}}}\
            """);
    ValueSchema checked = ValueSchema.of(schema, reference -> leg);

    assertThat(told(checked, "{}"))
        .containsExactlyInAnyOrder("name is required", "legs array is required");
    assertThat(told(checked, "{\"name\": \" \", \"legs\": []}"))
        .containsExactlyInAnyOrder("name must not be blank", "legs array is required");
    assertThat(
            told(
                checked,
                """
                {"name": "abcdef", "note": 1, "when": "2026-13-01", "day": "2026-02-30", "legs": [
                  {"quantity": 1.5}, {"quantity": 0, "right": "both", "strike": 0}, {}]}\
                """))
        .containsExactlyInAnyOrder(
            "name must have at most 5 characters",
            "note must be a string or null",
            "when must be a time such as 2026-01-31T15:00:00Z, from 1900 to 2199",
            "day must be a date such as 2026-01-31, from 1900 to 2199",
            "legs must have at most 2 items",
            "legs[0].quantity must be a whole number",
            "legs[1].quantity must not be 0",
            "legs[1].right must be one of call, put",
            "legs[1].strike must be more than 0",
            "legs[2].quantity is required");
    assertThat(told(checked, "{\"name\": \"abc\", \"legs\": [{\"quantity\": 1.0}], \"more\": 1}"))
        .isEmpty();
  }

  @Test
  void refusesASchemaItWouldNotCheckWhole() {
    assertThatThrownBy(
            () -> ValueSchema.of(new JsonObject().put("oneOf", new JsonArray()), r -> null))
        .hasMessageContaining("oneOf");
  }

  @Test
  void knowsTimesWithAndWithoutAZone() {
    assertThat(Moments.iso(Moments.parse("2026-01-05T15:00:00"))).isEqualTo("2026-01-05T15:00:00Z");
    assertThat(Moments.iso(Moments.parse("2026-01-05 15:00:00.5Z")))
        .isEqualTo("2026-01-05T15:00:00.500Z");
    assertThat(Moments.iso(Moments.parse("2026-01-05T10:00-05:00")))
        .isEqualTo("2026-01-05T15:00:00Z");
    assertThat(Moments.iso(Moments.parse("2026-01-05T10:00:00-0500")))
        .isEqualTo("2026-01-05T15:00:00Z");
    assertThat(Moments.iso(Moments.parse("2026-01-05"))).isEqualTo("2026-01-05T00:00:00Z");
    for (String none :
        List.of(
            "",
            "now",
            "1899-12-31",
            "2200-01-01",
            "+999999999-12-31T00:00:00Z",
            "2026-02-30T00:00:00")) {
      assertThat(Moments.isMoment(none)).as(none).isFalse();
    }
  }

  /** Our verdict on thousands of random bodies is that of a full implementation. */
  @Test
  void judgesAsAFullImplementationDoes() throws IOException {
    JsonObject schemas = new JsonObject();
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/openapi/journal"))) {
      for (Path file : files.sorted().toList()) {
        JsonObject part = new JsonObject(Buffer.buffer(Files.readAllBytes(file)));
        JsonObject components = part.getJsonObject("components", new JsonObject());
        schemas.mergeIn(components.getJsonObject("schemas", new JsonObject()));
      }
    }
    Random random = new Random(7);
    Map<Boolean, Integer> verdicts = new TreeMap<>();
    for (String name :
        List.of(
            "NewTrade",
            "TradeChanges",
            "NewPosition",
            "NewOrder",
            "NewStrategy",
            "NewTag",
            "NewLog",
            "NewSymbol")) {
      JsonObject schema = schemas.getJsonObject(name);
      ValueSchema ours =
          ValueSchema.of(schema, ref -> schemas.getJsonObject(ref.replaceFirst(".*/", "")));
      Validator full = full(schema, schemas);
      for (int i = 0; i < 400; i++) {
        JsonObject body = Bodies.of(schema, schemas, random);
        List<Problem> problems = new ArrayList<>();
        ours.check(body, "", problems);
        boolean verdict = full.validate(body).getValid();
        verdicts.merge(verdict, 1, Integer::sum);
        assertThat(problems.isEmpty()).as("%s %s %s", name, body, problems).isEqualTo(verdict);
      }
    }
    assertThat(verdicts.get(true)).isGreaterThan(100);
    assertThat(verdicts.get(false)).isGreaterThan(100);
  }

  private static Validator full(JsonObject schema, JsonObject schemas) {
    JsonObject whole =
        schema.copy().put("components", new JsonObject().put("schemas", schemas.copy()));
    return Validator.create(
        JsonSchema.of(whole),
        new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("https://marketswarm.io/")
            .setOutputFormat(OutputFormat.Flag));
  }

  private static List<String> told(ValueSchema schema, String body) {
    List<Problem> problems = new ArrayList<>();
    schema.check(new JsonObject(body), "", problems);
    return problems.stream().map(Problem::toString).toList();
  }

  /** Bodies that are mostly right, and wrong in every way. */
  private static final class Bodies {
    private static final List<Object> STRANGE =
        List.of(
            "",
            " ",
            "x".repeat(300),
            0,
            -1,
            1.5,
            1e300,
            true,
            new JsonArray(),
            new JsonObject(),
            999_999_999_999_999L);

    static JsonObject of(JsonObject schema, JsonObject schemas, Random random) {
      JsonObject body = new JsonObject();
      schema
          .getJsonObject("properties")
          .forEach(
              property -> {
                boolean required =
                    schema.getJsonArray("required", new JsonArray()).contains(property.getKey());
                if (required ? random.nextInt(60) > 0 : random.nextInt(3) == 0) {
                  body.put(
                      property.getKey(), value((JsonObject) property.getValue(), schemas, random));
                }
              });
      return body;
    }

    private static Object value(JsonObject schema, JsonObject schemas, Random random) {
      if (schema.containsKey("$ref")) {
        return of(
            schemas.getJsonObject(schema.getString("$ref").replaceFirst(".*/", "")),
            schemas,
            random);
      }
      if (random.nextInt(40) == 0) {
        return STRANGE.get(random.nextInt(STRANGE.size()));
      }
      if (random.nextInt(40) == 0) {
        return null;
      }
      if (OWN_FORMAT.equals(schema.getString("format"))
          || "date".equals(schema.getString("format"))) {
        return "2026-01-05";
      }
      if (schema.containsKey("enum")) {
        JsonArray values = schema.getJsonArray("enum");
        return values.getValue(random.nextInt(values.size()));
      }
      String type = schema.getValue("type").toString();
      if (type.contains("array")) {
        JsonArray items = new JsonArray();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(schema.getJsonObject("items"), schemas, random));
        }
        return items;
      }
      if (type.contains("string")) {
        return "text " + random.nextInt(9);
      }
      return type.contains("integer")
          ? (Object) random.nextInt(1, 9)
          : type.contains("number")
              ? (Object) (random.nextInt(1, 90) / 8.0)
              : type.contains("boolean") ? (Object) true : new JsonObject();
    }
  }
}
