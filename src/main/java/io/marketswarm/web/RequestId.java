package io.marketswarm.web;

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

  private static final String KEY = "request-id";
  private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final HexFormat HEX = HexFormat.of();

  private RequestId() {}

  static void assign(RoutingContext request) {
    String given = request.request().getHeader(HEADER);
    String id =
        given != null && ACCEPTABLE.matcher(given).matches()
            ? given
            : HEX.toHexDigits(ThreadLocalRandom.current().nextLong());
    request.put(KEY, id).response().putHeader(HEADER, id);
    request.next();
  }

  public static String of(RoutingContext request) {
    return request.get(KEY, "none");
  }
}
