package io.marketswarm.gateway;

import io.marketswarm.web.ApiError;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;

/**
 * Which pages may call the edge from a browser. Our own may, and those that are listed; no answer
 * ever says that anybody may, because browsers send the session along. From others nothing can be
 * changed, and no socket opened.
 */
final class CrossOrigin {
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final String METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS";
  private static final String HEADERS =
      "Content-Type, Authorization, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID,"
          + " X-Request-Id";
  private static final String STREAM_METHODS = "GET, OPTIONS";
  private static final String STREAM_HEADERS = "Content-Type";
  private static final String EXPOSED = "ETag, Retry-After, X-Request-Id, Content-Disposition";
  private static final String PREFLIGHT_SECONDS = "600";
  private static final String STREAMS = "/sse";
  private static final String GREEKS = "/sse/greeks-update";
  private static final int NO_CONTENT = 204;
  private static final int FORBIDDEN = 403;
  private static final int UNSUPPORTED = 415;

  private final Set<String> allowed;

  CrossOrigin(Set<String> allowed) {
    this.allowed = allowed;
  }

  void check(RoutingContext request) {
    HttpServerRequest asked = request.request();
    String origin = asked.getHeader(HttpHeaders.ORIGIN);
    boolean welcome = origin != null && isAllowed(origin, Arrival.of(request));
    MultiMap answer = request.response().headers();
    if (RequestPath.isGuarded(RequestPath.of(request))) {
      answer.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    }
    if (welcome) {
      answer
          .set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
          .set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
          .set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    if (isPreflight(asked)) {
      answerPreflight(request, welcome);
      return;
    }
    boolean acts = !READING.contains(asked.method()) || isUpgrade(asked);
    if (acts && origin != null && !welcome) {
      throw new ApiError(FORBIDDEN, "Pages of other sites may not use this address");
    }
    if (acts && !isUpgrade(asked)) {
      checkContent(asked);
    }
    request.next();
  }

  private boolean isAllowed(String origin, Arrival arrival) {
    return origin.equals(arrival.origin()) || allowed.contains(origin);
  }

  private static void answerPreflight(RoutingContext request, boolean welcome) {
    if (!welcome) {
      throw new ApiError(FORBIDDEN, "Pages of other sites may not use this address");
    }
    String path = RequestPath.of(request);
    boolean stream = RequestPath.isWithin(path, STREAMS) && !path.equals(GREEKS);
    request
        .response()
        .setStatusCode(NO_CONTENT)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, stream ? STREAM_METHODS : METHODS)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, stream ? STREAM_HEADERS : HEADERS)
        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS)
        .end();
  }

  /**
   * A form of another page can send some kinds of content without being asked for its origin; JSON
   * and uploads by script it cannot send.
   */
  private static void checkContent(HttpServerRequest asked) {
    String type = asked.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null) {
      return;
    }
    String kind = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    boolean json = kind.equals("application/json") || kind.endsWith("+json");
    if (!json && !kind.equals("multipart/form-data")) {
      throw new ApiError(
          UNSUPPORTED, "Content-Type must be application/json or multipart/form-data");
    }
  }

  private static boolean isPreflight(HttpServerRequest asked) {
    return asked.method() == HttpMethod.OPTIONS
        && asked.headers().contains(HttpHeaders.ORIGIN)
        && asked.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }

  private static boolean isUpgrade(HttpServerRequest asked) {
    return asked.headers().contains(HttpHeaders.UPGRADE);
  }
}
