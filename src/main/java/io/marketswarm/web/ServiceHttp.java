package io.marketswarm.web;

import io.marketswarm.service.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The HTTP side of a service. A service adds its routes; request ids, limits, errors, health,
 * metrics and leaving without losing a request are the same for all.
 */
public abstract class ServiceHttp extends VerticleBase {
  private static final String HEALTH = "/health";

  private final ServiceContext context;
  private final Promise<Void> leaving = Promise.promise();
  private final List<DrainingServer> servers = new ArrayList<>();

  protected ServiceHttp(ServiceContext context) {
    this.context = context;
  }

  /** Adds the routes of the service; bodies are read already. */
  protected abstract void routes(Router router);

  /** Adds routes that take the body as a stream, such as proxies and uploads. */
  protected void streamed(Router router) {}

  /** Makes ready what the routes need, before the port opens. */
  protected Future<?> open() {
    return Future.succeededFuture();
  }

  /** Gives back what {@link #open} took, after the last request. */
  protected Future<?> close() {
    return Future.succeededFuture();
  }

  /**
   * The answer to a request that needs no decision, for what is asked for most; everything else is
   * empty here and goes through the routes.
   */
  protected Optional<AtHand> atHand(HttpServerRequest request) {
    return Optional.empty();
  }

  protected ErrorShape errors() {
    return ErrorShape.STANDARD;
  }

  /** What errors look like at a path, for a service with several APIs. */
  protected ErrorShape errors(String path) {
    return errors();
  }

  protected HttpLimits limits() {
    return HttpLimits.DEFAULT;
  }

  protected Health health() {
    return Health.of(context);
  }

  /** Where {@link #health} is answered. */
  protected Set<String> healthPaths() {
    return context
        .service()
        .port()
        .map(port -> Set.copyOf(List.of(HEALTH, port.healthPath())))
        .orElse(Set.of(HEALTH));
  }

  /** What the server is opened with. */
  protected HttpServerOptions options() {
    return limits().options(context.listen().host(), context.listen().port());
  }

  /** What each server is opened with, the one at the service's own port first. */
  protected List<HttpServerOptions> listeners() {
    return List.of(options());
  }

  /** Told of the servers, in the order of {@link #listeners}, once they listen. */
  protected void listening(List<DrainingServer> listeners) {}

  protected final ServiceContext context() {
    return context;
  }

  /** Completes when this instance begins to leave: event streams end themselves then. */
  protected final Future<Void> draining() {
    return leaving.future();
  }

  /** The port this instance listens on. */
  public final int port() {
    return servers.get(0).port();
  }

  @Override
  public final Future<?> start() {
    return open()
        .compose(
            opened ->
                listen().recover(cause -> close().transform(closed -> Future.failedFuture(cause))));
  }

  private Future<Void> listen() {
    RequestMetrics metrics = new RequestMetrics(context.metrics(), context.service().id());
    Failures failures = new Failures(this::errors, context.log());
    Router router = router(metrics, failures);
    List<Future<?>> open = new ArrayList<>();
    for (HttpServerOptions options : listeners()) {
      DrainingServer server =
          new DrainingServer(vertx, options)
              .requestHandler(request -> answer(request, router, metrics))
              .invalidRequestHandler(failures::answerInvalid);
      server.draining().onComplete(v -> leaving.tryComplete());
      servers.add(server);
      open.add(server.listen());
    }
    return Future.join(open)
        .<Void>mapEmpty()
        .onSuccess(listening -> listening(List.copyOf(servers)))
        .recover(cause -> drain().transform(left -> Future.failedFuture(cause)));
  }

  private void answer(HttpServerRequest request, Router router, RequestMetrics metrics) {
    long begun = System.nanoTime();
    Optional<AtHand> found = atHand(request);
    if (found.isEmpty()) {
      router.handle(metrics.enter(request));
      return;
    }
    RequestId.give(request);
    SecurityHeaders.add(request);
    found.get().answer(request);
    metrics.recordRead(found.get().route(), request, System.nanoTime() - begun);
  }

  private Future<Void> drain() {
    List<Future<?>> left = new ArrayList<>();
    servers.forEach(server -> left.add(server.drain()));
    return Future.join(left).mapEmpty();
  }

  private Router router(RequestMetrics metrics, Failures failures) {
    Router router = Router.router(vertx);
    router.route().handler(metrics::begin);
    router.route().handler(RequestId::assign);
    router.route().handler(SecurityHeaders::add);
    Health health = health();
    healthPaths().forEach(path -> router.get(path).handler(health::answer));
    router.route().handler(new BodyDeadline(vertx, limits().sending()));
    streamed(router);
    router.route().handler(limits().bodies());
    routes(router);
    failures.installOn(router);
    return router;
  }

  @Override
  public final Future<?> stop() {
    return drain().transform(drained -> close());
  }
}
