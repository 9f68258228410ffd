package io.marketswarm.bench;

import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.gateway.RunningGateway;
import io.marketswarm.gateway.models.ModelKeys;
import io.marketswarm.gateway.models.ModelRoutes;
import io.marketswarm.web.identity.Identity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Models over HTTP behind the whole door of the edge (session, revocation, gates, headers, metrics,
 * router) beside a bare Vert.x handler that answers with the same bytes; one event loop each, in
 * alternating rounds. Sizes of models may be given in {@code MODEL_BYTES}.
 */
public final class ModelReadBenchmark {
  private static final int CONNECTIONS = 32;

  /** The whole door takes many answers until it is compiled. */
  private static final int WARM_UP_ANSWERS = 60_000;

  private static final long PUBLISH_MILLIS = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int[] SIZES =
      Arrays.stream(System.getenv().getOrDefault("MODEL_BYTES", "150,8000,30000,300000").split(","))
          .mapToInt(Integer::parseInt)
          .toArray();

  private ModelReadBenchmark() {}

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
    System.out.printf(
        "%d connections, median of %d rounds of %d ms%n",
        CONNECTIONS, SideBySide.ROUNDS, SideBySide.ROUND_MILLIS);
    try (RunningGateway gateway = RunningGateway.plan().behind(ModelRoutes::new).start()) {
      Identity reader = RunningGateway.somebody();
      String cookie = gateway.session(reader);
      gateway.vertx().setPeriodic(PUBLISH_MILLIS, tick -> publish(gateway));
      for (int size : SIZES) {
        String path = "/api/models/trade_selector/" + symbol(size);
        compare(gateway, path, cookie, awaitModel(gateway, path, reader));
      }
    }
  }

  private static String symbol(int size) {
    return "B" + size;
  }

  /** Publishers go on while models are read. */
  private static void publish(RunningGateway gateway) {
    long now = System.currentTimeMillis();
    for (int size : SIZES) {
      String filler = "x".repeat(size);
      Buffer json = Buffer.buffer("{\"ts\":" + now + ",\"filler\":\"" + filler + "\"}");
      gateway.tell(
          new ModelUpdate(ModelKeys.selector(symbol(size)), now, now, ModelUpdate.Kind.FULL, json));
    }
  }

  /** The answer once there is one. */
  private static Buffer awaitModel(RunningGateway gateway, String path, Identity reader)
      throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    HttpResponse<Buffer> answer = gateway.get(path, reader);
    while (answer.statusCode() != 200) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(path + " answers " + answer.bodyAsString());
      }
      TimeUnit.MILLISECONDS.sleep(50);
      answer = gateway.get(path, reader);
    }
    return answer.body();
  }

  private static void compare(RunningGateway gateway, String path, String cookie, Buffer same)
      throws Exception {
    LoopTimes edgeLoops = LoopTimes.ofAll();
    Vertx plainNode =
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    HttpServer plain =
        get(
            plainNode
                .createHttpServer()
                .requestHandler(
                    request ->
                        request.response().putHeader("Content-Type", "application/json").end(same))
                .listen(0, "127.0.0.1"));
    LoopTimes bareLoops = LoopTimes.ofAll().since(edgeLoops);
    Vertx clients = Vertx.vertx();
    SideBySide.Lane bare =
        new SideBySide.Lane(
            HttpLoad.open(clients, plain.actualPort(), path, cookie, CONNECTIONS), bareLoops);
    bare.warmUp(WARM_UP_ANSWERS);
    SideBySide.Lane edge =
        new SideBySide.Lane(
            HttpLoad.open(clients, gateway.port(), path, cookie, CONNECTIONS), edgeLoops);
    edge.warmUp(WARM_UP_ANSWERS);
    SideBySide.compare("answer of %6d B".formatted(same.length()), bare, edge);
    get(clients.close());
    get(plainNode.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
