package io.marketswarm.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Names a request, so that what a user reports can be found in the log. A name given by the proxy
 * in front is kept.
 */
public final class RequestId {
  public static final String HEADER = "X-Request-Id";

  private static final CharSequence NAME = HttpHeaders.createOptimized(HEADER);
  private static final String KEY = "request-id";
  private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final HexFormat HEX = HexFormat.of();

  private RequestId() {}

  static void assign(RoutingContext request) {
    request.put(KEY, give(request.request())).next();
  }

  /** Names a request in its answer. */
  static String give(HttpServerRequest request) {
    String given = request.getHeader(NAME);
    String id =
        given != null && ACCEPTABLE.matcher(given).matches()
            ? given
            : HEX.toHexDigits(ThreadLocalRandom.current().nextLong());
    request.response().putHeader(NAME, id);
    return id;
  }

  public static String of(RoutingContext request) {
    return request.get(KEY, "none");
  }
}
