package io.marketswarm.gateway;

import static io.marketswarm.web.TestServices.await;

import io.marketswarm.bus.MessageBus;
import io.marketswarm.log.Log;
import io.marketswarm.service.HandMarketClock;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.Vitals;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Database;
import io.marketswarm.store.Migrations;
import io.marketswarm.store.Stores;
import io.marketswarm.store.embedded.TestStores;
import io.marketswarm.truth.BuildOptions;
import io.marketswarm.truth.ConfigSources;
import io.marketswarm.truth.ResolvedConfig;
import io.marketswarm.truth.TruthBuilder;
import io.marketswarm.web.ErrorShape;
import io.marketswarm.web.ServiceHttp;
import io.marketswarm.web.TestServices;
import io.marketswarm.web.gates.TierGates;
import io.marketswarm.web.identity.Identity;
import io.marketswarm.web.identity.Trust;
import io.marketswarm.web.identity.UserIds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Groups of routes behind a door that knows sessions, over real stores and real HTTP. */
public final class DataEdge implements AutoCloseable {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final HandMarketClock clock = HandMarketClock.at("2026-03-02T15:00:00Z");
  private final Stores stores;
  private final ServiceContext context;
  private final Trust trust;
  private final Door door;
  private final WebClient client;
  private final Map<String, String> tokens = new HashMap<>();

  private DataEdge(Map<String, String> environment, Function<Edge, List<RouteGroup>> groups)
      throws Exception {
    TestStores shared = TestStores.shared();
    await(Migrations.apply(vertx, shared.databaseUrl()));
    Map<BusName, String> urls = new EnumMap<>(BusName.class);
    for (BusName bus : BusName.values()) {
      urls.put(bus, shared.url(bus));
    }
    stores = Stores.open(vertx, urls, shared.databaseUrl());
    TestServices.eventually(() -> stores.buses().stream().allMatch(bus -> bus.up()));
    TestServices.eventually(stores.database()::up);
    context = context(environment);
    trust = Trust.of(context);
    door = new Door(context, groups);
    await(vertx.deployVerticle(door));
    client = WebClient.create(vertx);
  }

  /** Starts the groups with the variables of the service that differ from the shipped ones. */
  public static DataEdge with(
      Map<String, String> environment, Function<Edge, List<RouteGroup>> groups) throws Exception {
    return new DataEdge(environment, groups);
  }

  public static DataEdge with(Function<Edge, List<RouteGroup>> groups) throws Exception {
    return with(Map.of(), groups);
  }

  private ServiceContext context(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("APP_SESSION_SECRET", SECRET);
    all.putIfAbsent("INTERNAL_AUTH_SECRET", SECRET);
    ResolvedConfig config =
        ResolvedConfig.of(
            TruthBuilder.build(BuildOptions.of(Path.of("truth"))).orThrow(),
            "sse",
            ConfigSources.of(all));
    return new ServiceContext(
        ServiceSpec.service("sse", "Under test")
            .port(3001, "SSE_PORT", "/api/health")
            .buses(BusName.SYSTEM, BusName.MARKET, BusName.INTEL)
            .database()
            .runs(),
        TestServices.node(),
        new ServiceContext.Listen("127.0.0.1", 0),
        config,
        stores,
        MessageBus.on(vertx, metrics),
        metrics,
        clock,
        new Vitals(),
        null,
        Log.of("sse"),
        null,
        failed -> {});
  }

  /** The server of one instance of the edge, with the least a door must do. */
  private final class Door extends ServiceHttp {
    private final Function<Edge, List<RouteGroup>> makers;
    private List<RouteGroup> groups = List.of();
    private Users users;

    Door(ServiceContext context, Function<Edge, List<RouteGroup>> makers) {
      super(context);
      this.makers = makers;
    }

