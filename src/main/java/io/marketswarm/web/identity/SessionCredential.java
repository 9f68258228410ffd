package io.marketswarm.web.identity;

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

  /** Read without a jar: a request would keep that as long as it lasts, and streams last. */
  public static Optional<String> cookie(HttpServerRequest request) {
    for (String header : request.headers().getAll(HttpHeaders.COOKIE)) {
      int begin = 0;
      while (begin < header.length()) {
        int semicolon = header.indexOf(';', begin);
        int end = semicolon < 0 ? header.length() : semicolon;
        int equals = header.indexOf('=', begin);
        if (equals >= 0 && equals < end && header.substring(begin, equals).strip().equals(COOKIE)) {
          return value(header.substring(equals + 1, end).strip());
        }
        begin = end + 1;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> value(String written) {
    boolean quoted = written.length() > 1 && written.startsWith("\"") && written.endsWith("\"");
    String value = quoted ? written.substring(1, written.length() - 1) : written;
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
