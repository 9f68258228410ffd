package io.marketswarm.gateway.rest;

import io.marketswarm.gateway.Visitor;
import io.marketswarm.log.Log;
import io.marketswarm.web.RequestId;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** Writes down what administrators do. */
public final class Audit {
  private Audit() {}

  /** Notes every request. */
  public static Handler<RoutingContext> all(Log log) {
    return request -> {
      note(request, log);
      request.next();
    };
  }

  /** Notes requests that change something. */
  public static Handler<RoutingContext> changes(Log log) {
    return request -> {
      if (request.request().method() != HttpMethod.GET) {
        note(request, log);
      }
      request.next();
    };
  }

  private static void note(RoutingContext request, Log log) {
    Visitor visitor = Visitor.of(request);
    log.info(
        "audit: %s/%s %s %s (%s)"
            .formatted(
                visitor.identity().issuer(),
                visitor.identity().wpId(),
                request.request().method(),
                request.normalizedPath(),
                RequestId.of(request)));
  }
}
