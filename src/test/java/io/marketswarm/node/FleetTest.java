package io.marketswarm.node;

import static io.marketswarm.service.ServiceSpec.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.bus.Addresses;
import io.marketswarm.bus.MessageBus;
import io.marketswarm.bus.ServiceCommand;
import io.marketswarm.bus.ServiceReply;
import io.marketswarm.log.Level;
import io.marketswarm.log.Log;
import io.marketswarm.log.LogSettings;
import io.marketswarm.log.Logs;
import io.marketswarm.node.conf.NodeConfig;
import io.marketswarm.node.conf.NodeConfigReader;
import io.marketswarm.service.Busy;
import io.marketswarm.service.Catalogue;
import io.marketswarm.service.NodeIdentity;
import io.marketswarm.service.Operator;
import io.marketswarm.service.ServiceSpec;
import io.marketswarm.service.ServiceStatus;
import io.marketswarm.service.ServiceStatus.State;
import io.marketswarm.service.VerticleSpec;
import io.marketswarm.service.Vitals;
import io.marketswarm.service.Vitals.Condition;
import io.marketswarm.store.BusName;
import io.marketswarm.store.RedisBus;
import io.marketswarm.store.embedded.TestStores;
import io.marketswarm.truth.TruthException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest extends NodeTests {
  private static final Catalogue CATALOGUE =
      new Catalogue(
          List.of(
              service("top", "").needs("middle").beat(1, 5).runs(verticle("http", 2)),
              service("middle", "").needs("bottom").beat(1, 5).runs(verticle("worker", 1)),
              service("bottom", "").beat(1, 5).runs(verticle("worker", 1))));

  private static final NodeIdentity NODE =
      new NodeIdentity("n1", "n1", "dev", 1, "1", Instant.now());

  @TempDir Path folder;

  private final List<String> events = new CopyOnWriteArrayList<>();
  private final Map<String, Promise<Void>> gates = new LinkedHashMap<>();
  private final Vitals vitals = new Vitals();
  private volatile List<String> away = List.of();
  private RedisBus system;
  private MessageBus messages;
  private Announcements announcements;
  private Fleet fleet;

  private static VerticleSpec verticle(String name, int instances) {
    return VerticleSpec.scalable(name, instances, 4, context -> null);
  }

  @BeforeEach
  void assemble() {
    system = RedisBus.open(vertx, BusName.SYSTEM, TestStores.shared().url(BusName.SYSTEM));
    await("the system bus", system::up);
    await(system.send(Request.cmd(Command.DEL).arg("svc:desired")));
    messages = MessageBus.on(vertx, new SimpleMeterRegistry());
    announcements = new Announcements(messages, NODE);
    fleet = new Fleet(vertx, CATALOGUE, config("{}"), system, this::runner);
  }

  private NodeConfig config(String text) {
    try {
      Path file = Files.writeString(folder.resolve("node.json"), text);
      return new NodeConfigReader(CATALOGUE, Map.of(), Map.of()).read(Optional.of(file));
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private ServiceRunner runner(ServiceSpec service) {
    return new ServiceRunner(
        vertx,
        service,
        new ServiceRunner.Crew() {
          @Override
          public Map<String, ServiceRunner.Group> muster(
              Map<String, String> overrides, Watch watch) {
            Map<String, ServiceRunner.Group> groups = new LinkedHashMap<>();
            for (VerticleSpec verticle : service.verticles()) {
              Instances.Factory factory = failed -> new Noting(service.id());
              groups.put(
                  verticle.name(),
                  new Instances(
                      vertx,
                      verticle.name(),
                      Instances.Manner.MANY,
                      factory,
                      new Supervisor(Restarts.USUAL),
                      watch,
                      Log.of("test")));
            }
            return groups;
          }

          @Override
          public List<String> missing() {
            return away;
          }

          @Override
          public Heart heart(Pulse pulse, Standing standing) {
            return new Heart(
                service.id(),
                service.beat().orElseThrow(),
                NODE,
                system,
                pulse,
                standing,
                vitals,
                () -> "3.1",
                Log.of("test"));
          }
        },
        announcements::tell);
  }

  /** Notes when an instance of a service comes and goes; a gate holds its start back. */
  private final class Noting extends VerticleBase {
    private final String service;

    Noting(String service) {
      this.service = service;
    }

    @Override
    public Future<?> start() {
      Promise<Void> gate = gates.get(service);
      return (gate == null ? Future.succeededFuture() : gate.future())
          .onSuccess(v -> events.add("+" + service));
    }

    @Override
    public Future<?> stop() {
      events.add("-" + service);
      return Future.succeededFuture();
    }
  }

  private Response get(String key) {
    return await(system.send(Request.cmd(Command.GET).arg(key)));
  }

  @Test
  void startsDependenciesFirstAndStopsThemLast() {
    await(fleet.startAll());
    assertThat(events).containsExactly("+bottom", "+middle", "+top", "+top");
    assertThat(fleet.services()).allMatch(s -> s.state() == State.RUNNING);
    events.clear();
    await(fleet.stopAll());
    assertThat(events).containsExactly("-top", "-top", "-middle", "-bottom");
    assertThat(fleet.services()).allMatch(s -> s.state() == State.STOPPED);
  }

  @Test
  void showsItsHeartbeatsInBothSchemesAndTakesThemAwayWhenItStops() {
    await(fleet.startAll());
    JsonObject beat = new JsonObject(get("top:heartbeat").toString());
    assertThat(beat.getString("service")).isEqualTo("top");
    assertThat(beat.getString("node_id")).isEqualTo("n1");
    assertThat(beat.getInteger("instances")).isEqualTo(2);
    assertThat(beat.getDouble("ts")).isGreaterThan(1.7e9);
    assertThat(get("svc:hb:top").toLong()).isGreaterThan(1_700_000_000L);
    assertThat(await(system.send(Request.cmd(Command.PTTL).arg("top:heartbeat"))).toInteger())
        .isBetween(1, 5_000);
    await(fleet.stopAll());
    assertThat(get("top:heartbeat")).isNull();
    assertThat(get("svc:hb:top")).isNull();
  }

  @Test
  void leavesTheFreshHeartbeatOfAnotherNodeAlone() {
    String other = new JsonObject().put("node_id", "n2").encode();
    await(system.send(Request.cmd(Command.SET).arg("top:heartbeat").arg(other).arg("EX").arg(5)));
    await(fleet.startAll());
    assertThat(get("top:heartbeat").toString()).isEqualTo(other);
    await(
        "the silent node's beat to be replaced",
        () -> get("top:heartbeat").toString().contains("n1"));
    await(fleet.stopAll());
  }

  @Test
  void whatAVerticleAskedForOutlivesThatVerticle() {
    String asking =
        await(
            vertx.deployVerticle(
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    return fleet.start("bottom", Map.of());
                  }
                }));
    assertThat(fleet.service("bottom").orElseThrow().running()).isTrue();
    await(vertx.undeploy(asking));
    assertThat(events).containsExactly("+bottom");
    await(fleet.stopAll());
  }

  @Test
  void followsAnEditWithoutTouchingTheRest() {
    await(fleet.startAll());
    events.clear();
    await(
        fleet.apply(
            config(
                """
                {"services":{"top":{"instances":{"http":3}},"middle":{"enabled":false}}}
                """)));
    assertThat(events).containsExactlyInAnyOrder("+top", "-middle");
    assertThat(fleet.service("middle").orElseThrow().state()).isEqualTo(State.STOPPED);
    events.clear();
    await(fleet.apply(config("{}")));
    assertThat(events).containsExactlyInAnyOrder("-top", "+middle");
    await(fleet.stopAll());
  }

  @Test
  void remembersWhatAnOperatorStopped() {
    await(fleet.startAll());
    await(fleet.stop("top"));
    await(fleet.stopAll());
    Fleet afterReboot = new Fleet(vertx, CATALOGUE, config("{}"), system, this::runner);
    await(afterReboot.startAll());
    assertThat(afterReboot.service("top").orElseThrow().state()).isEqualTo(State.STOPPED);
    assertThat(afterReboot.service("middle").orElseThrow().running()).isTrue();
    await(afterReboot.start("top", Map.of()));
    assertThat(afterReboot.service("top").orElseThrow().running()).isTrue();
    await(afterReboot.stopAll());
  }

  @Test
  void isDegradedWhileAStoreItNeedsIsAway() {
    await(fleet.startAll());
    away = List.of("market-redis");
    ServiceStatus status = fleet.service("top").orElseThrow();
    assertThat(status.state()).isEqualTo(State.DEGRADED);
    assertThat(status.trouble()).isEqualTo("market-redis is away");
    await("the heartbeat to say so", () -> get("top:heartbeat").toString().contains("degraded"));
    away = List.of();
    assertThat(fleet.service("top").orElseThrow().state()).isEqualTo(State.RUNNING);
    await(fleet.stopAll());
  }

  @Test
  void itsHeartbeatTellsHowItsWorkersFeel() {
    AtomicReference<Condition> feeling = new AtomicReference<>(Condition.OK);
    vitals.mode("sim");
    vitals.watch("spot", feeling::get);
    vitals.watch("chain", () -> Condition.OK);
    await(fleet.startAll());
    JsonObject beat = new JsonObject(get("top:heartbeat").toString());
    assertThat(beat.getString("status")).isEqualTo("running");
    assertThat(beat.getString("mode")).isEqualTo("sim");
    assertThat(beat.getJsonObject("workers"))
        .isEqualTo(new JsonObject().put("spot", "ok").put("chain", "ok"));
    feeling.set(Condition.DEGRADED);
    await("the heartbeat to say so", () -> get("top:heartbeat").toString().contains("degraded"));
    beat = new JsonObject(get("top:heartbeat").toString());
    assertThat(beat.getString("status")).isEqualTo("degraded");
    assertThat(beat.getJsonObject("workers").getString("spot")).isEqualTo("degraded");
    vitals.watch(
        "spot",
        () -> {
          throw new IllegalStateException("speechless");
        });
    await("a worker to be down", () -> get("top:heartbeat").toString().contains("down"));
    vitals.forget("spot");
    await("all to be well", () -> get("top:heartbeat").toString().contains("running"));
    await(fleet.stopAll());
  }

  @Test
  void tellsTheEventBusWhatBecomesOfItsServices() {
    List<String> told = new CopyOnWriteArrayList<>();
    await(
        messages
            .consume(
                Addresses.SERVICE_CHANGED,
                change -> {
                  if (change.serviceId().equals("top")) {
                    told.add(change.nodeId() + " " + change.state() + " " + change.instances());
                  }
                })
            .ready());
    await(fleet.startAll());
    await(fleet.scale("top", "http", 3));
    await(fleet.scale("top", "http", 3));
    away = List.of("market-redis");
    fleet.lookAgain();
    fleet.lookAgain();
    await(fleet.stopAll());
    await("the last word", () -> told.contains("n1 STOPPED 0"));
    assertThat(told)
        .containsExactly(
            "n1 STARTING 0",
            "n1 RUNNING 2",
            "n1 RUNNING 3",
            "n1 DEGRADED 3",
            "n1 STOPPING 3",
            "n1 STOPPED 0");
  }

  @Test
  void obeysOrdersOverTheEventBus() {
    Operator operator = new Operator(vertx, fleet, system, NODE);
    Orders orders = new Orders(messages, NODE, fleet, operator);
    await(orders.serve());
    assertThat(order(new ServiceCommand.Start("bottom", Map.of("A", "1"))))
        .isEqualTo(new ServiceReply(true, "bottom started", 1, 1, true));
    assertThat(order(new ServiceCommand.Start("bottom", Map.of())).message())
        .isEqualTo("bottom is already running");
    assertThat(order(new ServiceCommand.Scale("bottom", 3)))
        .isEqualTo(new ServiceReply(true, "bottom worker scaled from 1 to 3", 1, 3, false));
    events.clear();
    assertThat(order(new ServiceCommand.Restart("bottom", Map.of())).message())
        .isEqualTo("bottom started");
    assertThat(events).containsExactly("-bottom", "-bottom", "-bottom", "+bottom");
    assertThat(order(new ServiceCommand.Scale("bottom", 9)))
        .isEqualTo(
            new ServiceReply(false, "found 9 instances of worker, allowed: 1 to 4", 1, 1, false));
    assertThat(order(new ServiceCommand.Stop("nobody")))
        .isEqualTo(new ServiceReply(false, "Unknown service: nobody", 1, 0, false));
    assertThat(order(new ServiceCommand.Stop("bottom")).message()).isEqualTo("bottom stopped");
    assertThat(order(new ServiceCommand.Stop("bottom")).message())
        .isEqualTo("bottom is not running");
    await(orders.stop());
  }

  private ServiceReply order(ServiceCommand command) {
    return await(
        messages.request(Addresses.SERVICE_CONTROL.of(NODE.id()), command, ServiceReply.class));
  }

  @Test
  void anEditChangesHowMuchAServiceSays() {
    Logs.start(new LogSettings(Level.INFO, false, false, null, ""));
    Log top = Log.of("top");
    await(fleet.apply(config("{\"services\":{\"top\":{\"log\":\"debug\"}}}")));
    assertThat(top.debugs()).isTrue();
    assertThat(Log.of("middle").debugs()).isFalse();
    await(fleet.apply(config("{}")));
    assertThat(top.debugs()).isFalse();
    await(fleet.stopAll());
  }

  @Test
  void makesOneChangeAtATime() {
    gates.put("bottom", Promise.promise());
    Future<ServiceStatus> first = fleet.start("bottom", Map.of());
    await("the start", () -> fleet.service("bottom").orElseThrow().state() == State.STARTING);
    Future<ServiceStatus> second = fleet.stop("bottom");
    await(second.otherwiseEmpty());
    assertThat(second.cause()).isInstanceOf(Busy.class);
    gates.get("bottom").complete();
    assertThat(await(first).running()).isTrue();
    await(fleet.stopAll());
  }

  @Test
  void aServiceThatCannotStartDoesNotKeepTheOthers() {
    gates.put("middle", Promise.promise());
    gates.get("middle").fail("no socket");
    gates.put("bottom", Promise.promise());
    gates.get("bottom").fail(new TruthException("BOTTOM_PORT is 'x', not a whole number"));
    await(fleet.startAll().otherwiseEmpty());
    assertThat(fleet.service("middle").orElseThrow().state()).isEqualTo(State.FAILED);
    assertThat(fleet.service("middle").orElseThrow().trouble()).isEqualTo("no socket");
    assertThat(fleet.service("top").orElseThrow().running()).isTrue();
    gates.clear();
    await("a later try", () -> fleet.service("middle").orElseThrow().running());
    ServiceStatus misconfigured = fleet.service("bottom").orElseThrow();
    assertThat(misconfigured.state()).as("no new try").isEqualTo(State.FAILED);
    assertThat(misconfigured.trouble()).isEqualTo("BOTTOM_PORT is 'x', not a whole number");
    await(fleet.start("bottom", Map.of()));
    assertThat(fleet.service("bottom").orElseThrow().running()).isTrue();
    await(fleet.stopAll());
  }
}
