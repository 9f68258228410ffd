package io.marketswarm.gateway;

import static io.marketswarm.web.TestServices.await;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.log.Log;
import io.marketswarm.service.BroadcastClock;
import io.marketswarm.service.MarketClock;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.Vitals;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Eventually;
import io.marketswarm.store.Migrations;
import io.marketswarm.store.Stores;
import io.marketswarm.store.embedded.TestStores;
import io.marketswarm.truth.BuildOptions;
import io.marketswarm.truth.ConfigSources;
import io.marketswarm.truth.ResolvedConfig;
import io.marketswarm.truth.TruthBuilder;
import io.marketswarm.web.TestServices;
import io.marketswarm.web.identity.Identity;
import io.marketswarm.web.identity.SessionTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** An edge on real stores, with the shipped Truth, behind which tests put groups of routes. */
public final class RunningGateway implements AutoCloseable {
  public static final String SESSION_SECRET = "test-session-secret";
  public static final String INTERNAL_SECRET = "test-internal-secret";

  private static final ServiceSpec SPEC =
      ServiceSpec.service("sse", "The edge under test")
          .port(0, "TEST_PORT", "/api/health")
          .buses(BusName.SYSTEM, BusName.MARKET, BusName.INTEL)
          .database()
          .runs();

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final InstantSource clock;
  private final Stores stores;
  private final BroadcastClock broadcastClock;
  private final ServiceContext context;
  private final GatewayVerticle verticle;
  private final WebClient client;

  /** How one is set up. */
  public static final class Plan {
    private final Map<String, String> env = new HashMap<>();
    private final List<Function<Edge, RouteGroup>> groups = new ArrayList<>();
    private final List<Class<?>> left = new ArrayList<>();
    private final Map<BusName, String> buses = new EnumMap<>(BusName.class);
    private String database = TestStores.shared().databaseUrl();
    private InstantSource clock = InstantSource.system();
    private Optional<MarketClock> marketClock = Optional.empty();
    private Optional<ServiceContext.Secure> secure = Optional.empty();

    private Plan() {
      for (BusName bus : BusName.values()) {
        buses.put(bus, TestStores.shared().url(bus));
      }
      with("APP_SESSION_SECRET", SESSION_SECRET);
      with("INTERNAL_AUTH_SECRET", INTERNAL_SECRET);
    }

    public Plan with(String variable, String value) {
      env.put(variable, value);
      return this;
    }

    /** Puts a group behind the door, beside those that always stand there. */
    public Plan behind(Function<Edge, RouteGroup> group) {
      groups.add(group);
      return this;
    }

    /** Leaves out a group that always stands there otherwise. */
    public Plan without(Class<?> group) {
      left.add(group);
      return this;
    }

    public Plan clock(InstantSource source) {
      clock = source;
      return this;
    }

    /** Leaves the market's time to this clock, whatever is broadcast. */
    public Plan marketClock(MarketClock market) {
      marketClock = Optional.of(market);
      return this;
    }

    public Plan database(String url) {
      database = url;
      return this;
    }

    public Plan bus(BusName bus, String url) {
      buses.put(bus, url);
      return this;
    }

    Plan secure(ServiceContext.Secure port) {
      secure = Optional.of(port);
      return this;
    }

    public RunningGateway start() throws Exception {
      return new RunningGateway(this);
    }
  }

  public static Plan plan() {
    return new Plan();
  }

  private RunningGateway(Plan plan) throws Exception {
    clock = plan.clock;
    stores = Stores.open(vertx, plan.buses, plan.database);
    if (plan.database.equals(TestStores.shared().databaseUrl())) {
      Eventually.get(Migrations.apply(vertx, plan.database));
      TestServices.eventually(stores.database()::up);
    }
    if (plan.buses.get(BusName.SYSTEM).equals(TestStores.shared().url(BusName.SYSTEM))) {
      TestServices.eventually(stores.system()::up);
    }
    broadcastClock = new BroadcastClock(vertx, stores.market(), InstantSource.system());
    if (plan.marketClock.isEmpty()) {
      broadcastClock.start();
    }
    client = WebClient.create(vertx, new WebClientOptions().setFollowRedirects(false));
    context = context(plan);
    List<Function<Edge, RouteGroup>> groups = new ArrayList<>();
    GatewayVerticle.GROUPS.forEach(made -> groups.add(edge -> unless(plan.left, made.apply(edge))));
    groups.addAll(plan.groups);
    verticle = new GatewayVerticle(context, clock, groups);
    await(vertx.deployVerticle(verticle));
  }

  private static RouteGroup unless(List<Class<?>> left, RouteGroup made) {
    return left.contains(made.getClass()) ? new RouteGroup() {} : made;
  }

  private ServiceContext context(Plan plan) {
    ResolvedConfig config =
        ResolvedConfig.of(
            TruthBuilder.build(BuildOptions.of(Path.of("truth"))).document().orElseThrow(),
            "sse",
            ConfigSources.of(plan.env));
    return new ServiceContext(
        SPEC,
        TestServices.node(),
        new ServiceContext.Listen("127.0.0.1", 0, plan.secure),
        config,
        stores,
        MessageBus.on(vertx, metrics),
        metrics,
        plan.marketClock.orElse(broadcastClock),
        new Vitals(),
        null,
        Log.of("sse"),
        null,
        failed -> {});
  }

  public int port() {
    return verticle.port();
  }

  public Vertx vertx() {
    return vertx;
  }

  public ServiceContext context() {
    return context;
  }

  public Stores stores() {
    return stores;
  }

  public MeterRegistry metrics() {
    return metrics;
  }

  /** Somebody nobody has seen before. */
  public static Identity somebody(String... roles) {
    String id = String.valueOf(Math.abs(UUID.randomUUID().getMostSignificantBits() >>> 16));
    return new Identity("fotw", id, id + "@example.com", "Some Body", List.of(roles), null);
  }

  /** The token of a session that began just now. */
  public String session(Identity who) {
    return new SessionTokens(SESSION_SECRET, Duration.ofDays(1), clock).issue(who);
  }

  /** A request without a session. */
  public HttpRequest<Buffer> ask(HttpMethod method, String path) {
    return client.request(method, port(), "127.0.0.1", path);
  }

  /** A request of somebody who has signed in. */
  public HttpRequest<Buffer> ask(HttpMethod method, String path, Identity who) {
    return ask(method, path).putHeader("Cookie", "ms_session=" + session(who));
  }

  /** Tells of a model as its publisher does, on the event bus. */
  public void tell(ModelUpdate update) {
    context.messages().publish(Addresses.MARKET_MODEL, update);
  }

  public HttpResponse<Buffer> get(String path) throws Exception {
    return await(ask(HttpMethod.GET, path).send());
  }

  public HttpResponse<Buffer> get(String path, Identity who) throws Exception {
    return await(ask(HttpMethod.GET, path, who).send());
  }

  @Override
  public void close() {
    broadcastClock.stop();
    try {
      await(stores.close());
      await(vertx.close());
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
