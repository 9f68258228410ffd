package io.marketswarm.market;

import static io.marketswarm.service.ServiceSpec.service;

import io.marketswarm.bus.MessageBus;
import io.marketswarm.log.Log;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.Vitals;
import io.marketswarm.sim.SimServer;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Fence;
import io.marketswarm.store.Lease;
import io.marketswarm.store.Leases;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.RedisProcess;
import io.marketswarm.store.Stores;
import io.marketswarm.store.embedded.TestStores;
import io.marketswarm.truth.ConfigSources;
import io.marketswarm.truth.ResolvedConfig;
import io.marketswarm.truth.TruthDocument;
import io.marketswarm.web.HeldLoops;
import io.marketswarm.web.TestServices;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;

/** A Redis server of its own, a clock moved by hand, and all a worker is given when it is made. */
public final class MarketStage implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;
  private static final Duration HELD = Duration.ofSeconds(2);
  private static final Path COMPONENT = Path.of("truth", "components", "massive.json");

  private final RedisProcess redis;
  private final Vertx vertx;
  private final Stores stores;
  private final Leases leases;
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final Vitals vitals = new Vitals();
  private final Map<String, Lease> owned = new HashMap<>();
  private final HandMarketClock clock;
  private final HeldLoops loops;

  public MarketStage(Path folder, HandMarketClock clock) {
    this.clock = clock;
    this.redis = RedisProcess.start(folder);
    this.vertx = Vertx.vertx(HeldLoops.options(HELD));
    this.loops = HeldLoops.of(vertx);
    Map<BusName, String> urls = new EnumMap<>(BusName.class);
    for (BusName bus : BusName.values()) {
      urls.put(bus, redis.url().replaceFirst("/0$", "/" + bus.ordinal()));
    }
    this.stores = Stores.open(vertx, urls, TestStores.shared().databaseUrl());
    until("the buses are up", () -> stores.buses().stream().allMatch(RedisBus::up));
    // Not renewed while a test runs: a Redis that comes back empty would end the ownership.
    this.leases = new Leases(vertx, stores.system(), "stage", Duration.ofMinutes(10));
  }

  public Vertx vertx() {
    return vertx;
  }

  public RedisProcess redis() {
    return redis;
  }

  public HandMarketClock clock() {
    return clock;
  }

  public MeterRegistry metrics() {
    return metrics;
  }

  public Vitals vitals() {
    return vitals;
  }

  public MessageBus messages() {
    return MessageBus.on(vertx, metrics);
  }

  public RedisBus market() {
    return stores.market();
  }

  public RedisBus system() {
    return stores.system();
  }

  /** The right to write as the owner of a name, taken from whoever had it here. */
  public Fence own(String name) {
    if (owned.containsKey(name)) {
      get(owned.remove(name).release());
    }
    Promise<Fence> won = Promise.promise();
    Lease lease =
        leases.contend(
            name,
            new Lease.Listener() {
              @Override
              public void acquired(Fence fence) {
                won.tryComplete(fence);
              }

              @Override
              public void lost(String reason) {}
            });
    owned.put(name, lease);
    return get(won.future());
  }

  /** Tells where the simulated exchange is, as its owner does. */
  public void announce(SimServer exchange) {
    JsonObject endpoint =
        new JsonObject()
            .put("rest", exchange.url())
            .put("ws", exchange.url().replace("http:", "ws:"))
            .put("key", "sim");
    ask(Command.SET, Providers.SIM_ENDPOINT, endpoint.encode());
  }

  /** The shipped configuration with some variables changed. */
  public static ResolvedConfig config(Map<String, String> variables) {
    JsonObject component = new JsonObject(read(COMPONENT));
    JsonObject bus = new JsonObject().put("url", "redis://127.0.0.1:6379").put("role", "system");
    JsonObject truth =
        new JsonObject()
            .put("version", "1.0")
            .put("node", new JsonObject())
            .put("buses", new JsonObject().put("system-redis", bus))
            .put("components", new JsonObject().put("massive", component));
    return ResolvedConfig.of(
        TruthDocument.of(truth), "massive", ConfigSources.of(new HashMap<>(variables)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a worker is given as the owner of its name. */
  public ServiceContext context(String worker, Map<String, String> variables) {
    return new ServiceContext(
        service("massive", "Under test").runs(),
        TestServices.node(),
        new ServiceContext.Listen("127.0.0.1", 0),
        config(variables),
        stores,
        messages(),
        metrics,
        clock,
        vitals,
        null,
        Log.of("massive"),
        own("massive." + worker),
        failed -> {});
  }

  public String deploy(Deployable worker) {
    return get(vertx.deployVerticle(worker));
  }

  public void undeploy(String deployment) {
    get(vertx.undeploy(deployment));
  }

  public Response ask(Command command, Object... arguments) {
    return ask(market(), command, arguments);
  }

  public Response ask(RedisBus bus, Command command, Object... arguments) {
    Request request = Request.cmd(command);
    List.of(arguments).forEach(argument -> request.arg(argument.toString()));
    return get(bus.send(request));
  }

  /** The text of a key of the market bus, or null. */
  public String text(String key) {
    Response value = ask(Command.GET, key);
    return value == null ? null : value.toString();
  }

  /** The JSON of a key of the market bus, or null. */
  public JsonObject json(String key) {
    String text = text(key);
    return text == null ? null : new JsonObject(text);
  }

  /** A field of a hash as a number, 0 when it is not there. */
  public double count(String key, String field) {
    Response value = ask(Command.HGET, key, field);
    return value == null ? 0 : Double.parseDouble(value.toString());
  }

  public static <T> T get(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  public static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain until " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
    }
  }

  @Override
  public void close() {
    get(leases.close());
    get(stores.close());
    get(vertx.close());
    redis.close();
    Assertions.assertThat(loops.held()).as("event loops held").isEmpty();
  }
}
