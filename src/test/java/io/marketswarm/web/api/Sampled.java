package io.marketswarm.web.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;

/** The published document, and whether answers keep what it promises. */
public final class Sampled {
  private final JsonObject document;
  private final Map<String, JsonObject> operations = new TreeMap<>();

  public Sampled(JsonObject document) {
    this.document = document;
    document
        .getJsonObject("paths")
        .forEach(
            path ->
                ((JsonObject) path.getValue())
                    .forEach(
                        method -> {
                          JsonObject operation = (JsonObject) method.getValue();
                          operations.put(
                              operation.getString("operationId"),
                              operation
                                  .copy()
                                  .put("path", path.getKey())
                                  .put("method", method.getKey().toUpperCase()));
                        }));
  }

  public Map<String, JsonObject> operations() {
    return operations;
  }

  /** What clients may say beside the path: the names of the body, else of the query. */
  public Set<String> fieldsOf(String operation) {
    JsonObject described = operations.get(operation);
    JsonObject schema =
        described
            .getJsonObject("requestBody", new JsonObject())
            .getJsonObject("content", new JsonObject())
            .getJsonObject("application/json", new JsonObject())
            .getJsonObject("schema");
    if (schema != null) {
      return resolved(schema).getJsonObject("properties", new JsonObject()).fieldNames();
    }
    return described.getJsonArray("parameters", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .filter(parameter -> "query".equals(parameter.getString("in")))
        .map(parameter -> parameter.getString("name"))
        .collect(Collectors.toSet());
  }

  /** Asserts that an answer is one the document describes for the operation. */
  public void require(String operation, HttpResponse<Buffer> answer) {
    JsonObject responses = operations.get(operation).getJsonObject("responses");
    String status = Integer.toString(answer.statusCode());
    Assertions.assertThat(responses.fieldNames())
        .as(operation + ": " + answer.bodyAsString())
        .contains(status);
    require(operation, responses.getJsonObject(status), answer);
  }

  /** Asserts that an operation is refused in the way that the document describes. */
  public void requireRefusal(String operation, HttpResponse<Buffer> answer) {
    Assertions.assertThat(answer.statusCode()).as(operation).isGreaterThanOrEqualTo(400);
    JsonObject refusal = operations.get(operation).getJsonObject("responses");
    require(operation, refusal.getJsonObject("default"), answer);
  }

  private void require(String operation, JsonObject described, HttpResponse<Buffer> answer) {
    JsonObject content = resolved(described).getJsonObject("content");
    if (content == null) {
      Assertions.assertThat(answer.body()).as(operation).isNull();
      return;
    }
    String type = answer.getHeader("Content-Type").replaceFirst(";.*", "");
    Assertions.assertThat(content.fieldNames()).as(operation).contains(type);
    if (type.equals("application/json")) {
      JsonObject schema = content.getJsonObject(type).getJsonObject("schema").copy();
      OutputUnit unit = validator(schema).validate(answer.bodyAsJsonObject());
      Assertions.assertThat(unit.getValid())
          .as("%s answers %s: %s", operation, answer.bodyAsString(), errors(unit))
          .isTrue();
    }
  }

  private JsonObject resolved(JsonObject described) {
    String reference = described.getString("$ref");
    return reference == null
        ? described
        : (JsonObject) JsonPointer.from(reference.substring(1)).queryJson(document);
  }

  /** A full implementation of the language, over the document's own schemas. */
  private Validator validator(JsonObject schema) {
    JsonObject whole = schema.copy().put("components", document.getJsonObject("components"));
    return Validator.create(
        JsonSchema.of(whole),
        new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("https://marketswarm.io/")
            .setOutputFormat(OutputFormat.Basic));
  }

  private static String errors(OutputUnit unit) {
    JsonArray errors = new JsonArray();
    if (unit.getErrors() != null) {
      unit.getErrors()
          .forEach(error -> errors.add(error.getInstanceLocation() + " " + error.getError()));
    }
    return errors.encode();
  }
}
