package io.marketswarm.node;

import io.marketswarm.log.Log;
import io.marketswarm.service.Busy;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.ServiceStatus;
import io.marketswarm.service.ServiceStatus.State;
import io.marketswarm.service.VerticleSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One service on this node: its verticles, its heart, and one change at a time. */
final class ServiceRunner {

  /** Makes the verticle groups of one start of the service. */
  interface Crew {
    Map<String, Group> muster(Map<String, String> overrides, Pulse pulse);

    /** Which stores the service needs and cannot reach now. */
    List<String> missing();

    /** The heart of a service that beats, or null. */
    Heart heart(Pulse pulse, Supplier<ServiceStatus> status);
  }

  /** The instances of one verticle here, or the candidacy for owning it or some of its keys. */
  interface Group {
    /** The key of a lease that is for all there is. */
    String WHOLE = "";

    Future<Void> scaleTo(int instances);

    /** What it was scaled to last. */
    int wanted();

    /** How many run. */
    int count();

    List<String> deployments();

    /** The keys this node holds the leases of, {@link #WHOLE} where there is but one lease. */
    List<String> leases();
  }

  private final Vertx vertx;
  private final ServiceSpec service;
  private final Crew crew;
  private final Log log;

  private State state = State.STOPPED;
  private boolean changing;
  private Instant since;
  private String trouble;
  private Map<String, Group> groups = Map.of();
  private Heart heart;

  ServiceRunner(Vertx vertx, ServiceSpec service, Crew crew) {
    this.vertx = vertx;
    this.service = service;
    this.crew = crew;
    this.log = Log.of(service.id());
  }

  Future<ServiceStatus> start(Map<String, Integer> instances, Map<String, String> overrides) {
    return alone(
        () -> {
          if (state != State.STOPPED && state != State.FAILED) {
            return Future.succeededFuture();
          }
          become(State.STARTING, null);
          Pulse pulse = new Pulse();
          // Resolving a configuration is work for a worker, not for an event loop.
          return vertx
              .executeBlocking(() -> crew.muster(overrides, pulse), false)
              .compose(mustered -> deploy(mustered, instances))
              .compose(v -> startHeart(pulse))
              .onSuccess(v -> become(State.RUNNING, null))
              .recover(this::retreat);
        });
  }

  private Future<?> deploy(Map<String, Group> mustered, Map<String, Integer> instances) {
    synchronized (this) {
      groups = mustered;
    }
    List<Future<?>> started = new ArrayList<>();
    mustered.forEach((name, group) -> started.add(group.scaleTo(instances.get(name))));
    return started.isEmpty() ? Future.succeededFuture() : Future.join(started);
  }

  private Future<Void> startHeart(Pulse pulse) {
    Heart made = crew.heart(pulse, this::status);
    if (made == null) {
      return Future.succeededFuture();
    }
    synchronized (this) {
      heart = made;
    }
    return made.start();
  }

  private Future<Void> retreat(Throwable cause) {
    return takeDown()
        .onComplete(v -> become(State.FAILED, cause.getMessage()))
        .compose(v -> Future.failedFuture(cause));
  }

  Future<ServiceStatus> stop() {
    return alone(
        () -> {
          if (state == State.STOPPED) {
            return Future.succeededFuture();
          }
          become(State.STOPPING, null);
          return takeDown().onComplete(v -> become(State.STOPPED, null));
        });
  }

  private Future<Void> takeDown() {
    List<Future<?>> stopped = new ArrayList<>();
    Heart beating;
    Map<String, Group> standing;
    synchronized (this) {
      beating = heart;
      standing = groups;
      heart = null;
    }
    standing.values().forEach(group -> stopped.add(group.scaleTo(0)));
    Future<?> quiet = stopped.isEmpty() ? Future.succeededFuture() : Future.join(stopped);
    return quiet
        .otherwiseEmpty()
        .compose(v -> beating == null ? Future.succeededFuture() : beating.stop())
        .otherwiseEmpty()
        .onComplete(
            v -> {
              synchronized (this) {
                groups = Map.of();
              }
            })
        .mapEmpty();
  }

  Future<ServiceStatus> scale(String verticle, int instances) {
    VerticleSpec spec =
        service
            .verticle(verticle)
            .orElseThrow(
                () -> new IllegalArgumentException(service.id() + " has no verticle " + verticle));
    if (instances < 0 || instances > spec.maxInstances()) {
      throw new IllegalArgumentException(
          "found "
              + instances
              + " instances of "
              + verticle
              + ", allowed: 0 to "
              + spec.maxInstances());
    }
    return alone(
        () -> {
          Group group;
          synchronized (this) {
            group = groups.get(verticle);
          }
          if (group == null || group.wanted() == instances) {
            return Future.succeededFuture();
          }
          int before = group.wanted();
          return group
              .scaleTo(instances)
              .onSuccess(v -> log.ok(verticle + " scaled from " + before + " to " + instances))
              .onFailure(cause -> become(State.DEGRADED, cause.getMessage()));
        });
  }

  /** Runs a change unless another one is under way. */
  private Future<ServiceStatus> alone(Supplier<Future<?>> change) {
    synchronized (this) {
      if (changing) {
        return Future.failedFuture(new Busy(service.id()));
      }
      changing = true;
    }
    Future<?> changed;
    try {
      changed = change.get();
    } catch (RuntimeException cause) {
      become(State.FAILED, cause.getMessage());
      changed = Future.failedFuture(cause);
    }
    return changed
        .onComplete(
            v -> {
              synchronized (this) {
                changing = false;
              }
            })
        .map(v -> status());
  }

  private synchronized void become(State next, String why) {
    state = next;
    trouble = why;
    if (next == State.RUNNING) {
      since = Instant.now();
    } else if (next == State.STOPPED || next == State.FAILED) {
      since = null;
    }
  }

  private static String ownedName(VerticleSpec verticle, String key) {
    return key.equals(Group.WHOLE) ? verticle.name() : verticle.name() + ":" + key;
  }

  synchronized ServiceStatus status() {
    Map<String, Integer> instances = new LinkedHashMap<>();
    List<String> deployments = new ArrayList<>();
    List<String> owned = new ArrayList<>();
    for (VerticleSpec verticle : service.verticles()) {
      Group group = groups.get(verticle.name());
      instances.put(verticle.name(), group == null ? 0 : group.count());
      if (group != null) {
        deployments.addAll(group.deployments());
        group.leases().forEach(key -> owned.add(ownedName(verticle, key)));
      }
    }
    List<String> missing = state == State.RUNNING ? crew.missing() : List.of();
    return missing.isEmpty()
        ? new ServiceStatus(service, state, instances, owned, since, deployments, trouble)
        : new ServiceStatus(
            service,
            State.DEGRADED,
            instances,
            owned,
            since,
            deployments,
            String.join(", ", missing) + (missing.size() == 1 ? " is" : " are") + " away");
  }
}
