package io.marketswarm.gateway;

import io.marketswarm.gateway.proxy.Proxies;
import io.marketswarm.gateway.site.SiteRoutes;
import io.marketswarm.gateway.streams.MarketClockRoutes;
import io.marketswarm.gateway.streams.StreamRoutes;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.BusName;
import io.marketswarm.web.AtHand;
import io.marketswarm.web.DrainingServer;
import io.marketswarm.web.ErrorShape;
import io.marketswarm.web.Health;
import io.marketswarm.web.HttpLimits;
import io.marketswarm.web.ServiceHttp;
import io.marketswarm.web.gates.TierGates;
import io.marketswarm.web.identity.Trust;
import io.marketswarm.web.tls.ServedCertificate;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** One instance of the edge: who may enter, and the groups of routes behind the door. */
public final class GatewayVerticle extends ServiceHttp {
  /** What stands behind the door of every edge. */
  static final List<Function<Edge, RouteGroup>> GROUPS =
      List.of(
          ProfileRoutes::new,
          TierRoutes::new,
          ClientErrors::new,
          Greeks::new,
          DocumentRoutes::new,
          Proxies::new);

  private static final Duration IDLE = Duration.ofSeconds(75);
  private static final String PAGE_CACHING = "no-cache, no-store, must-revalidate";

  /** What else there is at the edge of a node. */
  static final List<Function<Edge, RouteGroup>> ROOMS =
      Stream.concat(
              Stream.<Function<Edge, RouteGroup>>of(StreamRoutes::new, MarketClockRoutes::new),
              DataRoutes.GROUPS.stream())
          .toList();

  private static final String NAME = "sse-gateway";

  /** Whether everything is there; health asks only for what the edge cannot do without. */
  private static final String READINESS = "/ready";

  private static final List<String> HEALTH = List.of("/health", "/api/health");

  private final InstantSource clock;
  private final List<Function<Edge, RouteGroup>> factories;
  private final List<RouteGroup> groups = new ArrayList<>();
  private GatewaySettings settings;
  private Edge edge;
  private CrossOrigin crossOrigin;
  private Admission admission;
  private ExpressLane expressLane;
  private SiteRoutes site;
  private Optional<ServedCertificate> certificate = Optional.empty();

  public GatewayVerticle(ServiceContext context) {
    this(context, InstantSource.system(), Stream.concat(GROUPS.stream(), ROOMS.stream()).toList());
  }

  GatewayVerticle(
      ServiceContext context, InstantSource clock, List<Function<Edge, RouteGroup>> factories) {
    super(context);
    this.clock = clock;
    this.factories = factories;
  }

  @Override
  protected Future<?> open() {
    settings = GatewaySettings.of(context().config().env(), context().node().env());
    edge = edge();
    site = new SiteRoutes(vertx, settings.site(), PAGE_CACHING, !settings.production());
    furnish();
    certificate =
        context()
            .listen()
            .secure()
            .map(
                secure ->
                    new ServedCertificate(vertx, secure, context().metrics(), context().log()));
    context().vitals().tell("clients", Clients.of(vertx)::json);
    List<Future<?>> opening = new ArrayList<>();
    opening.add(edge.trust().open(vertx));
    opening.add(edge.gates().open());
    certificate.ifPresent(shown -> opening.add(shown.open().onSuccess(read -> tell(shown))));
    groups.forEach(group -> opening.add(group.open()));
    opening.add(site.open());
    sayWhatIsOpen();
    return Future.all(opening);
  }

  private void tell(ServedCertificate shown) {
    context().vitals().tell("certificate_ends", shown::endsAt);
  }

  private Edge edge() {
    Trust trust = Trust.of(context(), clock);
    TierGates gates = new TierGates(vertx, context().bus(BusName.SYSTEM), context().log());
    Users users = new Users(context().stores().database(), trust.users(), clock);
    return new Edge(
        vertx,
        context(),
        trust,
        gates,
        users,
        new Access(gates, users),
        new RateLimits(context().bus(BusName.SYSTEM), clock),
        new Standing(vertx, gates, trust.revocations(), clock),
        Clients.of(vertx),
        draining());
  }

