package io.marketswarm.web.api;

import io.marketswarm.web.api.Operation.Parameter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The OpenAPI document of a service, assembled from one file for each slice: what is served to
 * readers is also what routes and checks requests.
 */
public final class ApiDocument {
  private static final String SCHEMA_PREFIX = "#/components/schemas/";
  private static final String PARAMETER_PREFIX = "#/components/parameters/";

  private final JsonObject document;
  private final Buffer text;
  private final List<Operation> operations = new ArrayList<>();

  private ApiDocument(JsonObject document) {
    this.document = document;
    this.text = document.toBuffer();
    for (Map.Entry<String, Object> path : section("paths")) {
      readPath(path.getKey(), (JsonObject) path.getValue());
    }
  }

  /**
   * Assembles the document of a folder of resources, {@code api.json} with the parts it is
   * completed by. Blocks.
   */
  public static ApiDocument read(String folder, List<String> parts) {
    return new ApiDocument(
        Assembly.of(
            folder + "/api.json",
            parts.stream().map(part -> folder + "/" + part + ".json").toList()));
  }

  /** The document as it is served. */
  public Buffer text() {
    return text;
  }

  List<Operation> operations() {
    return operations;
  }

  /** The schema of this name. */
  JsonObject schema(String reference) {
    JsonObject found =
        document
            .getJsonObject("components")
            .getJsonObject("schemas")
            .getJsonObject(reference.substring(SCHEMA_PREFIX.length()));
    if (!reference.startsWith(SCHEMA_PREFIX) || found == null) {
      throw new IllegalArgumentException("the document has no " + reference);
    }
    return found;
  }

  /** The checks of the schema of this name. */
  ValueSchema checks(String name) {
    return ValueSchema.of(schema(SCHEMA_PREFIX + name), this::schema);
  }

  private JsonObject section(String name) {
    return document.getJsonObject(name);
  }

  private void readPath(String path, JsonObject item) {
    JsonArray shared = item.getJsonArray("parameters", new JsonArray());
    for (String field : item.fieldNames()) {
      if (Operation.isMethod(field)) {
        JsonObject described = item.getJsonObject(field);
        operations.add(
            Operation.of(
                field,
                path,
                described,
                parameters(
                    shared.copy().addAll(described.getJsonArray("parameters", new JsonArray()))),
                body(described)));
      }
    }
  }

  private Optional<ValueSchema> body(JsonObject described) {
    return Optional.ofNullable(described.getJsonObject("requestBody"))
        .map(body -> body.getJsonObject("content").getJsonObject("application/json"))
        .map(json -> ValueSchema.of(json.getJsonObject("schema"), this::schema));
  }

  private List<Parameter> parameters(JsonArray described) {
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < described.size(); i++) {
      JsonObject parameter = parameter(described.getJsonObject(i));
      boolean inPath = "path".equals(parameter.getString("in"));
      if (inPath || "query".equals(parameter.getString("in"))) {
        parameters.add(
            new Parameter(
                parameter.getString("name"),
                inPath,
                parameter.getBoolean("required", false),
                ValueSchema.of(parameter.getJsonObject("schema"), this::schema)));
      }
    }
    return parameters;
  }

  private JsonObject parameter(JsonObject described) {
    String reference = described.getString("$ref");
    return reference == null
        ? described
        : document
            .getJsonObject("components")
            .getJsonObject("parameters")
            .getJsonObject(reference.substring(PARAMETER_PREFIX.length()));
  }
}
