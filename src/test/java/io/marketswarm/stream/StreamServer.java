package io.marketswarm.stream;

import static io.marketswarm.web.TestServices.await;
import static io.marketswarm.web.TestServices.eventually;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A hub behind a real server on two event loops; a path is what its test says it is. */
final class StreamServer implements AutoCloseable {
  private static final int INSTANCES = 2;
  private static final int NO_STREAM = 404;
  private static final int TOO_MANY = 429;

  final Vertx vertx;
  final Wire wire;
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final Hub hub;
  final int port;
  private final Map<String, Function<HttpServerRequest, StreamSpec>> paths =
      new ConcurrentHashMap<>();
  private final Map<String, SseStream> latest = new ConcurrentHashMap<>();

  StreamServer(Wire wire, HubOptions options) throws Exception {
    this.wire = wire;
    vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(4));
    hub = new Hub(vertx, options.withFastWriter(wire.fast), metrics);
    port = freePort();
    for (int i = 0; i < INSTANCES; i++) {
      await(vertx.deployVerticle(new Door()));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }

  void answer(String path, Function<HttpServerRequest, StreamSpec> spec) {
    paths.put(path, spec);
  }

  /** A path of one channel that says where it is resumed. */
  void serve(String path, Function<StreamSpec, StreamSpec> topics) {
    answer(
        path,
        request ->
            topics.apply(
                StreamSpec.of(
                        path, () -> SseEvent.of("connected", "{\"channel\":\"" + path + "\"}"))
                    .seen(request.getHeader("Last-Event-ID"))));
  }

  /** The stream opened last on a path. */
  SseStream stream(String path) {
    return latest.get(path);
  }

  double count(String meter) {
    return metrics.get("marketswarm.stream." + meter).counter().count();
  }

  double ended(Ended reason) {
    return metrics.get("marketswarm.stream.ended").tag("reason", reason.id()).counter().count();
  }

  void awaitEmpty() throws InterruptedException {
    eventually(() -> hub.open() == 0 && hub.census().counts("channel").isEmpty());
  }

  SseClient client(String path) {
    return client(path, null);
  }

  SseClient client(String path, String lastEventId) {
    return new SseClient(vertx, wire, port, path, lastEventId);
  }

  private void answer(HttpServerRequest request) {
    Function<HttpServerRequest, StreamSpec> spec = paths.get(request.path());
    if (spec == null) {
      request.response().setStatusCode(NO_STREAM).end();
      return;
    }
    try {
      SseStream stream = hub.open(request, spec.apply(request));
      latest.put(request.path(), stream);
    } catch (TooManyStreams full) {
      request.response().setStatusCode(TOO_MANY).end(full.dimension());
    }
  }

  @Override
  public void close() {
    try {
      await(vertx.close());
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private final class Door extends VerticleBase {
    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer(wire.server().setPort(port))
          .requestHandler(StreamServer.this::answer)
          .listen();
    }
  }
}