    @Override
    protected Future<?> open() {
      TierGates gates = new TierGates(vertx, stores.system(), context().log());
      UserIds ids = new UserIds(stores.database(), InstantSource.system());
      users = new Users(stores.database(), ids, InstantSource.system());
      Access access = new Access(gates, users);
      RateLimits limits = new RateLimits(stores.system(), InstantSource.system());
      Promise<Void> never = Promise.promise();
      groups =
          makers.apply(
              new Edge(
                  vertx,
                  context(),
                  trust,
                  gates,
                  users,
                  access,
                  limits,
                  new Standing(vertx, gates, trust.revocations(), InstantSource.system()),
                  Clients.of(vertx),
                  never.future()));
      return gates
          .open()
          .compose(opened -> Future.all(groups.stream().map(RouteGroup::open).toList()));
    }

    @Override
    protected Future<?> close() {
      return Future.join(groups.stream().map(RouteGroup::close).toList());
    }

    @Override
    protected ErrorShape errors(String path) {
      return Envelopes.at(path);
    }

    @Override
    protected void streamed(Router router) {
      router.route().handler(this::admit);
      groups.forEach(group -> group.mountStreamed(router));
    }

    @Override
    protected void routes(Router router) {
      groups.forEach(group -> group.mount(router));
    }

    private void admit(RoutingContext request) {
      String bearer = request.request().getHeader("Authorization");
      if (bearer != null) {
        trust
            .sessions()
            .verify(bearer.substring("Bearer ".length()))
            .ifPresent(session -> new Visitor(session, users).attach(request));
      }
      request.next();
    }
  }

  /** A user of ours by a name that tests choose, with roles. */
  public As as(String name, String... roles) {
    String token =
        tokens.computeIfAbsent(
            name + List.of(roles),
            none ->
                trust
                    .sessions()
                    .issue(
                        new Identity(
                            "fotw", name, name + "@example.com", name, List.of(roles), null)));
    return new As(token);
  }

  public As nobody() {
    return new As(null);
  }

  public As admin() {
    return as("admin", "administrator");
  }

  /** How somebody asks. */
  public final class As {
    private final String token;

    private As(String token) {
      this.token = token;
    }

    public HttpRequest<Buffer> request(HttpMethod method, String path) {
      HttpRequest<Buffer> request = client.request(method, door.port(), "127.0.0.1", path);
      return token == null ? request : request.bearerTokenAuthentication(token);
    }

    public HttpResponse<Buffer> get(String path) throws Exception {
      return await(request(HttpMethod.GET, path).send());
    }

    public HttpResponse<Buffer> send(HttpMethod method, String path, JsonObject body)
        throws Exception {
      return await(request(method, path).sendJsonObject(body));
    }

    public HttpResponse<Buffer> post(String path, JsonObject body) throws Exception {
      return send(HttpMethod.POST, path, body);
    }

    public HttpResponse<Buffer> patch(String path, JsonObject body) throws Exception {
      return send(HttpMethod.PATCH, path, body);
    }

    public HttpResponse<Buffer> delete(String path) throws Exception {
      return await(request(HttpMethod.DELETE, path).send());
    }
  }

  public Vertx vertx() {
    return vertx;
  }

  public HandMarketClock clock() {
    return clock;
  }

  public ServiceContext context() {
    return context;
  }

  public Stores stores() {
    return stores;
  }

  public Database database() {
    return stores.database();
  }

  public MessageBus messages() {
    return MessageBus.on(vertx, metrics);
  }

  public int port() {
    return door.port();
  }

  /** Sends a command to a bus, word by word. */
  public Response redis(BusName bus, Command command, Object... words) throws Exception {
    Request request = Request.cmd(command);
    for (Object word : words) {
      request.arg(word.toString());
    }
    return await(stores.bus(bus).send(request));
  }

  @Override
  public void close() throws Exception {
    for (String deployment : vertx.deploymentIDs()) {
      await(vertx.undeploy(deployment));
    }
    await(stores.close());
    await(vertx.close());
  }
}
