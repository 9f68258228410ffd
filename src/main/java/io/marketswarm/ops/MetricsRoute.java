package io.marketswarm.ops;

import io.marketswarm.web.ApiError;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** All measurements in the text form of Prometheus, or OpenMetrics for those who ask for it. */
final class MetricsRoute {
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String OPEN_METRICS_1 = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Vertx vertx;
  private final MeterRegistry registry;

  MetricsRoute(Vertx vertx, MeterRegistry registry) {
    this.vertx = vertx;
    this.registry = registry;
  }

  void addTo(Router router) {
    router.get("/metrics").handler(this::scrape);
  }

  private void scrape(RoutingContext request) {
    if (!(registry instanceof PrometheusMeterRegistry prometheus)) {
      throw new ApiError(501, "this node keeps no metrics for Prometheus");
    }
    String accepted = request.request().getHeader(HttpHeaders.ACCEPT);
    String type = accepted != null && accepted.contains(OPEN_METRICS) ? OPEN_METRICS_1 : PROMETHEUS;
    // Hundreds of series take milliseconds to write out.
    vertx
        .executeBlocking(() -> prometheus.scrape(type), false)
        .onSuccess(
            text ->
                request
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, type)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(text))
        .onFailure(request::fail);
  }
}
