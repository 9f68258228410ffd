package io.marketswarm.bench;

import io.marketswarm.bus.Address;
import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.Cluster;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.bus.ServiceReply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedReader;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What types cost: a model of 1 kB on the typed bus beside a buffer of 1 kB on the plain one, in
 * one JVM and between two, in alternating rounds.
 *
 * <p>Run with: {@code java -cp target/classes:target/test-classes:<dependencies>
 * io.marketswarm.bench.BusBenchmark}
 */
public final class BusBenchmark {
  private static final int PAYLOAD_BYTES = 1_000;
  private static final int ROUNDS = 9;
  private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  static final String PLAIN = "bench.plain";
  static final String PLAIN_ASK = "bench.plain.ask";
  static final String PLAIN_ACKS = "bench.plain.acks";
  static final Address<ModelUpdate> TYPED = Addresses.MARKET_MODEL.of("bench");
  static final Address<ModelUpdate> TYPED_ASK = TYPED.of("ask");
  static final String TYPED_ACKS = "bench.typed.acks";

  private BusBenchmark() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      serve(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
      return;
    }
    System.out.printf(
        "%d cores, JDK %s, %s, %d B payload, median of %d rounds of %d ms%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        System.getProperty("os.name"),
        PAYLOAD_BYTES,
        ROUNDS,
        TimeUnit.NANOSECONDS.toMillis(ROUND_NANOS));
    try {
      local();
      clustered();
    } catch (Exception e) {
      // The event loops of what was started would keep the process alive.
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void local() throws Exception {
    Vertx vertx = Vertx.vertx();
    get(vertx.deployVerticle(new BusConsumers()));
    compare("one JVM", vertx);
    get(vertx.close());
  }

  private static void clustered() throws Exception {
    int own = freePort();
    int other = freePort();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BusBenchmark.class.getName(),
                String.valueOf(other),
                String.valueOf(own))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = child.inputReader()) {
      out.readLine();
      Vertx vertx = get(Cluster.join("bus-benchmark-" + other, own, List.of(own, other)));
      compare("two JVMs", vertx);
      get(vertx.close());
    } finally {
      child.destroy();
      child.waitFor();
    }
  }

  /** The other JVM: consumes until it is ended. */
  private static void serve(int own, int other) throws Exception {
    Vertx vertx = get(Cluster.join("bus-benchmark-" + own, own, List.of(own, other)));
    get(vertx.deployVerticle(new BusConsumers()));
    System.out.println("ready");
    // Ends with the parent, however that ends.
    System.exit(System.in.read());
  }

  private static void compare(String place, Vertx vertx) throws Exception {
    MessageBus bus = MessageBus.on(vertx, new SimpleMeterRegistry());
    Buffer payload = Buffer.buffer("x".repeat(PAYLOAD_BYTES));
    Lane plain =
        new Lane(
            PLAIN_ACKS,
            () -> vertx.eventBus().send(PLAIN, payload),
            () -> vertx.eventBus().request(PLAIN_ASK, payload));
    Lane typed =
        new Lane(
            TYPED_ACKS,
            () -> bus.send(TYPED, update(payload)),
            () -> bus.request(TYPED_ASK, update(payload), ServiceReply.class));
    for (Lane lane : List.of(plain, typed)) {
      get(vertx.deployVerticle(lane));
      get(lane.warmUp(WARM_UP_NANOS));
    }
    for (int round = 0; round < ROUNDS; round++) {
      boolean plainFirst = round % 2 == 0;
      get((plainFirst ? plain : typed).round(ROUND_NANOS));
      get((plainFirst ? typed : plain).round(ROUND_NANOS));
    }
    print(place + ", one-way", "k/s", plain.rate() / 1e3, typed.rate() / 1e3);
    print(place + ", one-way", "cpu ns", plain.cpuNanos(), typed.cpuNanos());
    print(place + ", requests", "k/s", plain.requestRate() / 1e3, typed.requestRate() / 1e3);
    print(place + ", requests", "p99 us", plain.p99(), typed.p99());
  }

  /** A new one each time, as a publisher would make it. */
  private static ModelUpdate update(Buffer payload) {
    return new ModelUpdate(
        "massive:gex:model:I:SPX:calls", 1, 1_769_527_800_000L, ModelUpdate.Kind.FULL, payload);
  }

  private static void print(String what, String unit, double plain, double typed) {
    System.out.printf(
        Locale.ROOT,
        "%-20s %-8s plain %9.1f   typed %9.1f   typed/plain %.2f%n",
        what,
        unit,
        plain,
        typed,
        typed / plain);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
