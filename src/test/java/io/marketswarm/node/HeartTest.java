package io.marketswarm.node;

import static io.marketswarm.service.ServiceSpec.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.log.Log;
import io.marketswarm.service.NodeIdentity;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.ServiceStatus.State;
import io.marketswarm.service.VerticleSpec;
import io.marketswarm.service.Vitals;
import io.marketswarm.service.Vitals.Condition;
import io.marketswarm.store.Backoff;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Fence;
import io.marketswarm.store.Leases;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.embedded.TestStores;
import io.marketswarm.truth.Variables;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the one heartbeat of a service says of workers that are spread over two nodes. */
class HeartTest extends NodeTests {
  private static final Duration TTL = Duration.ofMillis(600);
  private static final Backoff QUICK = new Backoff(Duration.ofMillis(5), Duration.ofMillis(9), 0);

  private final String id = "heart_" + UUID.randomUUID().toString().replace("-", "");
  private final ServiceSpec spec =
      service(id, "")
          .beat(1, 3)
          .runs(
              VerticleSpec.singleOwner("spot", context -> null),
              VerticleSpec.singleOwner("chain", context -> null));

  private final List<Member> members = new ArrayList<>();

  /** By worker, who runs it. */
  private final Map<String, Member> running = new ConcurrentHashMap<>();

  private RedisBus observer;

  /** A node that runs the service. */
  private final class Member implements ServiceRunner.Crew {
    final Vertx own = Vertx.vertx();
    final NodeIdentity identity;
    final RedisBus bus;
    final Leases leases;
    final Vitals vitals = new Vitals();
    final Set<String> cannot = ConcurrentHashMap.newKeySet();
    final ServiceRunner runner;
    private boolean dead;

    Member(String name) {
      identity = new NodeIdentity(name, name, "dev", 1, "1", Instant.now());
      bus = RedisBus.open(own, BusName.SYSTEM, TestStores.shared().url(BusName.SYSTEM));
      await("the bus", bus::up);
      leases = new Leases(own, bus, name, TTL);
      runner = new ServiceRunner(own, spec, this, status -> {});
      members.add(this);
    }

    void run(int spot, int chain) {
      await(runner.start(Map.of("spot", spot, "chain", chain), Map.of()));
    }

    @Override
    public Map<String, ServiceRunner.Group> muster(Map<String, String> overrides, Watch watch) {
      Map<String, ServiceRunner.Group> groups = new LinkedHashMap<>();
      for (VerticleSpec verticle : spec.verticles()) {
        Supervisor supervisor = new Supervisor(QUICK);
        String worker = verticle.name();
        groups.put(
            worker,
            new Owned(
                own,
                leases,
                Future.succeededFuture(),
                new Claim(worker, id + "." + worker),
                supervisor,
                fence -> instances(worker, watch, supervisor, fence),
                () -> {},
                Log.of("test")));
      }
      new Drill(own, "massive", () -> false, Log.of("test"))
          .consider(new Variables(overrides), groups.values());
      return groups;
    }

    private Instances instances(String worker, Watch watch, Supervisor supervisor, Fence fence) {
      return new Instances(
          own,
          worker,
          Instances.Manner.ALONE,
          failed -> new Worker(this, worker),
          supervisor,
          watch,
          Log.of("test"));
    }

    @Override
    public List<String> missing() {
      return List.of();
    }

    @Override
    public Heart heart(Pulse pulse, Standing standing) {
      return new Heart(
          id,
          spec.beat().orElseThrow(),
          identity,
          bus,
          pulse,
          standing,
          vitals,
          () -> "3.1",
          Log.of("test"));
    }

    /** As by SIGKILL. */
    void die() {
      dead = true;
      running.values().removeIf(this::equals);
      await(own.close());
    }
  }

  private final class Worker extends VerticleBase {
    private final Member member;
    private final String name;

    Worker(Member member, String name) {
      this.member = member;
      this.name = name;
    }

    @Override
    public Future<?> start() {
      if (member.cannot.contains(name)) {
        throw new IllegalStateException("a mistake of ours");
      }
      member.vitals.watch(name, () -> Condition.OK);
      running.put(name, member);
      return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
      member.vitals.forget(name);
      running.remove(name, member);
      return Future.succeededFuture();
    }
  }

  @BeforeEach
  void observe() {
    observer = RedisBus.open(vertx, BusName.SYSTEM, TestStores.shared().url(BusName.SYSTEM));
    await("the observer's bus", observer::up);
  }

