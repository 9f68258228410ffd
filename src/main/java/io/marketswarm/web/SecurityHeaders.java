package io.marketswarm.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Headers every answer carries unless a route says otherwise. */
public final class SecurityHeaders {
  private static final CharSequence CONTENT_TYPE_OPTIONS = optimized("X-Content-Type-Options");
  private static final CharSequence NO_SNIFF = optimized("nosniff");
  private static final CharSequence FRAME_OPTIONS = optimized("X-Frame-Options");
  private static final CharSequence SAME_ORIGIN = optimized("SAMEORIGIN");
  private static final CharSequence REFERRER_POLICY = optimized("Referrer-Policy");
  private static final CharSequence ORIGIN_TO_OTHERS = optimized("strict-origin-when-cross-origin");
  private static final Pattern LOCAL = Pattern.compile("localhost|[0-9.]+|\\[.*]");
  private static final String HSTS = "max-age=31536000; includeSubDomains";

  private SecurityHeaders() {}

  private static CharSequence optimized(String text) {
    return HttpHeaders.createOptimized(text);
  }

  static void add(RoutingContext request) {
    add(request.request());
    request.next();
  }

  static void add(HttpServerRequest request) {
    request
        .response()
        .headers()
        .set(CONTENT_TYPE_OPTIONS, NO_SNIFF)
        .set(FRAME_OPTIONS, SAME_ORIGIN)
        .set(REFERRER_POLICY, ORIGIN_TO_OTHERS);
    if (request.isSSL()) {
      keepSecure(request);
    }
  }

  /**
   * Asks browsers to come encrypted only from now on; not for this machine's own name, whose other
   * ports are plain.
   */
  public static void keepSecure(HttpServerRequest request) {
    HostAndPort host = request.authority();
    if (host != null && !LOCAL.matcher(host.host()).matches()) {
      request.response().putHeader("Strict-Transport-Security", HSTS);
    }
  }
}
