package io.marketswarm.web.identity;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Where a request carries the token of its session. */
public final class SessionCredential {
  public static final String COOKIE = "ms_session";

  private static final String BEARER = "Bearer ";

  private SessionCredential() {}

  /** The bearer token, which is there because a program put it there; else the cookie. */
  public static Optional<String> of(HttpServerRequest request) {
    return bearer(request).or(() -> cookie(request));
  }

  public static Optional<String> bearer(HttpServerRequest request) {
    String given = request.getHeader(HttpHeaders.AUTHORIZATION);
    return given != null && given.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(given.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  public static Optional<String> cookie(HttpServerRequest request) {
    return Optional.ofNullable(request.getCookie(COOKIE))
        .map(Cookie::getValue)
        .filter(value -> !value.isEmpty());
  }
}
