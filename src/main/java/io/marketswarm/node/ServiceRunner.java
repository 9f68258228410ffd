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
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One service on this node: its verticles, its heart, and one change at a time. */
final class ServiceRunner implements Standing {

  /** Makes the verticle groups of one start of the service. */
  interface Crew {
    Map<String, Group> muster(Map<String, String> overrides, Watch watch);

    /** Which stores the service needs and cannot reach now. */
    List<String> missing();

    /** The heart of a service that beats, or null. */
    Heart heart(Pulse pulse, Standing standing);
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

    /** What one node of the cluster should run, and this one may be it. */
    List<Claim> claims();

    /** What does not run here though it should. */
    List<Ailment> ailments();

    /** Makes one worker that runs here fail by this; tells whether there was one. */
    boolean strike(RuntimeException fault);
  }

  private final Vertx vertx;
  private final ServiceSpec service;
  private final Crew crew;
  private final Consumer<ServiceStatus> changed;
  private final Log log;

  private State state = State.STOPPED;
  private boolean changing;
  private Instant since;
  private String trouble;
  private Map<String, Group> groups = Map.of();
  private Heart heart;

  /**
   * @param changed told of every new state and number of instances
   */
  ServiceRunner(Vertx vertx, ServiceSpec service, Crew crew, Consumer<ServiceStatus> changed) {
    this.vertx = vertx;
    this.service = service;
    this.crew = crew;
    this.changed = changed;
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
          Watch watch = new Watch(pulse, this::lookSoon);
          // Resolving a configuration is work for a worker, not for an event loop.
          return vertx
              .executeBlocking(() -> crew.muster(overrides, watch), false)
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
    Heart made = crew.heart(pulse, this);
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
              lookAgain();
            })
        .map(v -> status());
  }

  /**
   * Tells how the service stands if that has changed by itself: an instance or a store has come or
   * gone. While a change is under way only its stations are told, not each instance.
   */
  void lookAgain() {
    synchronized (this) {
      if (changing) {
        return;
      }
    }
    changed.accept(status());
  }

  /** Whoever tells of a turn may hold what the status asks for: later, when he holds nothing. */
  private void lookSoon() {
    vertx.runOnContext(now -> lookAgain());
  }

  private void become(State next, String why) {
    synchronized (this) {
      state = next;
      trouble = why;
      if (next == State.RUNNING) {
        since = Instant.now();
      } else if (next == State.STOPPED || next == State.FAILED) {
        since = null;
      }
    }
    changed.accept(status());
  }

  private static String ownedName(VerticleSpec verticle, String key) {
    return key.equals(Group.WHOLE) ? verticle.name() : verticle.name() + ":" + key;
  }

  @Override
  public ServiceStatus status() {
    // The groups have locks of their own and are asked without this one.
    Map<String, Group> standing;
    State state;
    Instant since;
    String trouble;
    synchronized (this) {
      standing = groups;
      state = this.state;
      since = this.since;
      trouble = this.trouble;
    }
    Map<String, Integer> instances = new LinkedHashMap<>();
    List<String> deployments = new ArrayList<>();
    List<String> owned = new ArrayList<>();
    for (VerticleSpec verticle : service.verticles()) {
      Group group = standing.get(verticle.name());
      instances.put(verticle.name(), group == null ? 0 : group.count());
      if (group != null) {
        deployments.addAll(group.deployments());
        group.leases().forEach(key -> owned.add(ownedName(verticle, key)));
      }
    }
    List<String> troubles = state == State.RUNNING ? troubles(standing) : List.of();
    return troubles.isEmpty()
        ? new ServiceStatus(service, state, instances, owned, since, deployments, trouble)
        : new ServiceStatus(
            service,
            State.DEGRADED,
            instances,
            owned,
            since,
            deployments,
            String.join("; ", troubles));
  }

  private List<String> troubles(Map<String, Group> standing) {
    List<String> troubles = new ArrayList<>();
    List<String> missing = crew.missing();
    if (!missing.isEmpty()) {
      troubles.add(String.join(", ", missing) + (missing.size() == 1 ? " is" : " are") + " away");
    }
    ailments(standing).forEach(ailment -> troubles.add(ailment.toString()));
    return troubles;
  }

  @Override
  public List<Ailment> ailments() {
    return ailments(standing());
  }

  private static List<Ailment> ailments(Map<String, Group> standing) {
    return standing.values().stream().flatMap(group -> group.ailments().stream()).toList();
  }

  private synchronized Map<String, Group> standing() {
    return groups;
  }

  @Override
  public List<Claim> claims() {
    return standing().values().stream().flatMap(group -> group.claims().stream()).toList();
  }
}
