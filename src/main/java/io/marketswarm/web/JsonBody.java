package io.marketswarm.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;

/** The JSON a client sent, or an error that says where it is wrong. */
public final class JsonBody {
  private static final String INVALID = "Invalid JSON";

  private JsonBody() {}

  /** The object in the body. */
  public static JsonObject object(RoutingContext request) {
    if (parse(request) instanceof JsonObject object) {
      return object;
    }
    throw ApiError.badRequest("the body must be a JSON object");
  }

  /** The object in the body; an empty body is an empty object. */
  public static JsonObject objectOrEmpty(RoutingContext request) {
    return isEmpty(request) ? new JsonObject() : object(request);
  }

  /** The array in the body. */
  public static JsonArray array(RoutingContext request) {
    if (parse(request) instanceof JsonArray array) {
      return array;
    }
    throw ApiError.badRequest("the body must be a JSON array");
  }

  /** What is wrong with the body, if it is not JSON at all. */
  static Optional<ApiError> defect(RoutingContext request) {
    try {
      if (!isEmpty(request)) {
        parse(request);
      }
      return Optional.empty();
    } catch (ApiError broken) {
      return Optional.of(broken);
    }
  }

  private static boolean isEmpty(RoutingContext request) {
    Buffer body = request.body().buffer();
    return body == null || body.length() == 0;
  }

  private static Object parse(RoutingContext request) {
    if (isEmpty(request)) {
      throw ApiError.badRequest("a JSON body is needed");
    }
    try {
      return Json.decodeValue(request.body().buffer());
    } catch (DecodeException broken) {
      throw new ApiError(400, INVALID, position(broken));
    }
  }

  private static Map<String, ?> position(DecodeException broken) {
    if (broken.getCause() instanceof JsonProcessingException parsing
        && parsing.getLocation() != null) {
      JsonLocation at = parsing.getLocation();
      return Map.of(
          "position", new JsonObject().put("line", at.getLineNr()).put("column", at.getColumnNr()));
    }
    return Map.of();
  }
}
