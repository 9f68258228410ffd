package io.marketswarm.ops;

import io.marketswarm.log.Line;
import io.marketswarm.log.Logs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.stream.Collectors;

/** What services say: the latest lines, and those to come. */
final class LogRoutes {
  private static final int USUAL_LINES = 100;
  private static final int MOST_LINES = 5_000;

  private final Vertx vertx;
  private final Operations operations;
  private final Future<Void> draining;

  LogRoutes(Vertx vertx, Operations operations, Future<Void> draining) {
    this.vertx = vertx;
    this.operations = operations;
    this.draining = draining;
  }

  void addTo(Router router) {
    router.get("/api/services/:name/logs").handler(this::tail);
    router.get("/api/services/:name/logs/stream").handler(this::follow);
  }

  private void tail(RoutingContext request) {
    String service = service(request);
    List<Line> lines = Logs.recent(service, Query.count(request, "lines", USUAL_LINES, MOST_LINES));
    String text =
        lines.isEmpty()
            ? "(no logs)"
            : lines.stream().map(Line::human).collect(Collectors.joining("\n"));
    request.json(new JsonObject().put("name", service).put("logs", text));
  }

  private void follow(RoutingContext request) {
    int lines = Query.count(request, "lines", USUAL_LINES, MOST_LINES);
    new LogStream(vertx, service(request), request.response()).begin(lines, draining);
  }

  private String service(RoutingContext request) {
    return operations.service(request.pathParam("name")).service().id();
  }
}