  /** Puts everything behind the door. */
  private void furnish() {
    SessionCookie cookie = new SessionCookie(settings.cookieDomain());
    crossOrigin = new CrossOrigin(settings.origins());
    admission =
        new Admission(
            settings,
            edge.trust(),
            edge.gates(),
            edge.users(),
            cookie,
            clock,
            settings.devSignIn() ? DevSignIn.PATHS : Set.of());
    SignIn signIn =
        new SignIn(
            settings,
            edge.trust().sessions(),
            cookie,
            edge.users(),
            admission,
            edge.limits(),
            context().bus(BusName.SYSTEM),
            clock,
            context().log());
    groups.add(
        new AuthRoutes(
            settings, edge.trust(), admission, signIn, cookie, edge.limits(), context().log()));
    groups.add(new VerifyRoute(settings, admission, edge.access(), edge.trust().tokens()));
    factories.forEach(factory -> groups.add(factory.apply(edge)));
    expressLane = new ExpressLane(admission, edge, settings.proxies(), groups);
  }

  /** Loudly, and once on each node. */
  private void sayWhatIsOpen() {
    if (settings.publicMode()) {
      warnOnce("PUBLIC_MODE=1: everybody may enter without signing in");
    }
    if (settings.devSignIn()) {
      warnOnce("no identity site is set up: anybody may sign in as anybody at " + DevSignIn.PAGE);
    }
  }

  private void warnOnce(String words) {
    if (vertx.sharedData().getLocalMap("gateway.said").putIfAbsent(words, true) == null) {
      context().log().warn(words);
    }
  }

  @Override
  protected Optional<AtHand> atHand(HttpServerRequest request) {
    return expressLane.find(request);
  }

  @Override
  protected void streamed(Router router) {
    router.route().handler(RequestPath::check);
    router
        .route()
        .handler(
            request -> {
              Arrival.note(request, settings.proxies()).keepSecure(request.request());
              request.next();
            });
    router.route().handler(crossOrigin::check);
    Health health = health();
    HEALTH.forEach(path -> router.get(path).handler(health::answer));
    router.get(READINESS).handler(Health.of(NAME, context())::answer);
    router.route().handler(admission::check);
    router.route().handler(new FeatureGates(edge.access())::check);
    groups.forEach(group -> group.mountStreamed(router));
  }

  @Override
  protected void routes(Router router) {
    groups.forEach(group -> group.mount(router));
    router.route().handler(NotFound::inTheApi);
    site.mount(router);
  }

  @Override
  protected ErrorShape errors(String path) {
    return Envelopes.at(path);
  }

  /** Event streams say something every few seconds; a connection that does not is nobody's. */
  @Override
  protected HttpLimits limits() {
    return HttpLimits.DEFAULT.withIdle(IDLE);
  }

  /**
   * Answers are written on the loop of their connection only, so no stream keeps a queue for it.
   * Sockets end in the services behind, which agree with clients on compression themselves.
   */
  @Override
  protected HttpServerOptions options() {
    return super.options()
        .setHttp2ClearTextEnabled(true)
        .setStrictThreadMode(true)
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false);
  }

  @Override
  protected List<HttpServerOptions> listeners() {
    return certificate
        .map(shown -> List.of(options(), shown.twin(options())))
        .orElse(List.of(options()));
  }

  @Override
  protected void listening(List<DrainingServer> listeners) {
    certificate.ifPresent(shown -> shown.follow(listeners.get(1)));
  }

  /** Answered behind the check of origins, for apps that look before they sign in. */
  @Override
  protected Set<String> healthPaths() {
    return Set.of();
  }

  @Override
  protected Health health() {
    Health health = new Health(NAME);
    for (BusName needed : List.of(BusName.SYSTEM, BusName.MARKET)) {
      health.needs(needed.id(), context().bus(needed)::up);
    }
    health
        .reports("clients", Clients.of(vertx)::json)
        .reports("redis", this::buses)
        .reports("db", () -> word(context().stores().database().up()))
        .reports("db_pool", () -> Health.pool(context().stores().database().stats()));
    certificate.ifPresent(shown -> health.reports("certificate", shown::report));
    return health;
  }

  private JsonObject buses() {
    JsonObject buses = new JsonObject();
    for (BusName bus : List.of(BusName.SYSTEM, BusName.MARKET, BusName.INTEL)) {
      buses.put(bus.role(), word(context().bus(bus).up()));
    }
    return buses;
  }

  private static String word(boolean up) {
    return up ? "up" : "down";
  }

  @Override
  protected Future<?> close() {
    List<Future<?>> closing = new ArrayList<>();
    groups.forEach(group -> closing.add(group.close()));
    certificate.ifPresent(ServedCertificate::close);
    if (edge != null) {
      edge.standing().stop();
      closing.add(edge.gates().close());
      closing.add(edge.trust().close());
    }
    return Future.join(closing);
  }
}
