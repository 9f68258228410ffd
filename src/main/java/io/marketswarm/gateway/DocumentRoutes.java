package io.marketswarm.gateway;

import io.marketswarm.web.api.Assembly;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** What the edge publishes about itself: its routes, and its event streams. */
final class DocumentRoutes implements RouteGroup {
  private static final String FOLDER = "openapi/gateway/";
  private static final String STREAMS = "asyncapi/gateway.json";

  /** Data that routes answer and streams carry, described once for both. */
  private static final String SHAPES = FOLDER + "shapes.json";

  private static final List<String> PARTS =
      List.of(
          "service",
          "auth",
          "profile",
          "tiers",
          "models",
          "clock",
          "positions",
          "imports",
          "gravity",
          "econ",
          "admin",
          "lab",
          "passed",
          "streams");

  private final Vertx vertx;

  DocumentRoutes(Edge edge) {
    this.vertx = edge.vertx();
  }

  /** Put together when somebody asks for the first time, once for all instances. */
  private static final class Routes {
    static final Buffer TEXT =
        Assembly.of(
                FOLDER + "api.json",
                Stream.concat(
                        Stream.of(SHAPES), PARTS.stream().map(part -> FOLDER + part + ".json"))
                    .toList())
            .toBuffer();
  }

  private static final class Streams {
    static final Buffer TEXT = Assembly.of(STREAMS, List.of(SHAPES)).toBuffer();
  }

  @Override
  public void mount(Router router) {
    router.get("/api/openapi.json").handler(request -> send(request, () -> Routes.TEXT));
    router.get("/api/asyncapi.json").handler(request -> send(request, () -> Streams.TEXT));
  }

  private void send(RoutingContext request, Callable<Buffer> document) {
    vertx
        .executeBlocking(document, false)
        .onSuccess(
            text ->
                request
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                    .end(text))
        .onFailure(request::fail);
  }
}
