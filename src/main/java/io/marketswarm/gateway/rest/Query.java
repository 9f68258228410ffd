package io.marketswarm.gateway.rest;

import io.marketswarm.web.ApiError;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Reads what stands in the path and behind the question mark. */
public final class Query {
  private static final String WHOLE = "-?\\d{1,9}";
  private static final String POSITIVE = "[1-9]\\d{0,8}";

  private Query() {}

  /** A number within bounds; asking for more or less than there can be is no mistake. */
  public static int count(RoutingContext request, String name, int usual, int least, int most) {
    Optional<String> text = text(request, name);
    if (text.isEmpty()) {
      return usual;
    }
    if (!text.get().matches(WHOLE)) {
      throw ApiError.badRequest(name + " must be a whole number");
    }
    return Math.max(least, Math.min(most, Integer.parseInt(text.get())));
  }

  /** A number of any size; NaN when there is none. */
  public static double number(RoutingContext request, String name) {
    Optional<String> text = text(request, name);
    if (text.isEmpty()) {
      return Double.NaN;
    }
    try {
      double number = Double.parseDouble(text.get());
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException none) {
      // Told below, like what is not finite.
    }
    throw ApiError.badRequest(name + " must be a number");
  }

  /** True or false; empty when it is not asked for. */
  public static Optional<Boolean> flag(RoutingContext request, String name) {
    return text(request, name)
        .map(
            text ->
                switch (text) {
                  case "true", "1" -> true;
                  case "false", "0" -> false;
                  default -> throw ApiError.badRequest(name + " must be true or false");
                });
  }

  public static Optional<String> text(RoutingContext request, String name) {
    return Optional.ofNullable(request.request().getParam(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** The {@code :id} of a row with a number. */
  public static int id(RoutingContext request) {
    String text = request.pathParam("id");
    if (!text.matches(POSITIVE)) {
      throw ApiError.badRequest("id must be a positive integer");
    }
    return Integer.parseInt(text);
  }
}
