package io.marketswarm.gateway.positions;

import io.marketswarm.gateway.rest.Query;
import io.marketswarm.web.ApiError;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version a client believes to change. */
final class Version {
  private static final Pattern TAG = Pattern.compile("(?:W/)?(\"?)(\\d{1,9})\\1");

  private Version() {}

  /** Empty when any will do. */
  static OptionalInt expectedBy(RoutingContext request) {
    String header = request.request().getHeader(HttpHeaders.IF_MATCH);
    boolean forced = Query.flag(request, "force").orElse(false);
    if (header == null || forced || header.strip().equals("*")) {
      return OptionalInt.empty();
    }
    Matcher tag = TAG.matcher(header.strip());
    if (!tag.matches()) {
      throw ApiError.badRequest("Invalid If-Match header");
    }
    return OptionalInt.of(Integer.parseInt(tag.group(2)));
  }
}
