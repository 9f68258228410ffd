package io.marketswarm.ops;

import static io.marketswarm.service.ServiceSpec.service;
import static io.marketswarm.web.TestServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.log.Log;
import io.marketswarm.ops.Snapshot.Bus;
import io.marketswarm.ops.Snapshot.Endpoint;
import io.marketswarm.service.ServiceStatus.State;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Database;
import io.marketswarm.store.RedisBus;
import io.marketswarm.web.TestServices;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthCollectorTest extends OpsTests {
  private final HealthHistory history = new HealthHistory();
  private final List<HealthEvent> events = new ArrayList<>();
  private final List<RedisBus> opened = new ArrayList<>();

  @AfterEach
  void forget() throws Exception {
    for (RedisBus bus : opened) {
      await(bus.close());
    }
    await(
        system(
            Command.DEL, "ops_massive:heartbeat", "ops_journal:heartbeat", "ops_gone:heartbeat"));
    await(system(Command.HDEL, "svc:desired", "ops_massive", "ops_journal"));
  }

  @Test
  void readsTheBuses() throws Exception {
    Snapshot snapshot = look(collector(buses(), Map.of(), Map.of()));

    assertThat(snapshot.buses().keySet()).containsExactlyInAnyOrder(BusName.values());
    assertThat(snapshot.buses().get(BusName.SYSTEM))
        .isInstanceOfSatisfying(
            Bus.Up.class,
            up -> {
              assertThat(up.usedMegabytes()).isPositive();
              assertThat(up.peakMegabytes()).isGreaterThanOrEqualTo(up.usedMegabytes());
              assertThat(up.clients()).isPositive();
              assertThat(up.hitRate()).isBetween(0.0, 1.0);
            });
    assertThat(snapshot.score()).isEqualTo(1);
  }

  @Test
  void completesWhenEveryTargetIsDead() throws Exception {
    Map<BusName, RedisBus> dead = new EnumMap<>(BusName.class);
    for (BusName bus : BusName.values()) {
      RedisBus down = RedisBus.open(vertx, bus, "redis://127.0.0.1:" + closedPort());
      opened.add(down);
      dead.put(bus, down);
    }
    URI nobody = URI.create("http://127.0.0.1:" + closedPort() + "/health");

    Snapshot snapshot =
        look(collector(dead, Map.of("ops_massive", 15), Map.of("ops_journal", nobody)));

    assertThat(snapshot.buses().values()).allMatch(bus -> !bus.alive());
    assertThat(snapshot.heartbeats().get("ops_massive").status())
        .isEqualTo(HeartbeatStatus.UNKNOWN);
    assertThat(snapshot.endpoints().get("ops_journal"))
        .isEqualTo(new Endpoint(0, "connection_refused"));
    assertThat(snapshot.score()).isZero();
  }

  @Test
  void asksAllEndpointsAtTheSameTime() throws Exception {
    int endpoints = 6;
    List<HttpServerRequest> waiting = new ArrayList<>();
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      // Nobody is answered before all have asked.
                      waiting.add(request);
                      if (waiting.size() == endpoints) {
                        waiting.forEach(r -> r.response().end());
                      }
                    })
                .listen(0, "127.0.0.1"));
    Map<String, URI> targets = new LinkedHashMap<>();
    for (int i = 0; i < endpoints; i++) {
      targets.put(
          "service " + i, URI.create("http://127.0.0.1:" + server.actualPort() + "/health"));
    }

    Snapshot snapshot = look(collector(buses(), Map.of(), targets));

    assertThat(snapshot.endpoints().values()).hasSize(endpoints).allMatch(Endpoint::healthy);
  }

  @Test
  void givesUpOnAnEndpointThatNeverAnswers() throws Exception {
    HttpServer server =
        await(vertx.createHttpServer().requestHandler(request -> {}).listen(0, "127.0.0.1"));
    URI silent = URI.create("http://127.0.0.1:" + server.actualPort() + "/health");

    Snapshot snapshot = look(collector(buses(), Map.of(), Map.of("ops_journal", silent)));

    assertThat(snapshot.endpoints().get("ops_journal")).isEqualTo(new Endpoint(0, "timeout"));
  }

  @Test
  void keepsItsConnectionToAServiceUntilThatWantsToStop() throws Exception {
    AtomicInteger made = new AtomicInteger();
    AtomicInteger open = new AtomicInteger();
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .connectionHandler(
                    connection -> {
                      made.incrementAndGet();
                      open.incrementAndGet();
                      connection.closeHandler(v -> open.decrementAndGet());
                    })
                .requestHandler(request -> request.response().end())
                .listen(0, "127.0.0.1"));
    URI url = URI.create("http://127.0.0.1:" + server.actualPort() + "/health");
    HealthCollector collector = collector(buses(), Map.of(), Map.of("ops_journal", url));
    for (int i = 0; i < 3; i++) {
      assertThat(look(collector).endpoints().get("ops_journal")).isEqualTo(new Endpoint(200, null));
    }
    assertThat(made).hasValue(1);
    assertThat(open).hasValue(1);

    collector.leave("ops_journal");
    TestServices.eventually(() -> open.get() == 0);
    assertThat(look(collector).endpoints().get("ops_journal")).isEqualTo(new Endpoint(200, null));
    assertThat(made).hasValue(2);
  }

  @Test
  void tellsUnhealthyFromUnreachable() throws Exception {
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(r -> r.response().setStatusCode(503).end("down"))
                .listen(0, "127.0.0.1"));
    URI unwell = URI.create("http://127.0.0.1:" + server.actualPort() + "/health");

    Endpoint endpoint =
        look(collector(buses(), Map.of(), Map.of("ops_journal", unwell)))
            .endpoints()
            .get("ops_journal");

    assertThat(endpoint.reachable()).isTrue();
    assertThat(endpoint.healthy()).isFalse();
    assertThat(endpoint.code()).isEqualTo(503);
  }

  @Test
  void readsHeartbeats() throws Exception {
    await(control.start("ops_massive", Map.of()));
    await(
        beat(
            "ops_massive",
            "{\"service\":\"x\",\"ts\":1770129005.5,\"truth_version\":\"3.1\"}",
            15));
    await(beat("ops_journal", "not JSON", 5));
    await(system(Command.LPUSH, "ops_gone:heartbeat", "a list"));
    Map<String, Integer> expected = Map.of("ops_massive", 15, "ops_journal", 15, "ops_gone", 15);

    Snapshot snapshot = look(collector(buses(), expected, Map.of()));

    Snapshot.Heartbeat massive = snapshot.heartbeats().get("ops_massive");
    assertThat(massive.status()).isEqualTo(HeartbeatStatus.HEALTHY);
    assertThat(massive.said()).isEqualTo(1770129005.5);
    assertThat(massive.truthVersion()).isEqualTo("3.1");
    assertThat(massive.running()).isTrue();
    Snapshot.Heartbeat journal = snapshot.heartbeats().get("ops_journal");
    assertThat(journal.status()).isEqualTo(HeartbeatStatus.DEGRADED);
    assertThat(journal.said()).isNaN();
    assertThat(journal.running()).isFalse();
    assertThat(snapshot.heartbeats().get("ops_gone").status()).isEqualTo(HeartbeatStatus.UNKNOWN);
  }

  @Test
  void tellsASilentServiceFromADeadOne() throws Exception {
    await(control.start("ops_massive", Map.of()));
    HealthCollector collector =
        collector(buses(), Map.of("ops_massive", 15, "ops_journal", 15), Map.of());
    await(beat("ops_journal", "{\"ts\":1}", 15));
    look(collector);

    await(system(Command.DEL, "ops_massive:heartbeat", "ops_journal:heartbeat"));
    Snapshot after = look(collector);

    assertThat(after.heartbeats().get("ops_massive").status())
        .isEqualTo(HeartbeatStatus.RUNNING_NO_HEARTBEAT);
    assertThat(after.heartbeats().get("ops_journal").status()).isEqualTo(HeartbeatStatus.DEAD);
    assertThat(types()).containsExactlyInAnyOrder("heartbeat_lost", "service_down");

    await(control.start("ops_massive", Map.of()));
    events.clear();
    look(collector);
    assertThat(types()).containsExactly("heartbeat_restored");
  }

  @Test
  void raisesAnAlarmForAWorkerThatIsStoppedForGood() throws Exception {
    HealthCollector collector = collector(buses(), Map.of("ops_journal", 15), Map.of());
    await(beat("ops_journal", "{\"ts\":1}", 15));
    look(collector);

    await(beat("ops_journal", "{\"ts\":1,\"stopped\":{\"jobs\":\"failed\"}}", 15));
    Snapshot after = look(collector);

    assertThat(after.heartbeats().get("ops_journal").stopped()).isEqualTo(Map.of("jobs", "failed"));
    assertThat(types()).containsExactly("service_down");
    assertThat(
            HealthJson.heartbeats(after, 1)
                .getJsonObject("ops_journal")
                .getJsonObject("stopped_workers")
                .getString("jobs"))
        .isEqualTo("failed");
  }

  @Test
  void raisesNoAlarmForAServiceThatWasStoppedInOrder() throws Exception {
    await(control.start("ops_massive", Map.of()));
    HealthCollector collector = collector(buses(), Map.of("ops_massive", 15), Map.of());
    look(collector);

    await(control.stop("ops_massive"));
    Snapshot after = look(collector);
    Snapshot later = look(collector);

    assertThat(after.heartbeats().get("ops_massive").status()).isEqualTo(HeartbeatStatus.DEAD);
    assertThat(after.heartbeats().get("ops_massive").stoppedOnPurpose()).isTrue();
    assertThat(later.heartbeats().get("ops_massive").stoppedOnPurpose()).isTrue();
    assertThat(types()).doesNotContain("service_down");
    assertThat(after.score()).isEqualTo(0.5);
  }

  @Test
  void raisesNoAlarmForAServiceThatAnOperatorStoppedElsewhere() throws Exception {
    await(beat("ops_journal", "{\"ts\":1}", 15));
    HealthCollector collector = collector(buses(), Map.of("ops_journal", 15), Map.of());
    look(collector);

    await(system(Command.HSET, "svc:desired", "ops_journal", "0"));
    await(system(Command.DEL, "ops_journal:heartbeat"));
    look(collector);

    assertThat(types()).doesNotContain("service_down");
  }

  @Test
  void raisesAnAlarmForAServiceThatCrashed() throws Exception {
    await(control.start("ops_massive", Map.of()));
    HealthCollector collector = collector(buses(), Map.of("ops_massive", 15), Map.of());
    look(collector);

    await(system(Command.DEL, "ops_massive:heartbeat"));
    control.pretend("ops_massive", State.FAILED);
    look(collector);

    assertThat(types()).contains("service_down");
  }

  @Test
  void readsTheDatabase() throws Exception {
    HealthCollector collector = collector(buses(), Map.of(), Map.of());

    Snapshot.Database database = look(collector).database().orElseThrow();

    assertThat(database.alive()).isTrue();
    assertThat(database.threadsConnected()).isPositive();
    assertThat(database.waiting()).isZero();
  }

  @Test
  void tellsWhenTheDatabaseGoesAndComesBack() throws Exception {
    List<Future<Void>> answers = new ArrayList<>();
    DatabaseProbe probe =
        new DatabaseProbe() {
          @Override
          public Future<Void> ping() {
            return answers.remove(0);
          }

          @Override
          public Future<Integer> threadsConnected() {
            return Future.failedFuture("away");
          }

          @Override
          public Database.Stats pool() {
            return new Database.Stats(16, 0, 0, 0, 0);
          }
        };
    answers.add(Future.succeededFuture());
    answers.add(Future.failedFuture("away"));
    answers.add(Future.succeededFuture());
    HealthCollector collector =
        new HealthCollector(
            vertx,
            new HealthTargets(buses(), Map.of(), Map.of()),
            control,
            Optional.of(probe),
            history,
            events::add,
            Log.of("admin"));

    for (int i = 0; i < 3; i++) {
      look(collector);
    }

    assertThat(types()).containsExactly("db_down", "db_recovered");
  }

  @Test
  void watchesWhatTheCatalogueNames() {
    HealthTargets targets =
        HealthTargets.of(
            List.of(
                service("massive", "").beat(5, 15).runs(),
                service("vigil", "").beat(5, 15).runs(),
                service("sse", "").beat(5, 15).port(3001, "P", "/api/health").runs(),
                service("static", "").port(5173, "Q", "/health").outsideTruth().runs()),
            Map.of(),
            Map.of(
                "sse", URI.create("http://127.0.0.1:3101"),
                "static", URI.create("http://127.0.0.1:5173")),
            false);

    assertThat(targets.heartbeats())
        .containsExactly(Map.entry("massive", 15), Map.entry("sse", 15));
    assertThat(targets.endpoints())
        .containsExactly(Map.entry("sse", URI.create("http://127.0.0.1:3101/api/health")));
    assertThat(
            HealthTargets.of(
                    List.of(service("vigil", "").beat(5, 15).runs()), Map.of(), Map.of(), true)
                .heartbeats())
        .containsOnlyKeys("vigil");
  }

  private HealthCollector collector(
      Map<BusName, RedisBus> buses, Map<String, Integer> heartbeats, Map<String, URI> endpoints) {
    return new HealthCollector(
        vertx,
        new HealthTargets(buses, heartbeats, endpoints),
        control,
        Optional.of(DatabaseProbe.of(stores.database())),
        history,
        events::add,
        Log.of("admin"));
  }

  private Snapshot look(HealthCollector collector) throws Exception {
    await(TestServices.onLoop(vertx, collector::collect));
    return history.latest().orElseThrow();
  }

  private Map<BusName, RedisBus> buses() {
    Map<BusName, RedisBus> buses = new EnumMap<>(BusName.class);
    stores.buses().forEach(bus -> buses.put(bus.name(), bus));
    return buses;
  }

  private Future<?> beat(String service, String payload, int seconds) {
    return system(Command.SET, service + ":heartbeat", payload, "EX", Integer.toString(seconds));
  }

  private Future<?> system(Command command, String... arguments) {
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return stores.system().send(request);
  }

  private List<String> types() {
    return events.stream().map(HealthEvent::type).toList();
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
