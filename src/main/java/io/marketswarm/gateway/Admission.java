package io.marketswarm.gateway;

import io.marketswarm.web.HeldRequest;
import io.marketswarm.web.gates.TierGates;
import io.marketswarm.web.identity.Identity;
import io.marketswarm.web.identity.LastCredential;
import io.marketswarm.web.identity.Session;
import io.marketswarm.web.identity.SessionCredential;
import io.marketswarm.web.identity.SessionTokens;
import io.marketswarm.web.identity.Trust;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Lets people in. Everything below {@code /api}, {@code /sse} and {@code /ws} needs a session, with
 * a tier that may enter, except what is listed here.
 */
final class Admission {
  private static final Set<String> OPEN =
      Set.of(
          "/api/health",
          "/api/auth/me",
          "/api/auth/sso",
          "/api/auth/logout",
          "/api/auth/debug",
          "/api/auth/providers",
          "/api/auth/verify",
          "/api/me",
          "/api/sso",
          "/api/logout",
          "/api/dealer-gravity/artifact",
          "/api/dealer-gravity/context");

  private static final String STREAMS = "/sse/";
  private static final String TOKEN = "token";

  /** Renewed when less than this part of the lifetime is left. */
  private static final int RENEWED_IN_LAST = 4;

  private final GatewaySettings settings;
  private final Trust trust;
  private final TierGates gates;
  private final Users users;
  private final SessionCookie cookie;
  private final InstantSource clock;
  private final Set<String> alsoOpen;
  private Optional<Session> everybody = Optional.empty();

  /**
   * @param alsoOpen further paths that need no session
   */
  Admission(
      GatewaySettings settings,
      Trust trust,
      TierGates gates,
      Users users,
      SessionCookie cookie,
      InstantSource clock,
      Set<String> alsoOpen) {
    this.settings = settings;
    this.trust = trust;
    this.gates = gates;
    this.users = users;
    this.cookie = cookie;
    this.clock = clock;
    this.alsoOpen = alsoOpen;
  }

  void check(RoutingContext request) {
    String path = RequestPath.of(request);
    if (!RequestPath.isGuarded(path)) {
      request.next();
      return;
    }
    boolean open = OPEN.contains(path) || alsoOpen.contains(path);
    HeldRequest.until(
        request,
        session(request, path),
        found -> {
          if (found.isEmpty() && !open) {
            throw Visitor.nobody();
          }
          found.ifPresent(session -> admit(request, session, open));
          request.next();
        });
  }

  /**
   * The session of somebody who may come in as things are known here and now. Empty means nothing:
   * the whole check decides.
   */
  Optional<Session> plainlyWelcome(HttpServerRequest request) {
    Instant now = clock.instant();
    return LastCredential.of(request)
        .flatMap(token -> trust.sessions().verify(token, now))
        .filter(session -> isPlainlyWelcome(session, now));
  }

  private boolean isPlainlyWelcome(Session session, Instant now) {
    return trust.revocations().isKnownGood(session, now)
        && !gates.current().blocks(session.identity(), session.tier())
        && !isDueForRenewal(session, now);
  }

  private void admit(RoutingContext request, Session session, boolean open) {
    Visitor visitor = new Visitor(session, users);
    if (!open && isBlocked(session.identity())) {
      turnAway(request, visitor);
      throw Access.blocked(visitor);
    }
    visitor.attach(request);
    if (!open) {
      renew(request, session);
    }
  }

  boolean isBlocked(Identity who) {
    return gates.current().blocks(who);
  }

  /** Ends the session of somebody who may not enter, here and wherever else it is used. */
  void turnAway(RoutingContext request, Visitor visitor) {
    cookie.clear(request.response().headers(), Arrival.of(request));
    trust.revocations().revoke(visitor.session());
  }

  private Future<Optional<Session>> session(RoutingContext request, String path) {
    Optional<Session> session = token(request.request(), path).flatMap(trust.sessions()::verify);
    if (session.isEmpty()) {
      return Future.succeededFuture(settings.publicMode() ? anybody() : Optional.empty());
    }
    return trust
        .revocations()
        .isRevoked(session.get())
        .map(revoked -> revoked ? Optional.empty() : session);
  }

  private Optional<String> token(HttpServerRequest request, String path) {
    return SessionCredential.of(request).or(() -> inAddress(request, path));
  }

  /** An app's event source can send no header; its token stands in the address of the stream. */
  private Optional<String> inAddress(HttpServerRequest request, String path) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return path.startsWith(STREAMS) && origin != null && settings.nativeOrigins().contains(origin)
        ? Optional.ofNullable(request.getParam(TOKEN))
        : Optional.empty();
  }

  /** Whom everybody is taken for where nobody need sign in. */
  private Optional<Session> anybody() {
    if (everybody.filter(session -> !isDueForRenewal(session, clock.instant())).isEmpty()) {
      SessionTokens tokens = trust.sessions();
      everybody = tokens.verify(tokens.issue(DevPeople.ANYBODY));
    }
    return everybody;
  }

  private void renew(RoutingContext request, Session session) {
    if (isDueForRenewal(session, clock.instant()) && isByCookie(request.request())) {
      trust
          .sessions()
          .renew(session)
          .ifPresent(
              token ->
                  cookie.set(
                      request.response().headers(),
                      Arrival.of(request),
                      token,
                      trust.sessions().lifetime(),
                      clock.instant()));
    }
  }

  private static boolean isByCookie(HttpServerRequest request) {
    return SessionCredential.bearer(request).isEmpty()
        && SessionCredential.cookie(request).isPresent();
  }

  private boolean isDueForRenewal(Session session, Instant now) {
    long millisLeft = session.expiresAt().toEpochMilli() - now.toEpochMilli();
    return millisLeft < trust.sessions().lifetime().toMillis() / RENEWED_IN_LAST;
  }
}
