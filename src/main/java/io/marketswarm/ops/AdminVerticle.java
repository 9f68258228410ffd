package io.marketswarm.ops;

import io.marketswarm.log.Log;
import io.marketswarm.ops.HealthCollector.Rhythm;
import io.marketswarm.service.Facilities;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.web.ErrorShape;
import io.marketswarm.web.Health;
import io.marketswarm.web.ServiceHttp;
import io.marketswarm.web.gates.GateEditor;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The admin service of a node. */
public final class AdminVerticle extends ServiceHttp {
  private final Log log;
  private final Facilities node;
  private final Rhythm rhythm;
  private final boolean everyHeartbeat;
  private final Map<BusName, RedisBus> buses = new EnumMap<>(BusName.class);
  private final HealthHistory history = new HealthHistory();
  private HealthCollector collector;
  private NodeMeters meters;

  public AdminVerticle(ServiceContext context) {
    this(context, Rhythm.DEFAULT, "true".equals(System.getenv("HEALTH_FROM_TRUTH")));
  }

  /**
   * @param everyHeartbeat whether all services with a heartbeat count, not only the traditional
   */
  AdminVerticle(ServiceContext context, Rhythm rhythm, boolean everyHeartbeat) {
    super(context);
    this.log = context.log();
    this.node = context.facilities();
    this.rhythm = rhythm;
    this.everyHeartbeat = everyHeartbeat;
    for (RedisBus bus : context.stores().buses()) {
      buses.put(bus.name(), bus);
    }
  }

  @Override
  protected Future<?> open() {
    HealthTargets targets =
        HealthTargets.of(node.catalogue().services(), buses, node.addresses(), everyHeartbeat);
    Optional<DatabaseProbe> database = Optional.of(DatabaseProbe.of(context().stores().database()));
    collector =
        new HealthCollector(vertx, targets, node.control(), database, history, this::say, log);
    collector.start(rhythm);
    meters = new NodeMeters(vertx, context().metrics());
    // Reading the JVM's beans for the first time takes longer than an event loop may be held.
    return vertx
        .executeBlocking(() -> NodeMeters.bindJvm(context().metrics()), false)
        .onSuccess(
            bound -> meters.start(context().node(), node.control(), context().stores(), history));
  }

  private void say(HealthEvent event) {
    String line = event.type() + ": " + event.message();
    switch (event.severity()) {
      case CRITICAL -> log.error(line);
      case WARNING -> log.warn(line);
      case INFO -> log.ok(line);
    }
  }

  @Override
  protected Future<?> close() {
    meters.stop();
    return collector.stop();
  }

  @Override
  protected ErrorShape errors() {
    return ErrorShape.DETAIL;
  }

  /** Admin needs nothing to be up: it is there to say what is down. */
  @Override
  protected Health health() {
    return new Health(context().service().id());
  }

  @Override
  protected Set<String> healthPaths() {
    return Set.of("/health");
  }

  @Override
  protected void streamed(Router router) {
    AdminGuard guard = new AdminGuard(context().listen().host(), node.adminToken());
    router.route().handler(guard::check);
    new StartPage().addTo(router);
  }

  @Override
  protected void routes(Router router) {
    long pid = context().node().pid();
    Operations operations =
        new Operations(
            vertx, node.control(), buses.get(BusName.SYSTEM), context().service().id(), pid);
    ServiceJson json = new ServiceJson(context().node(), node.addresses(), this::truthVersion);
    ServiceRoutes services =
        new ServiceRoutes(node.catalogue(), operations, json, node.environment());
    services.addTo(router);
    new NodeRoutes(context().node(), node.configFile(), buses, services).addTo(router);
    new LogRoutes(vertx, operations, draining()).addTo(router);
    // A node that stops as a whole must not wait for the connections its own checks keep open.
    draining().onSuccess(leaving -> collector.stop());
    new HealthRoutes(history, pid).addTo(router);
    new GateRoutes(gates()).addTo(router);
    new MetricsRoute(vertx, context().metrics()).addTo(router);
  }

  private GateEditor gates() {
    boolean production = context().node().env().equals("production");
    return new GateEditor(buses.get(BusName.SYSTEM), production, InstantSource.system());
  }

  private Optional<String> truthVersion(String service) {
    return history
        .latest()
        .map(snapshot -> snapshot.heartbeats().get(service))
        .map(Snapshot.Heartbeat::truthVersion);
  }
}
