package io.marketswarm.gateway;

import io.marketswarm.web.ApiError;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** The end of the way for requests that nobody took. */
public final class NotFound {
  private static final int NOT_FOUND = 404;

  private NotFound() {}

  /** Ends those that looked for something of the API, with any method. */
  static void inTheApi(RoutingContext request) {
    if (RequestPath.isGuarded(RequestPath.of(request))) {
      throw error();
    }
    request.next();
  }

  /** The answer for what is not there, or not there for this visitor. */
  public static ApiError error() {
    return ApiError.whole(NOT_FOUND, new JsonObject().put("error", "Not found"));
  }
}
