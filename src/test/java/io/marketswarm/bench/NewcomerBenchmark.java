package io.marketswarm.bench;

import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.gateway.RunningGateway;
import io.marketswarm.gateway.models.ModelKeys;
import io.marketswarm.gateway.streams.StreamRoutes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What it costs to begin a stream with a whole heatmap, from connecting to hanging up, beside a
 * bare handler that writes the same bytes as one event to each who connects.
 */
public final class NewcomerBenchmark {
  private static final int TILES = 3_000;
  private static final int CLIENTS = 8;
  private static final int WARM_UP_STREAMS = 6_000;
  private static final String SYMBOL = "NEWCOMERS";

  /** How often a publisher tells the whole. */
  private static final long PUBLISH_MILLIS = 1_000;

  private static final AtomicLong VERSION = new AtomicLong();

  private NewcomerBenchmark() {}

  public static void main(String[] args) throws Exception {
    try {
      run();
    } catch (Exception e) {
      // The event loops of what was started would keep the process alive.
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void run() throws Exception {
    Buffer heatmap = ModelBenchmark.heatmap(TILES);
    System.out.printf(
        "heatmap of %d B, %d clients at a time, median of %d rounds of %d ms%n",
        heatmap.length(), CLIENTS, SideBySide.ROUNDS, SideBySide.ROUND_MILLIS);
    try (RunningGateway gateway = RunningGateway.plan().behind(StreamRoutes::new).start()) {
      publish(gateway, heatmap);
      gateway.vertx().setPeriodic(PUBLISH_MILLIS, tick -> publish(gateway, heatmap));
      compare(gateway, heatmap);
    }
  }

  private static void publish(RunningGateway gateway, Buffer heatmap) {
    long now = System.currentTimeMillis();
    gateway.tell(
        new ModelUpdate(
            ModelKeys.heatmap(SYMBOL),
            VERSION.incrementAndGet(),
            now,
            ModelUpdate.Kind.FULL,
            heatmap));
  }

  private static void compare(RunningGateway gateway, Buffer heatmap) throws Exception {
    String path = "/sse/heatmap/" + SYMBOL;
    String cookie = gateway.session(RunningGateway.somebody());
    LoopTimes edgeLoops = LoopTimes.ofAll();
    Vertx clients = Vertx.vertx();
    NewcomerLoad ours = load(clients, gateway.port(), path, cookie, heatmap.length());
    Buffer heard = get(ours.visit());
    LoopTimes others = LoopTimes.ofAll();
    Vertx plainNode =
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    Buffer event = event(heard.length());
    HttpServer plain =
        get(
            plainNode
                .createHttpServer()
                .requestHandler(request -> begin(request, event))
                .listen(0, "127.0.0.1"));
    LoopTimes bareLoops = LoopTimes.ofAll().since(others);
    SideBySide.Lane bare =
        new SideBySide.Lane(
            load(clients, plain.actualPort(), path, cookie, heatmap.length()), bareLoops);
    bare.warmUp(WARM_UP_STREAMS);
    SideBySide.Lane edge = new SideBySide.Lane(ours, edgeLoops);
    edge.warmUp(WARM_UP_STREAMS);
    SideBySide.compare("stream that begins with %d B".formatted(heard.length()), bare, edge);
    get(clients.close());
    get(plainNode.close());
  }

  private static NewcomerLoad load(Vertx vertx, int port, String path, String cookie, int bytes) {
    return new NewcomerLoad(vertx, port, path, cookie, CLIENTS, bytes);
  }

  private static void begin(HttpServerRequest request, Buffer event) {
    request
        .response()
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-cache")
        .write(event);
  }

  /** One event that is so long. */
  private static Buffer event(int length) {
    String head = "event: heatmap\ndata: ";
    return Buffer.buffer(head + "x".repeat(length - head.length() - 2) + "\n\n");
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
