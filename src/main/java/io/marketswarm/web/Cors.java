package io.marketswarm.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;

/**
 * Lets pages of known other origins call, with cookies. A page of an unknown origin is answered as
 * everybody is, but its browser keeps the answer from it, and the cookies that browser adds count
 * for nothing: so such a page can do no more than somebody who is not signed in.
 */
public final class Cors {
  private static final String METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS";
  private static final String HEADERS = "Content-Type, Authorization, Idempotency-Key, If-Match";
  private static final String READABLE =
      "ETag, Content-Disposition, Idempotency-Replayed, Retry-After";

  private final Set<String> origins;

  public Cors(Iterable<String> origins) {
    Set<String> known = new HashSet<>();
    origins.forEach(known::add);
    this.origins = Set.copyOf(known);
  }

  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    MultiMap answer = context.response().headers();
    answer.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    boolean known = origin != null && origins.contains(origin);
    if (known) {
      answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    } else if (origin != null && !isOurs(origin, request.authority())) {
      request.headers().remove(HttpHeaders.COOKIE);
    }
    if (isPreflight(request)) {
      if (known) {
        answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
      }
      context.response().setStatusCode(HttpResponseStatus.NO_CONTENT.code()).end();
      return;
    }
    if (known) {
      answer.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, READABLE);
    }
    context.next();
  }

  private static boolean isPreflight(HttpServerRequest request) {
    return request.method() == HttpMethod.OPTIONS
        && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null
        && request.getHeader(HttpHeaders.ORIGIN) != null;
  }

  /** Whether a page came from where the request goes to. */
  private static boolean isOurs(String origin, HostAndPort authority) {
    try {
      String from = URI.create(origin).getRawAuthority();
      return from != null && authority != null && from.equalsIgnoreCase(authority.toString());
    } catch (IllegalArgumentException noOrigin) {
      return false;
    }
  }
}
