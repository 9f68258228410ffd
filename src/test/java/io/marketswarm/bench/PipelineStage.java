package io.marketswarm.bench;

import static io.marketswarm.service.ServiceSpec.service;

import io.marketswarm.bus.MessageBus;
import io.marketswarm.log.Log;
import io.marketswarm.market.MarketStage;
import io.marketswarm.market.Providers;
import io.marketswarm.market.chain.ChainWorker;
import io.marketswarm.market.desk.Desk;
import io.marketswarm.market.options.OptionsWorker;
import io.marketswarm.market.spot.SpotWorker;
import io.marketswarm.service.BroadcastClock;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.Vitals;
import io.marketswarm.sim.SimOptions;
import io.marketswarm.sim.SimulatedExchange;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Fence;
import io.marketswarm.store.Lease;
import io.marketswarm.store.Leases;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.Stores;
import io.marketswarm.store.embedded.TestStores;
import io.marketswarm.web.TestServices;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The market half of the product as it runs by default: a simulated exchange behind real sockets,
 * the workers that ask it, real Redis, and the desks. The exchange lives on threads of its own, so
 * that what it costs can be told from what the product costs.
 */
final class PipelineStage implements AutoCloseable {
  private static final List<String> SYMBOLS = List.of("I:SPX", "I:NDX");
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final Vertx exchangeVertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  private final Vertx vertx = Vertx.vertx();
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final Map<String, String> variables;
  private final SimulatedExchange exchange;
  private final Stores stores;
  private final Leases leases;
  private final BroadcastClock clock;

  PipelineStage(Map<String, String> variables) throws Exception {
    this.variables = variables;
    exchange = new SimulatedExchange(SimOptions.DEFAULT.withPort(0));
    get(exchangeVertx.deployVerticle(exchange));
    Map<BusName, String> urls = new EnumMap<>(BusName.class);
    for (BusName bus : BusName.values()) {
      urls.put(bus, TestStores.shared().url(bus));
    }
    stores = Stores.open(vertx, urls, TestStores.shared().databaseUrl());
    while (!stores.buses().stream().allMatch(RedisBus::up)) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    leases = new Leases(vertx, stores.system(), "benchmark", LEASE);
    tellOfExchange();
    exchangeVertx.setPeriodic(1_000, timer -> tellOfExchange());
    clock = new BroadcastClock(vertx, stores.market(), InstantSource.system());
    get(clock.start());
  }

  /** As the product does for the exchange it runs. */
  private void tellOfExchange() {
    JsonObject endpoint =
        new JsonObject()
            .put("rest", exchange.url())
            .put("ws", exchange.url().replaceFirst("^http", "ws"))
            .put("key", "sim")
            .put("ts", System.currentTimeMillis() / 1e3);
    exchange
        .time()
        .compose(
            time ->
                stores
                    .market()
                    .batch(
                        List.of(
                            set(Providers.SIM_ENDPOINT, endpoint),
                            set(BroadcastClock.CLOCK_KEY, time))));
  }

  private static Request set(String key, JsonObject value) {
    return Request.cmd(Command.SET).arg(key).arg(value.encode()).arg("PX").arg(5_000);
  }

  /** Deploys the workers and the desks. */
  void begin() throws Exception {
    deploy("spot", SpotWorker::new);
    deploy("chain", ChainWorker::new);
    deploy("options", OptionsWorker::new);
    for (String symbol : SYMBOLS) {
      deploy("desk." + symbol, context -> new Desk(context, symbol, path -> "none"));
    }
  }

  private void deploy(String name, Function<ServiceContext, Deployable> worker) throws Exception {
    ServiceContext context =
        new ServiceContext(
            service("massive", "Under test").runs(),
            TestServices.node(),
            new ServiceContext.Listen("127.0.0.1", 0),
            MarketStage.config(variables),
            stores,
            messages(),
            metrics,
            clock,
            new Vitals(),
            null,
            Log.of("massive"),
            own("massive." + name),
            failed -> {});
    get(vertx.deployVerticle(worker.apply(context)));
  }

  private Fence own(String name) throws Exception {
    Promise<Fence> won = Promise.promise();
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
    return get(won.future());
  }

  MessageBus messages() {
    return MessageBus.on(vertx, metrics);
  }

  RedisBus market() {
    return stores.market();
  }

  MeterRegistry metrics() {
    return metrics;
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    try {
      for (String deployment : vertx.deploymentIDs()) {
        get(vertx.undeploy(deployment));
      }
      clock.stop();
      get(leases.close());
      get(stores.close());
      get(vertx.close());
      get(exchangeVertx.close());
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
