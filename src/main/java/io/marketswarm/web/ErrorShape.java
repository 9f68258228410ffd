package io.marketswarm.web;

import io.marketswarm.store.StoreAway;
import io.vertx.core.json.JsonObject;

/** What the body of an error looks like; each API has promised its clients a shape. */
@FunctionalInterface
public interface ErrorShape {
  /** {@code {"success":false,"error":"..."}}. */
  ErrorShape STANDARD =
      (error, requestId) ->
          withDetails(
              new JsonObject().put("success", false).put("error", error.getMessage()), error);

  /** {@code {"detail":"..."}}. */
  ErrorShape DETAIL =
      (error, requestId) -> withDetails(new JsonObject().put("detail", error.getMessage()), error);

  JsonObject body(ApiError error, String requestId);

  /** What a client is told while a store is away. */
  default String away(StoreAway store) {
    return "A store is away; try again in a moment";
  }

  private static JsonObject withDetails(JsonObject body, ApiError error) {
    error.details().forEach(body::put);
    return body;
  }
}
