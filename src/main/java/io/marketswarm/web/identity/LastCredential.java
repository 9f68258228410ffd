package io.marketswarm.web.identity;

import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.List;
import java.util.Optional;

/**
 * The token that requests of one connection bring time and again. It is read from their cookies
 * once, and later ones that bring the same cookies are given the same string, whose hash is known.
 * What the token is worth is for others to say, each time.
 */
public final class LastCredential {
  private static final AttributeKey<Brought> LAST =
      AttributeKey.valueOf(LastCredential.class, "last");

  private record Brought(List<String> cookies, Optional<String> token) {}

  private LastCredential() {}

  /** The same as {@link SessionCredential#of}. */
  public static Optional<String> of(HttpServerRequest request) {
    if (request.headers().contains(HttpHeaders.AUTHORIZATION)
        || !(request.connection() instanceof HttpServerConnection connection)) {
      return SessionCredential.of(request);
    }
    List<String> cookies = request.headers().getAll(HttpHeaders.COOKIE);
    Attribute<Brought> last = connection.channelHandlerContext().channel().attr(LAST);
    Brought before = last.get();
    if (before != null && before.cookies().equals(cookies)) {
      return before.token();
    }
    Optional<String> token = SessionCredential.of(request);
    last.set(new Brought(List.copyOf(cookies), token));
    return token;
  }
}
