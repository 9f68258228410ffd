package io.marketswarm.bench;

import io.marketswarm.bus.Addresses;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Models over HTTP behind the whole door of the edge (session, revocation, gates, headers, metrics,
 * router) beside a bare Vert.x handler that answers with the same bytes; one event loop each, in
 * alternating rounds. Sizes of models may be given in {@code MODEL_BYTES}.
 */
public final class ModelReadBenchmark {
  private static final int CONNECTIONS = 32;
  private static final int ROUNDS = 9;

  /** The whole door takes many answers until it is compiled. */
  private static final int WARM_UP_ANSWERS = 60_000;

  private static final Duration WARM_UP = Duration.ofSeconds(60);

  private static final long ROUND_MILLIS = 700;
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
        "%d connections, median of %d rounds of %d ms%n", CONNECTIONS, ROUNDS, ROUND_MILLIS);
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
      gateway
          .context()
          .messages()
          .publish(
              Addresses.MARKET_MODEL,
              new ModelUpdate(
                  ModelKeys.selector(symbol(size)), now, now, ModelUpdate.Kind.FULL, json));
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
    HttpLoad theirs = HttpLoad.open(clients, plain.actualPort(), path, cookie, CONNECTIONS);
    warmUp(theirs);
    HttpLoad ours = HttpLoad.open(clients, gateway.port(), path, cookie, CONNECTIONS);
    warmUp(ours);
    Rounds bare = new Rounds(theirs, bareLoops);
    Rounds edge = new Rounds(ours, edgeLoops);
    for (int round = 0; round < ROUNDS; round++) {
      (round % 2 == 0 ? edge : bare).run();
      (round % 2 == 0 ? bare : edge).run();
    }
    System.out.printf(
        Locale.ROOT,
        "answer of %6d B   bare %7.0f/s %6.1f us   edge %7.0f/s %6.1f us   edge/bare %.2f,"
            + " by CPU %.2f%n",
        same.length(),
        median(bare.rates),
        median(bare.micros),
        median(edge.rates),
        median(edge.micros),
        median(quotients(edge.rates, bare.rates)),
        median(quotients(bare.micros, edge.micros)));
    get(clients.close());
    get(plainNode.close());
  }

  /** What a server did in each round. */
  private static final class Rounds {
    private final HttpLoad load;
    private final LoopTimes loops;

    /** Answers per second. */
    private final List<Double> rates = new ArrayList<>();

    /** CPU time of the event loops per answer. */
    private final List<Double> micros = new ArrayList<>();

    Rounds(HttpLoad load, LoopTimes loops) {
      this.load = load;
      this.loops = loops;
    }

    void run() throws Exception {
      long start = System.nanoTime();
      long busy = loops.nanos();
      double rate = load.run(ROUND_MILLIS);
      double seconds = (System.nanoTime() - start) / 1e9;
      rates.add(rate);
      micros.add((loops.nanos() - busy) / 1e3 / (rate * seconds));
    }
  }

  private static List<Double> quotients(List<Double> above, List<Double> below) {
    return IntStream.range(0, above.size()).mapToObj(i -> above.get(i) / below.get(i)).toList();
  }

  private static void warmUp(HttpLoad load) throws Exception {
    long end = System.nanoTime() + WARM_UP.toNanos();
    double answers = 0;
    while (answers < WARM_UP_ANSWERS && System.nanoTime() < end) {
      answers += load.run(ROUND_MILLIS) * ROUND_MILLIS / 1e3;
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
