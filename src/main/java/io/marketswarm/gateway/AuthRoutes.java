package io.marketswarm.gateway;

import io.marketswarm.gateway.GatewaySettings.Provider;
import io.marketswarm.log.Log;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.identity.Trust;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** Signing in and out, and who is signed in. Each route stands under two names. */
final class AuthRoutes implements RouteGroup {
  private static final List<String> BASES = List.of("/api/auth", "/api");
  private static final RateLimits.Limit FAILURES = RateLimits.Limit.perMinute("me", 30);

  private final GatewaySettings settings;
  private final Trust trust;
  private final Admission admission;
  private final SignIn signIn;
  private final SessionCookie cookie;
  private final RateLimits limits;
  private final Log log;

  AuthRoutes(
      GatewaySettings settings,
      Trust trust,
      Admission admission,
      SignIn signIn,
      SessionCookie cookie,
      RateLimits limits,
      Log log) {
    this.settings = settings;
    this.trust = trust;
    this.admission = admission;
    this.signIn = signIn;
    this.cookie = cookie;
    this.limits = limits;
    this.log = log;
  }

  @Override
  public void mount(Router router) {
    for (String base : BASES) {
      router.get(base + "/me").handler(this::me);
      router.get(base + "/sso").handler(signIn::byToken);
      router.get(base + "/logout").handler(this::logout);
    }
    router.get("/api/auth/providers").handler(this::providers);
    router.get("/api/auth/debug").handler(request -> request.fail(ApiError.notFound("Not found")));
    if (settings.devSignIn()) {
      new DevSignIn(signIn).mount(router);
    }
  }

  private void me(RoutingContext request) {
    request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Optional<Visitor> visitor = Visitor.find(request);
    if (visitor.isEmpty()) {
      limits
          .count(FAILURES, Arrival.of(request).address())
          .onSuccess(counted -> request.fail(Visitor.nobody()))
          .onFailure(request::fail);
    } else if (admission.isBlocked(visitor.get().identity())) {
      admission.turnAway(request, visitor.get());
      request.fail(Access.blocked(visitor.get()));
    } else {
      request.json(visitor.get().session().claims());
    }
  }

  private void logout(RoutingContext request) {
    cookie.clear(request.response().headers(), Arrival.of(request));
    request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Visitor.find(request)
        .map(visitor -> trust.revocations().revoke(visitor.session()))
        .orElse(Future.succeededFuture())
        .onFailure(cause -> log.warn("a session could not be revoked: " + cause.getMessage()))
        .onComplete(done -> SignIn.goTo(request, request.request().getParam("next")));
  }

  private void providers(RoutingContext request) {
    JsonArray providers = new JsonArray();
    for (Provider provider : settings.providers()) {
      providers.add(
          new JsonObject()
              .put("id", provider.id())
              .put("name", provider.name())
              .put("url", provider.url()));
    }
    JsonObject body =
        new JsonObject().put("providers", providers).put("public_mode", settings.publicMode());
    if (settings.devSignIn()) {
      body.put("development", DevSignIn.people());
    }
    request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    request.json(body);
  }
}