  @AfterEach
  void closeAll() {
    for (Member member : members) {
      if (!member.dead) {
        await(member.runner.stop());
        await(member.own.close());
      }
    }
  }

  private JsonObject beat() {
    Response beat = await(observer.send(Request.cmd(Command.GET).arg(id + ":heartbeat")));
    return beat == null ? new JsonObject() : new JsonObject(beat.toString());
  }

  private JsonObject workers() {
    return beat().getJsonObject("workers", new JsonObject());
  }

  private void awaitWorkers(String spot, String chain) {
    JsonObject expected = new JsonObject();
    if (spot != null) {
      expected.put("spot", spot);
    }
    if (chain != null) {
      expected.put("chain", chain);
    }
    await("workers " + expected, () -> workers().equals(expected));
  }

  private void awaitInstances(int expected) {
    await(expected + " instances", () -> beat().getInteger("instances", 0) == expected);
  }

  @Test
  void tellsTheWorkersOfAllNodesWhoeverWritesIt() {
    Member a = new Member("a");
    a.run(1, 0);
    await("the first worker", () -> running.get("spot") == a);
    Member b = new Member("b");
    b.run(0, 1);
    awaitWorkers("ok", "ok");
    awaitInstances(2);
    assertThat(beat().getString("status")).isEqualTo("running");

    b.vitals.watch("chain", () -> Condition.DEGRADED);
    awaitWorkers("ok", "degraded");
    assertThat(beat().getString("status")).isEqualTo("degraded");
    b.vitals.watch("chain", () -> Condition.OK);
    awaitWorkers("ok", "ok");

    await(a.runner.stop());
    await("the other to write", () -> "b".equals(beat().getString("node_id")));
    awaitWorkers(null, "ok");
    awaitInstances(1);
  }

  @Test
  void aWorkerThatNobodyRunsIsDownUntilSomebodyDoes() {
    Member a = new Member("a");
    Member b = new Member("b");
    b.run(0, 1);
    a.run(1, 0);
    awaitWorkers("ok", "ok");
    b.die();
    await("the dead node to be forgotten", () -> !workers().containsKey("chain"));
    await(a.runner.scale("chain", 1));
    await("the survivor to take over", () -> running.get("chain") == a);
    awaitWorkers("ok", "ok");
    awaitInstances(2);
  }

  @Test
  void whatKeepsFailingIsStoppedAndSaidToBeUntilAnotherNodeRunsIt() {
    Member a = new Member("a");
    a.cannot.add("chain");
    a.run(1, 1);
    awaitWorkers("ok", "down");
    await("the end of all tries", () -> beat().containsKey("stopped"));
    assertThat(beat().getJsonObject("stopped"))
        .isEqualTo(new JsonObject().put("chain", "failed 5 times in 5 minutes and is stopped"));
    assertThat(beat().getString("status")).isEqualTo("degraded");
    assertThat(a.runner.status().state()).isEqualTo(State.DEGRADED);
    assertThat(a.runner.status().trouble())
        .isEqualTo("chain failed 5 times in 5 minutes and is stopped");

    Member b = new Member("b");
    b.run(0, 1);
    awaitWorkers("ok", "ok");
    assertThat(beat().containsKey("stopped")).isFalse();

    a.cannot.clear();
    await(a.runner.stop());
    a.run(1, 1);
    assertThat(a.runner.status().state()).as("after a new start").isEqualTo(State.RUNNING);
  }

  @Test
  void aDrillKillsOneWorkerOnceAndSupervisionBringsItBack() {
    Member a = new Member("a");
    await(
        a.runner.start(
            Map.of("spot", 1, "chain", 0),
            Map.of(
                "MASSIVE_RUN_MODE", "supervised",
                "MASSIVE_FAULT_INJECT", "true",
                "MASSIVE_FAULT_DELAY_SEC", "0.5")));
    await(
        "the worker",
        () -> running.get("spot") == a && a.runner.status().deployments().size() == 1);
    String first = a.runner.status().deployments().get(0);
    await(
        "another one in its place",
        () -> {
          List<String> now = a.runner.status().deployments();
          return now.size() == 1 && !now.get(0).equals(first);
        });
    assertThat(running).containsEntry("spot", a);
    assertThat(a.runner.status().state()).isEqualTo(State.RUNNING);
  }
}
