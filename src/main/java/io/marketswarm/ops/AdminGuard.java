package io.marketswarm.ops;

import io.marketswarm.log.Log;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.RequestId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may do what. On a loopback address everybody on this machine may look, and change things with
 * the token if there is one; on any other address nothing goes without it. Web pages of others can
 * neither look nor change anything, wherever they resolve their names to.
 */
final class AdminGuard {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?|\\[?0:0:0:0:0:0:0:1]?");
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final String BEARER = "Bearer ";
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final Log LOG = Log.of("admin");

  private final boolean loopback;
  private final Optional<byte[]> token;

  AdminGuard(String host, Optional<String> token) {
    this.loopback = isLoopback(host);
    this.token = token.filter(t -> !t.isBlank()).map(AdminGuard::digest);
    if (!loopback && this.token.isEmpty()) {
      LOG.warn(
          "admin listens on %s, beyond this machine, and has no token: it answers nobody; set"
                  .formatted(host)
              + " ADMIN_TOKEN");
    }
  }

  static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  void check(RoutingContext request) {
    HttpServerRequest asked = request.request();
    boolean changes = !READING.contains(asked.method());
    if (changes) {
      request.addEndHandler(v -> note(request));
    }
    checkHost(asked);
    checkOrigin(asked);
    if (!loopback || changes && token.isPresent()) {
      checkToken(request);
    }
    request.next();
  }

  /** A name that leads here but is not ours belongs to somebody who wants to be taken for us. */
  private void checkHost(HttpServerRequest asked) {
    String host = asked.authority() == null ? "" : asked.authority().host();
    if (loopback && !isLoopback(host)) {
      throw new ApiError(FORBIDDEN, "this address is not served under the name " + host);
    }
  }

  private static void checkOrigin(HttpServerRequest asked) {
    String origin = asked.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && !isOwn(origin, asked)) {
      throw new ApiError(FORBIDDEN, "pages of other sites may not use this address");
    }
  }

  private static boolean isOwn(String origin, HttpServerRequest asked) {
    try {
      String authority = URI.create(origin).getAuthority();
      return authority != null && authority.equalsIgnoreCase(asked.getHeader(HttpHeaders.HOST));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private void checkToken(RoutingContext request) {
    if (token.isEmpty()) {
      throw new ApiError(
          FORBIDDEN, "admin listens beyond this machine and has no token; set ADMIN_TOKEN");
    }
    String given = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    boolean right =
        given != null
            && given.regionMatches(true, 0, BEARER, 0, BEARER.length())
            && MessageDigest.isEqual(digest(given.substring(BEARER.length()).strip()), token.get());
    if (!right) {
      request.response().putHeader("WWW-Authenticate", "Bearer realm=\"admin\"");
      throw new ApiError(UNAUTHORIZED, "the bearer token of the administrator is needed");
    }
  }

  /** Of equal length, so that comparing tells nothing about the length of the token either. */
  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void note(RoutingContext request) {
    String line =
        "%s %s by %s: %d (%s)"
            .formatted(
                request.request().method(),
                request.normalizedPath(),
                request.request().remoteAddress().host(),
                request.response().getStatusCode(),
                RequestId.of(request));
    if (request.response().getStatusCode() < UNAUTHORIZED - 1) {
      LOG.info(line);
    } else {
      LOG.warn(line);
    }
  }
}
