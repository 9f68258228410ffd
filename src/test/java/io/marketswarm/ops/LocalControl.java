package io.marketswarm.ops;

import io.marketswarm.service.Busy;
import io.marketswarm.service.Catalogue;
import io.marketswarm.service.ServiceControl;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.ServiceStatus;
import io.marketswarm.service.ServiceStatus.State;
import io.marketswarm.service.VerticleSpec;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Deploys real verticles and gives real heartbeats, without the ceremony of a node. */
final class LocalControl implements ServiceControl {
  private final Vertx vertx;
  private final Catalogue catalogue;
  private final RedisBus system;
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final Map<String, State> states = new ConcurrentHashMap<>();

  /** In which order services were started and stopped. */
  final ConcurrentLinkedQueue<String> history = new ConcurrentLinkedQueue<>();

  final Map<String, Map<String, String>> overrides = new ConcurrentHashMap<>();

  /** Services that are being changed by somebody else. */
  final Map<String, Boolean> busy = new ConcurrentHashMap<>();

  private static final class Running {
    private final Instant since = Instant.now();
    private final Map<String, Deque<String>> deployments = new LinkedHashMap<>();
  }

  LocalControl(Vertx vertx, Catalogue catalogue, RedisBus system) {
    this.vertx = vertx;
    this.catalogue = catalogue;
    this.system = system;
  }

  /** As if the service had been found like that. */
  void pretend(String id, State state) {
    states.put(id, state);
  }

  @Override
  public List<ServiceStatus> services() {
    return catalogue.services().stream().map(this::status).toList();
  }

  @Override
  public Optional<ServiceStatus> service(String id) {
    return catalogue.service(id).map(this::status);
  }

  private ServiceStatus status(ServiceSpec service) {
    Running here = running.get(service.id());
    Map<String, Integer> instances = new HashMap<>();
    List<String> deployments = new ArrayList<>();
    if (here != null) {
      synchronized (here) {
        here.deployments.forEach(
            (name, ids) -> {
              instances.put(name, ids.size());
              deployments.addAll(ids);
            });
      }
    }
    State state = states.getOrDefault(service.id(), here == null ? State.STOPPED : State.RUNNING);
    Instant since = here == null ? null : here.since;
    return new ServiceStatus(service, state, instances, List.of(), since, deployments, null);
  }

  @Override
  public Future<ServiceStatus> start(String id, Map<String, String> settings) {
    if (busy.containsKey(id)) {
      return Future.failedFuture(new Busy(id));
    }
    ServiceSpec service = catalogue.service(id).orElseThrow();
    overrides.put(id, settings);
    Running here = new Running();
    Future<Void> deployed = Future.succeededFuture();
    for (VerticleSpec verticle : service.verticles()) {
      here.deployments.put(verticle.name(), new ArrayDeque<>());
      deployed = deployed.compose(v -> deploy(here, verticle, verticle.instances()));
    }
    return deployed
        .compose(v -> beat(service))
        .map(
            v -> {
              running.put(id, here);
              history.add("start " + id);
              return status(service);
            });
  }

  private Future<Void> deploy(Running here, VerticleSpec verticle, int instances) {
    Future<Void> done = Future.succeededFuture();
    for (int i = 0; i < instances; i++) {
      Deployable made = verticle.factory().apply(null, null);
      done =
          done.compose(v -> vertx.deployVerticle(made))
              .map(
                  deployment -> {
                    synchronized (here) {
                      here.deployments.get(verticle.name()).push(deployment);
                    }
                    return null;
                  });
    }
    return done;
  }

  private Future<?> beat(ServiceSpec service) {
    if (service.beat().isEmpty()) {
      return Future.succeededFuture();
    }
    String beat =
        "{\"service\":\"%s\",\"ts\":%s}".formatted(service.id(), Instant.now().getEpochSecond());
    return system.send(
        Request.cmd(Command.SET)
            .arg(service.id() + ":heartbeat")
            .arg(beat)
            .arg("EX")
            .arg(service.beat().get().ttlSeconds()));
  }

  @Override
  public Future<ServiceStatus> stop(String id) {
    if (busy.containsKey(id)) {
      return Future.failedFuture(new Busy(id));
    }
    Running here = running.remove(id);
    Future<Void> stopped = Future.succeededFuture();
    if (here != null) {
      for (Deque<String> deployments : here.deployments.values()) {
        for (String deployment : deployments) {
          stopped = stopped.compose(v -> vertx.undeploy(deployment)).mapEmpty();
        }
      }
    }
    return stopped
        .compose(v -> system.send(Request.cmd(Command.DEL).arg(id + ":heartbeat")))
        .map(
            v -> {
              history.add("stop " + id);
              return status(catalogue.service(id).orElseThrow());
            });
  }

  @Override
  public Future<ServiceStatus> scale(String id, String name, int instances) {
    if (busy.containsKey(id)) {
      return Future.failedFuture(new Busy(id));
    }
    ServiceSpec service = catalogue.service(id).orElseThrow();
    Running here = running.get(id);
    Deque<String> deployments = here.deployments.get(name);
    Future<Void> done = Future.succeededFuture();
    while (deployments.size() > instances) {
      String newest = deployments.pop();
      done = done.compose(v -> vertx.undeploy(newest)).mapEmpty();
    }
    int missing = instances - deployments.size();
    return done.compose(v -> deploy(here, service.verticle(name).orElseThrow(), missing))
        .map(v -> status(service));
  }
}
