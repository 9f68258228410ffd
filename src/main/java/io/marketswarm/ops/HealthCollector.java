package io.marketswarm.ops;

import io.marketswarm.log.Log;
import io.marketswarm.ops.Snapshot.Bus;
import io.marketswarm.ops.Snapshot.Database;
import io.marketswarm.ops.Snapshot.Endpoint;
import io.marketswarm.ops.Snapshot.Heartbeat;
import io.marketswarm.service.ServiceControl;
import io.marketswarm.service.ServiceStatus;
import io.marketswarm.service.ServiceStatus.State;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Cadence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Takes a snapshot of the health of everything now and then, with all checks at the same time. */
final class HealthCollector {
  /** When it looks first, so that a start is not taken for an outage, and how often then. */
  record Rhythm(Duration first, Duration every) {
    static final Rhythm DEFAULT = new Rhythm(Duration.ofSeconds(5), Duration.ofSeconds(15));
  }

  private final Vertx vertx;
  private final HealthTargets targets;
  private final HealthChecks checks;
  private final ServiceControl control;
  private final Optional<DatabaseProbe> database;
  private final HealthHistory history;
  private final Consumer<HealthEvent> listener;
  private final Log log;
  private long first;
  private Cadence looks;
  private Set<String> stoppedByOperator = Set.of();
  private boolean collecting;

  HealthCollector(
      Vertx vertx,
      HealthTargets targets,
      ServiceControl control,
      Optional<DatabaseProbe> database,
      HealthHistory history,
      Consumer<HealthEvent> listener,
      Log log) {
    this.vertx = vertx;
    this.targets = targets;
    this.checks = new HealthChecks(vertx);
    this.control = control;
    this.database = database;
    this.history = history;
    this.listener = listener;
    this.log = log;
  }

  void start(Rhythm rhythm) {
    first = vertx.setTimer(Math.max(1, rhythm.first().toMillis()), t -> collect());
    looks = Cadence.every(vertx, rhythm.every(), this::collectUnlessEarly);
  }

  /** The shared moment may come before the first look is due. */
  private void collectUnlessEarly() {
    if (history.latest().isPresent()) {
      collect();
    }
  }

  Future<Void> stop() {
    vertx.cancelTimer(first);
    if (looks != null) {
      looks.stop();
    }
    return checks.close();
  }

  /** A service of this node is about to stop. */
  void leave(String service) {
    checks.leave(service);
  }

  /** Looks once; a look that is still under way is not overtaken. */
  Future<Void> collect() {
    if (collecting) {
      return Future.succeededFuture();
    }
    collecting = true;
    return look()
        .onSuccess(this::remember)
        .onFailure(cause -> log.error("the health could not be collected", cause))
        .onComplete(v -> collecting = false)
        .mapEmpty();
  }

  private void remember(Snapshot snapshot) {
    for (HealthEvent event : history.add(snapshot)) {
      listener.accept(event);
    }
  }

  private Future<Snapshot> look() {
    RedisBus system = targets.buses().get(BusName.SYSTEM);
    Map<BusName, Future<Bus>> buses = new EnumMap<>(BusName.class);
    targets.buses().forEach((name, bus) -> buses.put(name, checks.bus(bus)));
    Future<Map<String, Heartbeat>> heartbeats = checks.heartbeats(system, targets.heartbeats());
    Map<String, Future<Endpoint>> endpoints = new LinkedHashMap<>();
    targets.endpoints().forEach((id, url) -> endpoints.put(id, checks.endpoint(id, url)));
    Future<Optional<Database>> store = database();
    Future<Void> wishes =
        checks
            .stoppedByOperator(system)
            .onSuccess(stopped -> stoppedByOperator = stopped)
            .<Void>mapEmpty()
            .otherwiseEmpty();

    List<Future<?>> all = new ArrayList<>(buses.values());
    all.addAll(endpoints.values());
    all.add(heartbeats);
    all.add(store);
    all.add(wishes);
    return Future.all(all)
        .map(
            v ->
                snapshot(
                    results(buses),
                    inContext(heartbeats.result()),
                    results(endpoints),
                    store.result()));
  }

  private static Snapshot snapshot(
      Map<BusName, Bus> buses,
      Map<String, Heartbeat> heartbeats,
      Map<String, Endpoint> endpoints,
      Optional<Database> database) {
    double score = HealthScore.of(buses.values(), heartbeats.values(), endpoints.values());
    return new Snapshot(Instant.now(), buses, heartbeats, endpoints, database, score);
  }

  private static <K, V> Map<K, V> results(Map<K, Future<V>> futures) {
    Map<K, V> results = new LinkedHashMap<>();
    futures.forEach((key, future) -> results.put(key, future.result()));
    return results;
  }

  /** Adds to the signs of life what this node knows about the services. */
  private Map<String, Heartbeat> inContext(Map<String, Heartbeat> heartbeats) {
    Optional<Snapshot> before = history.latest();
    Map<String, Heartbeat> out = new LinkedHashMap<>();
    heartbeats.forEach(
        (id, heartbeat) -> {
          Optional<State> state = control.service(id).map(ServiceStatus::state);
          Optional<Heartbeat> was = before.map(b -> b.heartbeats().get(id));
          out.put(id, inContext(heartbeat, state, was, stoppedByOperator.contains(id)));
        });
    return out;
  }

  private static Heartbeat inContext(
      Heartbeat heartbeat, Optional<State> state, Optional<Heartbeat> was, boolean unwanted) {
    boolean running = state.filter(s -> s == State.RUNNING || s == State.DEGRADED).isPresent();
    // What ran here and is in the state "stopped" was stopped in order; a crash looks different.
    boolean stoppedInOrder =
        state.filter(s -> s == State.STOPPED || s == State.STOPPING).isPresent()
            && was.filter(w -> w.running() || w.stoppedOnPurpose()).isPresent();
    HeartbeatStatus status =
        heartbeat.status() == HeartbeatStatus.DEAD && running
            ? HeartbeatStatus.RUNNING_NO_HEARTBEAT
            : heartbeat.status();
    return new Heartbeat(
        status,
        heartbeat.said(),
        heartbeat.remainingSeconds(),
        heartbeat.expectedSeconds(),
        running,
        !running && (unwanted || stoppedInOrder),
        heartbeat.truthVersion(),
        heartbeat.certificateEnds(),
        heartbeat.stopped());
  }

  private Future<Optional<Database>> database() {
    if (database.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    DatabaseProbe probe = database.get();
    Future<Boolean> alive = probe.ping().map(true).otherwise(false);
    Future<Integer> threads = probe.threadsConnected().otherwise(DatabaseProbe.UNKNOWN);
    return Future.all(alive, threads)
        .map(
            v -> {
              io.marketswarm.store.Database.Stats stats = probe.pool();
              return Optional.of(
                  new Database(
                      alive.result(),
                      threads.result(),
                      stats.size(),
                      stats.inUse(),
                      stats.waiting(),
                      stats.waitMillis95(),
                      stats.waitingSeconds()));
            });
  }
}
