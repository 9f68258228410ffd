package io.marketswarm.web;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/** Headers every answer carries unless a route says otherwise. */
final class SecurityHeaders {
  private static final String HSTS = "max-age=31536000; includeSubDomains";

  private SecurityHeaders() {}

  static void add(RoutingContext request) {
    MultiMap headers = request.response().headers();
    headers
        .set("X-Content-Type-Options", "nosniff")
        .set("X-Frame-Options", "SAMEORIGIN")
        .set("Referrer-Policy", "strict-origin-when-cross-origin");
    if (request.request().isSSL()) {
      headers.set("Strict-Transport-Security", HSTS);
    }
    request.next();
  }
}
