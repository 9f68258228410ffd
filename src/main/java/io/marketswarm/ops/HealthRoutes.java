package io.marketswarm.ops;

import io.marketswarm.ops.HealthEvent.Severity;
import io.marketswarm.web.ApiError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;

/** Health: the latest snapshot, the course of the score, and what happened. */
final class HealthRoutes {
  private final HealthHistory history;
  private final long pid;

  HealthRoutes(HealthHistory history, long pid) {
    this.history = history;
    this.pid = pid;
  }

  void addTo(Router router) {
    router.get("/api/health").handler(request -> request.json(whole()));
    router.get("/api/health/deep").handler(request -> request.json(whole()));
    router
        .get("/api/health/redis")
        .handler(request -> part(request, "redis", (s, p) -> HealthJson.buses(s)));
    router
        .get("/api/health/heartbeats")
        .handler(request -> part(request, "heartbeats", HealthJson::heartbeats));
    router.get("/api/health/history").handler(this::course);
    router.get("/api/health/events").handler(this::events);
    router.get("/api/health/alerts").handler(this::alerts);
  }

  private JsonObject whole() {
    return history
        .latest()
        .map(snapshot -> HealthJson.of(snapshot, pid, history.eventCount()))
        .orElseGet(HealthRoutes::initializing);
  }

  private static JsonObject initializing() {
    return new JsonObject()
        .put("status", "initializing")
        .put("message", "health is collected for the first time in a moment");
  }

  private void part(
      RoutingContext request, String name, BiFunction<Snapshot, Long, JsonObject> part) {
    request.json(
        history
            .latest()
            .map(
                snapshot ->
                    new JsonObject()
                        .put(name, part.apply(snapshot, pid))
                        .put("ts", HealthJson.seconds(snapshot.taken())))
            .orElseGet(() -> initializing().put(name, new JsonObject()).putNull("ts")));
  }

  private void course(RoutingContext request) {
    int count = Query.count(request, "count", HealthHistory.SNAPSHOTS, HealthHistory.SNAPSHOTS);
    request.json(
        new JsonObject()
            .put("history", HealthJson.course(history.course(count)))
            .put("total_snapshots", history.snapshots()));
  }

  private void events(RoutingContext request) {
    Set<Severity> severities = severities(request.request().getParam("severity"));
    request.json(new JsonObject().put("events", recent(request, severities)));
  }

  /** An alert is an event that somebody should look at. */
  private void alerts(RoutingContext request) {
    Set<Severity> severities = EnumSet.of(Severity.WARNING, Severity.CRITICAL);
    request.json(new JsonObject().put("alerts", recent(request, severities)));
  }

  private JsonArray recent(RoutingContext request, Set<Severity> severities) {
    int count = Query.count(request, "count", HealthHistory.EVENTS, HealthHistory.EVENTS);
    return HealthJson.events(history.events(count, severities));
  }

  private static Set<Severity> severities(String text) {
    if (text == null || text.isBlank()) {
      return EnumSet.allOf(Severity.class);
    }
    Set<Severity> out = EnumSet.noneOf(Severity.class);
    for (String name : text.split(",")) {
      out.add(
          Arrays.stream(Severity.values())
              .filter(s -> s.id().equals(name.strip().toLowerCase(Locale.ROOT)))
              .findFirst()
              .orElseThrow(
                  () ->
                      ApiError.badRequest(
                          "severity is one of critical, warning, info; found " + name)));
    }
    return out;
  }
}
