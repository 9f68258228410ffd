package io.marketswarm.ops;

import static io.marketswarm.ops.HeartbeatStatus.DEAD;
import static io.marketswarm.ops.HeartbeatStatus.HEALTHY;
import static io.marketswarm.ops.HeartbeatStatus.RUNNING_NO_HEARTBEAT;
import static io.marketswarm.ops.HeartbeatStatus.UNKNOWN;
import static io.marketswarm.ops.Snapshots.beat;
import static io.marketswarm.ops.Snapshots.beatWithCertificate;
import static io.marketswarm.ops.Snapshots.beatWithout;
import static io.marketswarm.ops.Snapshots.snapshot;
import static io.marketswarm.ops.Snapshots.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.ops.Snapshot.Bus;
import io.marketswarm.store.BusName;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HealthEventsTest {

  @ParameterizedTest(name = "{0} to {1}: {2}")
  @CsvSource({
    "HEALTHY, DEAD, service_down critical",
    "DEGRADED, DEAD, service_down critical",
    "RUNNING_NO_HEARTBEAT, DEAD, service_down critical",
    "UNKNOWN, DEAD, service_down critical",
    "HEALTHY, RUNNING_NO_HEARTBEAT, heartbeat_lost warning",
    "DEGRADED, RUNNING_NO_HEARTBEAT, heartbeat_lost warning",
    "DEAD, RUNNING_NO_HEARTBEAT,",
    "RUNNING_NO_HEARTBEAT, HEALTHY, heartbeat_restored info",
    "DEAD, HEALTHY, service_recovered info",
    "HEALTHY, DEGRADED, service_degraded warning",
    "DEGRADED, HEALTHY,",
    "DEAD, DEGRADED,",
    "HEALTHY, UNKNOWN,",
    "UNKNOWN, HEALTHY,",
    "HEALTHY, HEALTHY,",
    "DEAD, DEAD,",
  })
  void tellsOfHeartbeats(HeartbeatStatus was, HeartbeatStatus is, String expected) {
    assertThat(
            types(
                snapshot().heartbeat("massive", beat(was)),
                snapshot().heartbeat("massive", beat(is))))
        .isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @Test
  void saysNothingOfAServiceThatAnOperatorStopped() {
    Snapshots before = snapshot().heartbeat("journal", beat(HEALTHY)).endpoint("journal", 200);
    Snapshots after = snapshot().heartbeat("journal", beat(DEAD, true)).endpoint("journal", 0);

    assertThat(types(before, after)).isEmpty();
  }

  @Test
  void tellsOfNothingWhenAServiceIsNewOrGone() {
    Snapshots with = snapshot().heartbeat("mesh", beat(DEAD)).endpoint("sse", 0);

    assertThat(types(snapshot(), with)).isEmpty();
    assertThat(types(with, snapshot())).isEmpty();
  }

  @ParameterizedTest(name = "{0} to {1}: {2}")
  @CsvSource({
    "200, 0, endpoint_down critical",
    "503, 0, endpoint_down critical",
    "0, 200, endpoint_recovered info",
    "0, 302, endpoint_recovered info",
    "0, 503,",
    "503, 200, endpoint_recovered info",
    "200, 503, endpoint_unhealthy warning",
    "301, 404, endpoint_unhealthy warning",
    "503, 500,",
    "200, 301,",
    "0, 0,",
  })
  void tellsOfEndpoints(int was, int is, String expected) {
    assertThat(types(snapshot().endpoint("journal", was), snapshot().endpoint("journal", is)))
        .isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @Test
  void tellsOfBusesThatGoAndComeBack() {
    Snapshots alive = snapshot().bus(BusName.MARKET, up(100, 5));
    Snapshots dead = snapshot().bus(BusName.MARKET, new Bus.Down());

    assertThat(types(alive, dead)).containsExactly("redis_down critical");
    assertThat(types(dead, alive)).containsExactly("redis_recovered info");
    assertThat(types(dead, dead)).isEmpty();
    assertThat(HealthEvents.between(alive.taken(), dead.taken()).get(0).service())
        .isEqualTo("market-redis");
  }

  @ParameterizedTest(name = "{0} MB to {1} MB: warns {2}")
  @CsvSource({
    "900, 1350, false",
    "900, 1401, true",
    "900, 1400.1, true",
    "900, 1400, false",
    "1100, 1649, false",
    "100, 599, false",
    "1990, 2001, true",
    "2001, 2100, false",
    "2100, 1990, false",
    "0, 600, true",
  })
  void warnsOfMemory(double was, double is, boolean warns) {
    List<String> types =
        types(
            snapshot().bus(BusName.MARKET, up(was, 5)), snapshot().bus(BusName.MARKET, up(is, 5)));

    assertThat(types).isEqualTo(warns ? List.of("redis_memory_warning warning") : List.of());
  }

  @ParameterizedTest(name = "{0} to {1} clients: warns {2}")
  @CsvSource({"10, 15, false", "10, 16, true", "1, 2, true", "0, 5, false", "16, 10, false"})
  void warnsOfClients(long was, long is, boolean warns) {
    List<String> types =
        types(
            snapshot().bus(BusName.SYSTEM, up(9, was)), snapshot().bus(BusName.SYSTEM, up(9, is)));

    assertThat(types).isEqualTo(warns ? List.of("redis_clients_spike warning") : List.of());
  }

  @ParameterizedTest(name = "{0} to {1}: {2}")
  @CsvSource({
    "0.61, 0.59, score_critical critical",
    "0.60, 0.599, score_critical critical",
    "0.59, 0.79,",
    "0.79, 0.80, score_recovered info",
    "0.59, 0.58,",
    "0.80, 0.90,",
    "0.90, 0.61,",
  })
  void tellsOfTheScore(double was, double is, String expected) {
    List<HealthEvent> events =
        HealthEvents.between(snapshot().score(was).taken(), snapshot().score(is).taken());

    if (expected == null) {
      assertThat(events).isEmpty();
    } else {
      assertThat(events).hasSize(1);
      assertThat(name(events.get(0))).isEqualTo(expected);
      assertThat(events.get(0).service()).isNull();
      assertThat(events.get(0).data().get("score")).isEqualTo(is);
      assertThat(events.get(0).data().get("previous_score")).isEqualTo(was);
    }
  }

  @ParameterizedTest
  @MethodSource
  void tellsOfTheDatabase(Snapshots before, Snapshots after, List<String> expected) {
    assertThat(types(before, after)).isEqualTo(expected);
  }

  static Stream<Arguments> tellsOfTheDatabase() {
    return Stream.of(
        Arguments.of(
            snapshot().database(true, 0),
            snapshot().database(false, 0),
            List.of("db_down critical")),
        Arguments.of(
            snapshot().database(false, 0),
            snapshot().database(true, 0),
            List.of("db_recovered info")),
        Arguments.of(
            snapshot().database(true, 0),
            snapshot().database(true, 10),
            List.of("db_pool_exhausted warning")),
        Arguments.of(snapshot().database(true, 0), snapshot().database(true, 9), List.of()),
        Arguments.of(snapshot().database(true, 12), snapshot().database(true, 27), List.of()),
        Arguments.of(snapshot(), snapshot().database(false, 99), List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "21.5, 20.9, cert_expiring warning",
    "7.1, 6.9, cert_expiring critical",
    "30, 3, cert_expiring critical",
    "NaN, 20, cert_expiring warning",
    "20, 19,",
    "6, 5,",
    "20, 800,",
    "NaN, NaN,"
  })
  void tellsInTimeThatACertificateEnds(double was, double is, String event) {
    assertThat(
            types(
                snapshot().heartbeat("sse", beatWithCertificate(was)),
                snapshot().heartbeat("sse", beatWithCertificate(is))))
        .isEqualTo(event == null ? List.of() : List.of(event));
  }

  @Test
  void tellsOfAWorkerThatItsSupervisorHasStoppedAndOfItsReturn() {
    Snapshots well = snapshot().heartbeat("massive", beatWithout(Map.of()));
    Snapshots without = snapshot().heartbeat("massive", beatWithout(Map.of("spot", "failed")));
    Snapshots down = snapshot().heartbeat("massive", beat(DEAD));

    List<HealthEvent> events = HealthEvents.between(well.taken(), without.taken());
    assertThat(events).hasSize(1);
    assertThat(name(events.get(0))).isEqualTo("service_down critical");
    assertThat(events.get(0).message()).isEqualTo("spot of massive is down: it failed");
    assertThat(types(without, without)).isEmpty();
    assertThat(types(without, well)).containsExactly("service_recovered info");
    assertThat(types(without, down)).containsExactly("service_down critical");
  }

  @Test
  void tellsOfEverythingThatHappenedInOneStep() {
    Snapshots before =
        snapshot()
            .bus(BusName.SYSTEM, up(9, 5))
            .heartbeat("massive", beat(HEALTHY))
            .heartbeat("sse", beat(HEALTHY))
            .endpoint("sse", 200)
            .database(true, 0)
            .score(0.9);
    Snapshots after =
        snapshot()
            .bus(BusName.SYSTEM, new Bus.Down())
            .heartbeat("massive", beat(DEAD))
            .heartbeat("sse", beat(RUNNING_NO_HEARTBEAT))
            .endpoint("sse", 0)
            .database(false, 0)
            .score(0.2);

    assertThat(types(before, after))
        .containsExactly(
            "redis_down critical",
            "service_down critical",
            "heartbeat_lost warning",
            "endpoint_down critical",
            "db_down critical",
            "score_critical critical");
  }

  @Property
  void nothingHappensBetweenASnapshotAndItself(
      @ForAll HeartbeatStatus status, @ForAll boolean alive, @ForAll boolean reachable) {
    Snapshots same =
        snapshot()
            .bus(BusName.INTEL, alive ? up(1, 1) : new Bus.Down())
            .heartbeat("vigil", beat(status))
            .endpoint("sse", reachable ? 200 : 0)
            .database(alive, reachable ? 20 : 0);

    assertThat(types(same, same)).isEmpty();
  }

  @Property
  void aServiceRaisesAtMostOneEventAStep(@ForAll HeartbeatStatus was, @ForAll HeartbeatStatus is) {
    List<String> types =
        types(snapshot().heartbeat("mesh", beat(was)), snapshot().heartbeat("mesh", beat(is)));

    assertThat(types).hasSizeLessThanOrEqualTo(1);
    if (was == is || is == UNKNOWN) {
      assertThat(types).isEmpty();
    }
  }

  private static List<String> types(Snapshots before, Snapshots after) {
    return HealthEvents.between(before.taken(), after.taken()).stream()
        .map(HealthEventsTest::name)
        .toList();
  }

  private static String name(HealthEvent event) {
    return event.type() + " " + event.severity().id();
  }
}
