package io.marketswarm.node;

import io.marketswarm.log.Level;
import io.marketswarm.log.Log;
import io.marketswarm.log.Logs;
import io.marketswarm.node.Supervisor.Verdict;
import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.service.Catalogue;
import io.marketswarm.service.ServiceControl;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.ServiceStatus;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All services of this node: started with their dependencies first, stopped the other way round,
 * and changed one by one while the others run on.
 */
final class Fleet implements ServiceControl {
  /** How long a service waits for one it needs before it starts all the same. */
  private static final long DEPENDENCY_WAIT_MILLIS = 20_000;

  private static final long DEPENDENCY_POLL_MILLIS = 250;

  /** Which services an operator wants to run; what is absent follows the configuration. */
  private static final String DESIRED = "svc:desired";

  private static final Log LOG = Log.of("node");

  private final Vertx vertx;

  /** Of the node: what is deployed from the context of a verticle would end with that verticle. */
  private final Context context;

  private final Catalogue catalogue;
  private final RedisBus system;
  private final Map<String, ServiceRunner> runners = new LinkedHashMap<>();
  private volatile NodeConfig config;
  private volatile Set<String> restricted;

  Fleet(
      Vertx vertx,
      Catalogue catalogue,
      NodeConfig config,
      RedisBus system,
      Function<ServiceSpec, ServiceRunner> runner) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.catalogue = catalogue;
    this.config = config;
    this.system = system;
    for (ServiceSpec service : catalogue.services()) {
      runners.put(service.id(), runner.apply(service));
    }
  }

  /** Starts only these services, whatever else the configuration enables. */
  void restrictTo(Set<String> services) {
    restricted = Set.copyOf(services);
  }

  /** Starts every enabled service that no operator has stopped. */
  Future<Void> startAll() {
    return stoppedByOperator()
        .compose(
            stopped -> {
              Map<String, Future<?>> starts = new HashMap<>();
              for (ServiceSpec service : catalogue.startOrder()) {
                if (wanted(service) && !stopped.contains(service.id())) {
                  starts.put(service.id(), startAfterNeeds(service, starts));
                }
              }
              return starts.isEmpty()
                  ? Future.succeededFuture()
                  : Future.join(new ArrayList<>(starts.values())).mapEmpty();
            });
  }

  private boolean wanted(ServiceSpec service) {
    Set<String> only = restricted;
    return config.services().get(service.id()).enabled()
        && (only == null || only.contains(service.id()));
  }

  private Future<Void> startAfterNeeds(ServiceSpec service, Map<String, Future<?>> starts) {
    List<Future<?>> needs = new ArrayList<>();
    for (String need : service.needs()) {
      Future<?> local = starts.get(need);
      needs.add(local != null ? local.otherwiseEmpty() : awaitElsewhere(service, need));
    }
    Future<?> ready = needs.isEmpty() ? Future.succeededFuture() : Future.join(needs);
    return ready
        .compose(v -> begin(service.id(), Map.of()))
        .onSuccess(v -> LOG.debug(service.id() + " started"))
        .onFailure(cause -> tryAgainLater(service, new Supervisor(Restarts.USUAL), cause))
        .mapEmpty();
  }

  private void tryAgainLater(ServiceSpec service, Supervisor supervisor, Throwable cause) {
    Verdict verdict = supervisor.notStarted(cause);
    if (verdict instanceof Verdict.Stop stop) {
      LOG.error(
          "%s could not be started and %s; correct this and start it again: %s"
              .formatted(service.id(), stop.why(), cause.getMessage()));
    } else if (verdict instanceof Verdict.Restart restart) {
      LOG.error(
          "%s could not be started, next try in %d ms: %s"
              .formatted(service.id(), restart.delayMillis(), cause.getMessage()));
      vertx.setTimer(Math.max(1, restart.delayMillis()), t -> tryAgain(service, supervisor));
    }
  }

  private void tryAgain(ServiceSpec service, Supervisor supervisor) {
    boolean stillFailed = runners.get(service.id()).status().state() == ServiceStatus.State.FAILED;
    if (stillFailed && wanted(service)) {
      begin(service.id(), Map.of())
          .onSuccess(v -> LOG.ok(service.id() + " runs now"))
          .onFailure(again -> tryAgainLater(service, supervisor, again));
    }
  }

  /** Waits for the heartbeat of a service that no start of this node brings up. */
  private Future<Void> awaitElsewhere(ServiceSpec service, String need) {
    Promise<Void> alive = Promise.promise();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEPENDENCY_WAIT_MILLIS);
    pollHeartbeat(need, deadline, alive);
    return alive
        .future()
        .recover(
            absent -> {
              LOG.warn(service.id() + " starts although " + need + " is not alive");
              return Future.succeededFuture();
            });
  }

  private void pollHeartbeat(String need, long deadline, Promise<Void> alive) {
    system
        .send(Request.cmd(Command.EXISTS).arg(need + ":heartbeat"))
        .onComplete(
            answer -> {
              if (answer.succeeded() && answer.result().toInteger() == 1) {
                alive.complete();
              } else if (answer.failed() || System.nanoTime() > deadline) {
                alive.fail("no heartbeat");
              } else {
                vertx.setTimer(DEPENDENCY_POLL_MILLIS, t -> pollHeartbeat(need, deadline, alive));
              }
            });
  }

  /** Stops every service, those that others need last. */
  Future<Void> stopAll() {
    Map<String, Future<?>> stops = new HashMap<>();
    List<ServiceSpec> order = new ArrayList<>(catalogue.startOrder());
    Collections.reverse(order);
    for (ServiceSpec service : order) {
      List<Future<?>> dependents = new ArrayList<>();
      for (ServiceSpec other : order) {
        if (other.needs().contains(service.id())) {
          dependents.add(stops.get(other.id()));
        }
      }
      Future<?> ready = dependents.isEmpty() ? Future.succeededFuture() : Future.join(dependents);
      stops.put(
          service.id(), ready.compose(v -> runners.get(service.id()).stop()).otherwiseEmpty());
    }
    return Future.join(new ArrayList<>(stops.values())).mapEmpty();
  }

  /**
   * Brings the running services in line with an edited configuration; what did not change is not
   * touched.
   */
  Future<Void> apply(NodeConfig next) {
    NodeConfig before = config;
    config = next;
    setLevels(before, next);
    List<Future<?>> changes = new ArrayList<>();
    for (ServiceSpec service : catalogue.startOrder()) {
      boolean wasEnabled = before.services().get(service.id()).enabled();
      if (wanted(service) && !wasEnabled) {
        LOG.info(service.id() + " is enabled now");
        changes.add(begin(service.id(), Map.of()));
      } else if (wasEnabled && !wanted(service)) {
        LOG.info(service.id() + " is disabled now");
        changes.add(runners.get(service.id()).stop());
      } else {
        changes.add(rescale(service, next.services().get(service.id()).instances()));
      }
    }
    return Future.join(changes).mapEmpty();
  }

  private static void setLevels(NodeConfig before, NodeConfig next) {
    next.services()
        .forEach(
            (id, service) -> {
              if (!service.level().equals(before.services().get(id).level())) {
                service
                    .level()
                    .ifPresentOrElse(level -> Logs.level(id, level), () -> Logs.usualLevel(id));
                LOG.info(
                    id + " says " + service.level().map(Level::name).orElse("as much as the node"));
              }
            });
  }

  /** Says again how all services stand, to whoever tells it on: a store has come or gone. */
  void lookAgain() {
    runners.values().forEach(ServiceRunner::lookAgain);
  }

  private Future<Void> rescale(ServiceSpec service, Map<String, Integer> instances) {
    Future<Void> done = Future.succeededFuture();
    for (Map.Entry<String, Integer> entry : instances.entrySet()) {
      done =
          done.compose(
              v -> runners.get(service.id()).scale(entry.getKey(), entry.getValue()).mapEmpty());
    }
    return done;
  }

  private Future<ServiceStatus> begin(String id, Map<String, String> overrides) {
    return runners.get(id).start(config.services().get(id).instances(), overrides);
  }

  @Override
  public List<ServiceStatus> services() {
    return runners.values().stream().map(ServiceRunner::status).toList();
  }

  @Override
  public Optional<ServiceStatus> service(String id) {
    return Optional.ofNullable(runners.get(id)).map(ServiceRunner::status);
  }

  @Override
  public Future<ServiceStatus> start(String id, Map<String, String> overrides) {
    return here(() -> remember(id, true).compose(v -> begin(id, overrides)));
  }

  @Override
  public Future<ServiceStatus> stop(String id) {
    return here(() -> remember(id, false).compose(v -> runners.get(id).stop()));
  }

  @Override
  public Future<ServiceStatus> scale(String id, String verticle, int instances) {
    return here(() -> runners.get(id).scale(verticle, instances));
  }

  private Future<ServiceStatus> here(Supplier<Future<ServiceStatus>> change) {
    Promise<ServiceStatus> done = ((VertxInternal) vertx).promise(); // the caller's context
    context.runOnContext(
        now -> Future.succeededFuture().compose(v -> change.get()).onComplete(done));
    return done.future();
  }

  /**
   * Keeps an operator's wish, so that a reboot brings back what ran and nothing that was stopped.
   */
  private Future<Void> remember(String id, boolean run) {
    return system
        .send(Request.cmd(Command.HSET).arg(DESIRED).arg(id).arg(run ? "1" : "0"))
        .<Void>mapEmpty()
        .recover(
            cause -> {
              LOG.warn("the wish for " + id + " is not kept: " + cause.getMessage());
              return Future.succeededFuture();
            });
  }

  private Future<Set<String>> stoppedByOperator() {
    return system
        .send(Request.cmd(Command.HGETALL).arg(DESIRED))
        .map(
            wishes -> {
              Set<String> stopped = new java.util.HashSet<>();
              for (String id : wishes.getKeys()) {
                if ("0".equals(wishes.get(id).toString())) {
                  stopped.add(id);
                }
              }
              if (!stopped.isEmpty()) {
                LOG.info("stopped by an operator and left so: " + String.join(", ", stopped));
              }
              return stopped;
            })
        .otherwise(Set.of());
  }
}
