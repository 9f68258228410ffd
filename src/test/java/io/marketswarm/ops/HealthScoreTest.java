package io.marketswarm.ops;

import static io.marketswarm.ops.HeartbeatStatus.DEAD;
import static io.marketswarm.ops.HeartbeatStatus.DEGRADED;
import static io.marketswarm.ops.HeartbeatStatus.HEALTHY;
import static io.marketswarm.ops.HeartbeatStatus.RUNNING_NO_HEARTBEAT;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.ops.Snapshot.Bus;
import io.marketswarm.ops.Snapshot.Endpoint;
import io.marketswarm.ops.Snapshot.Heartbeat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthScoreTest {
  private static final int BUSES = 4;
  private static final int SERVICES = 11;
  private static final int ENDPOINTS = 6;

  @ParameterizedTest(name = "{0} buses, {1}+{2}+{3} services, {4} endpoints: {5} {6}")
  @CsvSource({
    "4, 11, 0, 0, 6, 1.000, excellent",
    "3,  9, 1, 0, 5, 0.823, good",
    "4,  8, 1, 1, 6, 0.909, good",
    "2,  4, 0, 0, 2, 0.398, critical",
    "0,  0, 0, 0, 0, 0.000, down",
    "4, 11, 0, 0, 5, 0.967, excellent",
    "4,  0, 0, 0, 0, 0.300, critical"
  })
  void weighsBusesHeartbeatsAndEndpoints(
      int buses, int healthy, int degraded, int silent, int endpoints, double score, String label) {
    List<Heartbeat> heartbeats = new ArrayList<>();
    heartbeats.addAll(Collections.nCopies(healthy, Snapshots.beat(HEALTHY)));
    heartbeats.addAll(Collections.nCopies(degraded, Snapshots.beat(DEGRADED)));
    heartbeats.addAll(Collections.nCopies(silent, Snapshots.beat(RUNNING_NO_HEARTBEAT)));
    heartbeats.addAll(Collections.nCopies(SERVICES - heartbeats.size(), Snapshots.beat(DEAD)));

    double found = HealthScore.of(buses(buses), heartbeats, endpoints(endpoints));

    assertThat(found).isEqualTo(score);
    assertThat(HealthScore.label(found)).isEqualTo(label);
  }

  @ParameterizedTest
  @CsvSource({
    "0.950, excellent",
    "0.949, good",
    "0.800, good",
    "0.799, degraded",
    "0.600, degraded",
    "0.599, critical",
    "0.300, critical",
    "0.299, down"
  })
  void labelsByThreshold(double score, String label) {
    assertThat(HealthScore.label(score)).isEqualTo(label);
  }

  @Test
  void missesNothingWhereNothingIsConfigured() {
    assertThat(HealthScore.of(List.of(), List.of(), List.of())).isEqualTo(1);
  }

  @Property
  void staysBetweenZeroAndOne(
      @ForAll @IntRange(max = BUSES) int buses,
      @ForAll("services") @Size(SERVICES) List<HeartbeatStatus> services,
      @ForAll @IntRange(max = ENDPOINTS) int endpoints) {
    assertThat(score(buses, services, endpoints)).isBetween(0.0, 1.0);
  }

  @Property
  void neverFallsWhenSomethingGetsBetter(
      @ForAll @IntRange(max = BUSES - 1) int buses,
      @ForAll("services") @Size(SERVICES) List<HeartbeatStatus> services,
      @ForAll @IntRange(max = ENDPOINTS - 1) int endpoints,
      @ForAll @IntRange(max = SERVICES - 1) int recovering) {
    double before = score(buses, services, endpoints);
    List<HeartbeatStatus> better = new ArrayList<>(services);
    better.set(recovering, HEALTHY);

    assertThat(score(buses + 1, services, endpoints)).isGreaterThan(before);
    assertThat(score(buses, better, endpoints)).isGreaterThanOrEqualTo(before);
    assertThat(score(buses, services, endpoints + 1)).isGreaterThan(before);
  }

  @Property
  void doesNotDependOnOrder(@ForAll("services") @Size(SERVICES) List<HeartbeatStatus> services) {
    List<HeartbeatStatus> turned = new ArrayList<>(services);
    Collections.reverse(turned);

    assertThat(score(4, turned, 6)).isEqualTo(score(4, services, 6));
  }

  @Provide
  Arbitrary<List<HeartbeatStatus>> services() {
    return Arbitraries.of(HeartbeatStatus.class).list().ofSize(SERVICES);
  }

  private static double score(int buses, List<HeartbeatStatus> services, int endpoints) {
    return HealthScore.of(
        buses(buses), services.stream().map(Snapshots::beat).toList(), endpoints(endpoints));
  }

  private static List<Bus> buses(int alive) {
    List<Bus> buses = new ArrayList<>(Collections.nCopies(alive, Snapshots.up(1, 1)));
    buses.addAll(Collections.nCopies(BUSES - alive, new Bus.Down()));
    return buses;
  }

  private static List<Endpoint> endpoints(int healthy) {
    List<Endpoint> endpoints =
        new ArrayList<>(Collections.nCopies(healthy, new Endpoint(200, null)));
    endpoints.addAll(Collections.nCopies(ENDPOINTS - healthy, new Endpoint(503, null)));
    return endpoints;
  }
}
