package io.marketswarm.ops;

import io.marketswarm.ops.Snapshot.Bus;
import io.marketswarm.ops.Snapshot.Endpoint;
import io.marketswarm.ops.Snapshot.Heartbeat;
import java.util.Collection;

/**
 * One number for the health of everything: 0 is down, 1 is perfect. Buses count 30 %, heartbeats 50
 * %, HTTP endpoints 20 %, each by the share of those configured that are well.
 */
final class HealthScore {
  static final double CRITICAL_BELOW = 0.60;
  static final double GOOD_FROM = 0.80;

  private static final double EXCELLENT_FROM = 0.95;
  private static final double DOWN_BELOW = 0.30;

  private static final double BUSES = 0.30;
  private static final double HEARTBEATS = 0.50;
  private static final double ENDPOINTS = 0.20;
  private static final double PLACES = 1_000;

  private HealthScore() {}

  static double of(
      Collection<Bus> buses, Collection<Heartbeat> heartbeats, Collection<Endpoint> endpoints) {
    double alive = buses.stream().filter(Bus::alive).count();
    double beating = heartbeats.stream().mapToDouble(h -> h.status().weight()).sum();
    double healthy = endpoints.stream().filter(Endpoint::healthy).count();
    double score =
        BUSES * share(alive, buses.size())
            + HEARTBEATS * share(beating, heartbeats.size())
            + ENDPOINTS * share(healthy, endpoints.size());
    return Math.round(score * PLACES) / PLACES;
  }

  /** Where nothing is configured, nothing is missing. */
  private static double share(double well, int configured) {
    return configured == 0 ? 1 : well / configured;
  }

  static String label(double score) {
    if (score >= EXCELLENT_FROM) {
      return "excellent";
    }
    if (score >= GOOD_FROM) {
      return "good";
    }
    if (score >= CRITICAL_BELOW) {
      return "degraded";
    }
    return score >= DOWN_BELOW ? "critical" : "down";
  }
}
