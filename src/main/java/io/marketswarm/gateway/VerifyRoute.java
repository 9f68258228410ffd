package io.marketswarm.gateway;

import io.marketswarm.gateway.proxy.Proxies;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.HeldRequest;
import io.marketswarm.web.identity.GatewayAuth;
import io.marketswarm.web.identity.UserHeaders;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Asked by a proxy in front that sends some requests past the edge: whether a request may pass, and
 * who makes it. Nobody else gets to see it.
 */
final class VerifyRoute implements RouteGroup {
  private static final String PATH = "/api/auth/verify";
  private static final String ORIGINAL = "X-Original-URI";
  private static final String EDGE = "gateway";
  private static final int NO_CONTENT = 204;

  private final GatewaySettings settings;
  private final Admission admission;
  private final Access access;
  private final GatewayAuth tokens;

  VerifyRoute(GatewaySettings settings, Admission admission, Access access, GatewayAuth tokens) {
    this.settings = settings;
    this.admission = admission;
    this.access = access;
    this.tokens = tokens;
  }

  @Override
  public void mount(Router router) {
    router.get(PATH).handler(this::verify);
  }

  private void verify(RoutingContext request) {
    String uri = request.request().getHeader(ORIGINAL);
    if (uri == null || !settings.proxies().include(Arrival.of(request).peer())) {
      throw ApiError.notFound("Not found");
    }
    String path = uri.split("[?#]", 2)[0];
    Visitor visitor = Visitor.of(request);
    if (admission.isBlocked(visitor.identity())) {
      admission.turnAway(request, visitor);
      throw Access.blocked(visitor);
    }
    if (!RequestPath.isSound(path) || Proxies.isDenied(path)) {
      throw NotFound.error();
    }
    FeatureGates.at(path).ifPresent(feature -> access.demand(visitor, feature));
    Future<Optional<Integer>> id = visitor.id().map(Optional::of).otherwise(Optional.empty());
    HeldRequest.until(request, id, known -> vouch(request, visitor, known, path));
  }

  private void vouch(RoutingContext request, Visitor visitor, Optional<Integer> id, String path) {
    UserHeaders.add(request.response().headers(), visitor.identity(), id);
    request
        .response()
        .setStatusCode(NO_CONTENT)
        .putHeader(GatewayAuth.HEADER, tokens.forPerson(EDGE, visitor.identity(), id, path))
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end();
  }
}
