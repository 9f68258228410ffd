package io.marketswarm.web.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One operation of a document.
 *
 * @param path as documents write it, {@code /api/logs/{id}}
 * @param servicesOnly whether people are refused
 * @param open whether it is answered without knowing who asks
 * @param body what the JSON body must look like, if it takes one
 * @param bodyRequired whether the body must be there
 * @param upload whether the body is a file, which the answer reads by itself
 */
record Operation(
    String id,
    HttpMethod method,
    String path,
    boolean servicesOnly,
    boolean open,
    List<Parameter> parameters,
    Optional<ValueSchema> body,
    boolean bodyRequired,
    boolean upload) {

  /** A value in the path or the query. */
  record Parameter(String name, boolean inPath, boolean required, ValueSchema schema) {
    private static final String PAGE = "limit";

    /** The value that a text stands for. Who asks for too large a page gets the largest. */
    Object read(String text) {
      Object value = schema.read(text);
      return name.equals(PAGE) ? schema.capped(value) : value;
    }
  }

  /** The path as routers write it, {@code /api/logs/:id}. */
  String routerPath() {
    return path.replaceAll("\\{(\\w+)}", ":$1");
  }

  /** Orders paths so that a literal segment is tried before a parameter. */
  static int literalFirst(Operation one, Operation other) {
    String[] ones = one.path.split("/");
    String[] others = other.path.split("/");
    for (int i = 0; i < Math.min(ones.length, others.length); i++) {
      int order = literalFirst(ones[i], others[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(ones.length, others.length);
  }

  /** All parameters are alike, whatever they are called. */
  private static int literalFirst(String one, String other) {
    boolean parameter = one.startsWith("{");
    int order = Boolean.compare(parameter, other.startsWith("{"));
    return order != 0 || parameter ? order : one.compareTo(other);
  }

  static boolean isMethod(String field) {
    return switch (field) {
      case "get", "post", "put", "patch", "delete" -> true;
      default -> false;
    };
  }

  static Operation of(
      String method,
      String path,
      JsonObject described,
      List<Parameter> parameters,
      Optional<ValueSchema> body) {
    JsonObject requestBody = described.getJsonObject("requestBody", new JsonObject());
    JsonArray security = described.getJsonArray("security", new JsonArray());
    return new Operation(
        described.getString("operationId"),
        HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
        path,
        security.stream().anyMatch(new JsonObject().put("service", new JsonArray())::equals),
        security.stream().anyMatch(new JsonObject()::equals),
        parameters,
        body,
        requestBody.getBoolean("required", false),
        requestBody.getJsonObject("content", new JsonObject()).containsKey("multipart/form-data"));
  }
}
