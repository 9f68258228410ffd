package io.marketswarm.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Times requests by declared route. Event streams are not timed: they last as long as their reader
 * likes. Used on one event loop.
 */
final class RequestMetrics {
  static final String TIMER = "marketswarm.http.requests";

  private static final String KEY = "routed";
  private static final String OTHER = "OTHER";
  private static final int HTTP_OK = 200;
  private static final Set<HttpMethod> KNOWN = Set.copyOf(HttpMethod.values());
  private static final Duration[] OBJECTIVES = {
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(10)
  };

  private record Labels(String route, String method, int status) {}

  private final MeterRegistry registry;
  private final String service;
  private final Map<Labels, Timer> timers = new HashMap<>();

  /** Those of reads that are answered with what was asked for, by route. */
  private final Map<String, Timer> reads = new HashMap<>();

  private Routed entering;

  RequestMetrics(MeterRegistry registry, String service) {
    this.registry = registry;
    this.service = service;
  }

  /** Called with the request before the router, which then calls {@link #begin} at once. */
  HttpServerRequest enter(HttpServerRequest request) {
    entering = new Routed(request);
    return entering;
  }

  void begin(RoutingContext request) {
    Routed routed = entering;
    long begun = System.nanoTime();
    request.put(KEY, routed);
    request.addEndHandler(ended -> record(routed, request.response(), System.nanoTime() - begun));
    request.next();
  }

  static String routeOf(RoutingContext request) {
    Routed routed = request.get(KEY);
    return routed == null ? Routed.NOWHERE : routed.label();
  }

  private void record(Routed request, HttpServerResponse response, long nanos) {
    String type = response.headers().get(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.startsWith("text/event-stream")) {
      record(request.label(), request, nanos);
    }
  }

  /** Counts a plain read that was answered on a route. */
  void recordRead(String route, HttpServerRequest request, long nanos) {
    if (request.response().getStatusCode() == HTTP_OK) {
      reads
          .computeIfAbsent(route, at -> timer(new Labels(at, HttpMethod.GET.name(), HTTP_OK)))
          .record(nanos, TimeUnit.NANOSECONDS);
    } else {
      record(route, request, nanos);
    }
  }

  private void record(String route, HttpServerRequest request, long nanos) {
    String method = KNOWN.contains(request.method()) ? request.method().name() : OTHER;
    timers
        .computeIfAbsent(new Labels(route, method, request.response().getStatusCode()), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Labels labels) {
    return Timer.builder(TIMER)
        .description("Requests answered, by declared route")
        .tag("service", service)
        .tag("route", labels.route())
        .tag("method", labels.method())
        .tag("status", Integer.toString(labels.status()))
        .serviceLevelObjectives(OBJECTIVES)
        .register(registry);
  }
}
