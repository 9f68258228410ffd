package io.marketswarm.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What the visitor's tier may do, for the pages that show it. */
final class TierRoutes implements RouteGroup {
  private final Edge edge;

  TierRoutes(Edge edge) {
    this.edge = edge;
  }

  @Override
  public void mount(Router router) {
    router.get("/api/tier-gates/config").handler(this::config);
  }

  private void config(RoutingContext request) {
    Visitor visitor = Visitor.of(request);
    edge.access()
        .isAdmin(visitor)
        .otherwise(false)
        .onSuccess(
            admin -> {
              request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
              request.json(
                  admin
                      ? edge.gates().current().everything(visitor.tier())
                      : edge.gates().current().view(visitor.tier()));
            });
  }
}
