package io.marketswarm.gateway;

import io.marketswarm.log.Log;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.StoreAway;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.RequestId;
import io.marketswarm.web.identity.Hs256;
import io.marketswarm.web.identity.Identity;
import io.marketswarm.web.identity.SessionTokens;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.InstantSource;

/**
 * Turns the word of an identity site into a session. Each word counts once; what it says of the
 * person is kept, and while it cannot be kept nobody is signed in.
 */
final class SignIn {
  private static final String USED = "sso:used:";
  private static final int USED_SECONDS = 900;
  private static final int UNAUTHORIZED = 401;
  private static final int FOUND = 302;
  private static final int UNAVAILABLE = 503;
  private static final RateLimits.Limit FAILURES = RateLimits.Limit.perMinute("sso", 30);

  private final GatewaySettings settings;
  private final SsoTokens tokens;
  private final SessionTokens sessions;
  private final SessionCookie cookie;
  private final Users users;
  private final Admission admission;
  private final RateLimits limits;
  private final RedisBus system;
  private final InstantSource clock;
  private final Log log;

  SignIn(
      GatewaySettings settings,
      SessionTokens sessions,
      SessionCookie cookie,
      Users users,
      Admission admission,
      RateLimits limits,
      RedisBus system,
      InstantSource clock,
      Log log) {
    this.settings = settings;
    this.tokens = new SsoTokens(settings.ssoSecrets(), clock);
    this.sessions = sessions;
    this.cookie = cookie;
    this.users = users;
    this.admission = admission;
    this.limits = limits;
    this.system = system;
    this.clock = clock;
    this.log = log;
  }

  /** {@code GET /api/auth/sso?sso=<token>&next=<page>}. */
  void byToken(RoutingContext request) {
    request.response().putHeader("Referrer-Policy", "no-referrer");
    request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (settings.publicMode()) {
      welcome(request, DevPeople.ANYBODY);
      return;
    }
    String token = request.request().getParam("sso");
    if (token == null || token.isBlank()) {
      throw ApiError.badRequest("Missing sso parameter");
    }
    String address = Arrival.of(request).address();
    limits
        .check(FAILURES, address)
        .compose(within -> read(token.strip(), address))
        .compose(vouched -> enter(request, token.strip(), vouched))
        .onFailure(request::fail);
  }

  /** Signs in a person of a development system. */
  void byName(RoutingContext request, Identity who) {
    request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (turnedAway(request, who)) {
      return;
    }
    users.signedIn(who, false).onSuccess(id -> welcome(request, who)).onFailure(request::fail);
  }

  private Future<SsoTokens.Vouched> read(String token, String address) {
    try {
      return Future.succeededFuture(tokens.read(token));
    } catch (SsoTokens.Refused refused) {
      log.warn("a sign-in from " + address + " is refused: " + refused.getMessage());
      ApiError told = new ApiError(UNAUTHORIZED, refused.detail());
      return limits.count(FAILURES, address).compose(counted -> Future.failedFuture(told));
    }
  }

  private Future<Void> enter(RoutingContext request, String token, SsoTokens.Vouched vouched) {
    if (turnedAway(request, vouched.who())) {
      return Future.succeededFuture();
    }
    String mark = USED + Hs256.digest(token);
    return use(mark)
        .compose(first -> users.signedIn(vouched.who(), vouched.isAdmin()))
        .onSuccess(id -> welcome(request, vouched.who()))
        .recover(cause -> giveBack(mark, cause))
        .mapEmpty();
  }

  private boolean turnedAway(RoutingContext request, Identity who) {
    if (!admission.isBlocked(who)) {
      return false;
    }
    cookie.clear(request.response().headers(), Arrival.of(request));
    BlockedPage.send(request, settings.blockedTarget());
    return true;
  }

  private Future<Void> use(String mark) {
    return system
        .send(Request.cmd(Command.SET).arg(mark).arg("1").arg("NX").arg("EX").arg(USED_SECONDS))
        .recover(
            away ->
                Future.failedFuture(
                    new ApiError(UNAVAILABLE, "Nobody can be signed in just now; try again soon")))
        .compose(
            set ->
                set == null
                    ? Future.failedFuture(new ApiError(UNAUTHORIZED, "Invalid SSO token"))
                    : Future.succeededFuture());
  }

  /** Whoever could not be kept may try again with the same word. */
  private <T> Future<T> giveBack(String mark, Throwable cause) {
    Future<T> failed = Future.failedFuture(cause);
    return cause instanceof StoreAway
        ? system.send(Request.cmd(Command.DEL).arg(mark)).transform(done -> failed)
        : failed;
  }

  private void welcome(RoutingContext request, Identity who) {
    cookie.set(
        request.response().headers(),
        Arrival.of(request),
        sessions.issue(who),
        sessions.lifetime(),
        clock.instant());
    log.info(
        "%s/%s signed in as %s (%s)"
            .formatted(who.issuer(), who.wpId(), who.tier().id(), RequestId.of(request)));
    goTo(request, request.request().getParam("next"));
  }

  static void goTo(RoutingContext request, String next) {
    request
        .response()
        .setStatusCode(FOUND)
        .putHeader(HttpHeaders.LOCATION, NextPage.of(next))
        .end();
  }
}
