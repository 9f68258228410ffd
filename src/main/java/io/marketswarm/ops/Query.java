package io.marketswarm.ops;

import io.marketswarm.web.ApiError;
import io.vertx.ext.web.RoutingContext;

/** Reads query parameters. */
final class Query {
  private Query() {}

  /** A number of things; asking for more than there can be is no mistake. */
  static int count(RoutingContext request, String name, int fallback, int most) {
    String text = request.request().getParam(name);
    if (text == null) {
      return fallback;
    }
    if (!text.matches("\\d{1,9}")) {
      throw ApiError.badRequest(name + " must be a whole number, found " + text);
    }
    return Math.min(Integer.parseInt(text), most);
  }
}
