package io.marketswarm.gateway.admin;

import io.marketswarm.gateway.Edge;
import io.marketswarm.gateway.RouteGroup;
import io.marketswarm.gateway.models.MarketView;
import io.marketswarm.gateway.rest.Answers;
import io.marketswarm.gateway.rest.Query;
import io.marketswarm.web.ApiError;
import io.marketswarm.web.Reply;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** How the inside of the product is, for administrators. */
public final class DiagnosticRoutes implements RouteGroup {
  private static final String BASE = "/api/admin/diagnostics";
  private static final String REDIS = BASE + "/redis";
  private static final int USUAL_KEYS = 100;
  private static final int MOST_KEYS = 500;
  private static final int LONGEST_PATTERN = 200;

  private final Edge edge;
  private final RedisBrowser browser;
  private MarketView market;

  public DiagnosticRoutes(Edge edge) {
    this.edge = edge;
    this.browser = new RedisBrowser(edge.context().stores().market());
  }

  @Override
  public Future<?> open() {
    return MarketView.open(edge.vertx(), edge.context()).onSuccess(view -> market = view);
  }

  @Override
  public Future<?> close() {
    return market == null ? Future.succeededFuture() : market.close();
  }

  @Override
  public void mount(Router router) {
    router.route(BASE).handler(edge.access().requireAdmin());
    router.route(BASE + "/*").handler(edge.access().requireAdmin());
    router
        .get(BASE)
        .handler(Answers.with(request -> new Diagnosis(edge, market).make().map(Answers::bare)));
    router.get(REDIS).handler(Answers.with(this::list));
    router.get(REDIS + "/*").handler(Answers.with(this::read));
  }

  private Future<Reply> list(RoutingContext request) {
    String pattern = Query.text(request, "pattern").orElse("*");
    if (pattern.length() > LONGEST_PATTERN) {
      throw ApiError.badRequest("pattern must be at most " + LONGEST_PATTERN + " characters");
    }
    int limit = Query.count(request, "limit", USUAL_KEYS, 1, MOST_KEYS);
    return browser.list(pattern, limit).map(Answers::bare);
  }

  private Future<Reply> read(RoutingContext request) {
    String path = request.normalizedPath();
    if (path.length() <= REDIS.length() + 1) {
      return list(request);
    }
    return browser.read(decoded(path.substring(REDIS.length() + 1))).map(Answers::bare);
  }

  /** Keys may hold anything; what a path cannot hold as it is was encoded. */
  private static String decoded(String key) {
    try {
      return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw ApiError.badRequest("the key is encoded wrongly");
    }
  }
}
