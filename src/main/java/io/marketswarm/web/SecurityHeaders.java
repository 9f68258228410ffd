package io.marketswarm.web;

import io.vertx.core.MultiMap;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Headers every answer carries unless a route says otherwise. */
public final class SecurityHeaders {
  private static final Pattern LOCAL = Pattern.compile("localhost|[0-9.]+|\\[.*]");
  private static final String HSTS = "max-age=31536000; includeSubDomains";

  private SecurityHeaders() {}

  static void add(RoutingContext request) {
    MultiMap headers = request.response().headers();
    headers
        .set("X-Content-Type-Options", "nosniff")
        .set("X-Frame-Options", "SAMEORIGIN")
        .set("Referrer-Policy", "strict-origin-when-cross-origin");
    if (request.request().isSSL()) {
      keepSecure(request);
    }
    request.next();
  }

  /**
   * Asks browsers to come encrypted only from now on; not for this machine's own name, whose other
   * ports are plain.
   */
  public static void keepSecure(RoutingContext request) {
    HostAndPort host = request.request().authority();
    if (host != null && !LOCAL.matcher(host.host()).matches()) {
      request.response().putHeader("Strict-Transport-Security", HSTS);
    }
  }
}
