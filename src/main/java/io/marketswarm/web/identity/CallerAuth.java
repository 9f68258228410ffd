package io.marketswarm.web.identity;

import io.marketswarm.web.ApiError;
import io.marketswarm.web.HeldRequest;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds out who calls a service behind the edge, before its routes: the session the request itself
 * carries, if the service reads sessions, or whoever the edge or another service vouches for. The
 * readable {@code X-User-*} headers count only beside such a word. For one event loop.
 */
public final class CallerAuth implements Handler<RoutingContext> {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final Pattern LOOPBACK = Pattern.compile("127\\..*|::1|0:0:0:0:0:0:0:1(%.*)?");
  private static final Pattern DB_ID = Pattern.compile("[1-9][0-9]{0,8}");

  private final GatewayAuth tokens;
  private final UserIds users;
  private final String refusal;
  private Optional<Sessions> sessions = Optional.empty();
  private boolean plainHeadersOnLoopback;

  private record Sessions(SessionTokens tokens, Revocations revocations) {}

  /**
   * @param refusal what a caller without credentials is told
   */
  public CallerAuth(GatewayAuth tokens, UserIds users, String refusal) {
    this.tokens = tokens;
    this.users = users;
    this.refusal = refusal;
  }

  /** Takes session tokens as well, from the cookie or as bearer; they win. */
  public CallerAuth withSessions(SessionTokens sessionTokens, Revocations revocations) {
    sessions = Optional.of(new Sessions(sessionTokens, revocations));
    return this;
  }

  /** Believes plain headers from this machine, for tools and tests; never in production. */
  public CallerAuth trustingLoopback() {
    plainHeadersOnLoopback = true;
    return this;
  }

  /** Lets every caller pass that is somebody; the others are told so. */
  @Override
  public void handle(RoutingContext request) {
    HeldRequest.until(
        request,
        caller(request.request()),
        caller -> {
          caller.orElseThrow(() -> new ApiError(UNAUTHORIZED, refusal)).attach(request);
          request.next();
        });
  }

  /** Lets services pass only; stands behind {@link #handle}. */
  public static void servicesOnly(RoutingContext request) {
    if (!Caller.of(request).isService()) {
      throw new ApiError(FORBIDDEN, "Internal endpoint only");
    }
    request.next();
  }

  private Future<Optional<Caller>> caller(HttpServerRequest request) {
    Optional<Session> session =
        sessions.flatMap(reader -> SessionCredential.of(request).flatMap(reader.tokens()::verify));
    if (session.isEmpty()) {
      return vouched(request);
    }
    return sessions
        .get()
        .revocations()
        .isRevoked(session.get())
        .compose(
            revoked ->
                revoked
                    ? Future.succeededFuture(Optional.empty())
                    : known(session.get().identity(), session.get().identity().tier()));
  }

  private Future<Optional<Caller>> vouched(HttpServerRequest request) {
    if (request.headers().contains(UserHeaders.ID)
        && request.headers().contains(UserHeaders.INTERNAL_ID)) {
      return Future.succeededFuture(Optional.empty());
    }
    String token = request.getHeader(GatewayAuth.HEADER);
    if (token == null) {
      return plainHeadersOnLoopback && isLoopback(request)
          ? plain(request)
          : Future.succeededFuture(Optional.empty());
    }
    return tokens
        .verify(token, request.path())
        .map(word -> caller(request, word))
        .orElse(Future.succeededFuture(Optional.empty()));
  }

  private Future<Optional<Caller>> caller(HttpServerRequest request, GatewayAuth.Vouched word) {
    if (word.service().isPresent()) {
      return Future.succeededFuture(Optional.of(Caller.service(word.service().get(), word.dbId())));
    }
    Identity who =
        new Identity(
            word.issuer(),
            word.wpId(),
            UserHeaders.read(request, UserHeaders.EMAIL),
            UserHeaders.read(request, UserHeaders.NAME),
            word.roles(),
            null);
    return word.dbId().isPresent()
        ? Future.succeededFuture(Optional.of(Caller.person(word.dbId().get(), who, word.tier())))
        : known(who, word.tier());
  }

  private Future<Optional<Caller>> known(Identity who, Tier tier) {
    return users
        .find(who.issuer(), who.wpId())
        .map(found -> found.map(id -> Caller.person(id, who, tier)));
  }

  private Future<Optional<Caller>> plain(HttpServerRequest request) {
    String wpId = UserHeaders.read(request, UserHeaders.ID);
    String internal = UserHeaders.read(request, UserHeaders.INTERNAL_ID);
    if (!internal.isEmpty()) {
      return Future.succeededFuture(
          DB_ID.matcher(internal).matches()
              ? Optional.of(Caller.service("loopback", Optional.of(Integer.valueOf(internal))))
              : Optional.empty());
    }
    String issuer = UserHeaders.read(request, UserHeaders.ISSUER);
    if (wpId.isEmpty() || issuer.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    Tier tier = Tier.byId(UserHeaders.read(request, UserHeaders.TIER)).orElse(Tier.OBSERVER);
    Identity who =
        new Identity(
            issuer,
            wpId,
            UserHeaders.read(request, UserHeaders.EMAIL),
            UserHeaders.read(request, UserHeaders.NAME),
            List.of(),
            null);
    return known(who, tier);
  }

  private static boolean isLoopback(HttpServerRequest request) {
    return LOOPBACK.matcher(request.remoteAddress().hostAddress()).matches();
  }
}
