package io.marketswarm.ops;

import io.marketswarm.ops.Snapshot.Bus;
import io.marketswarm.ops.Snapshot.Database;
import io.marketswarm.ops.Snapshot.Endpoint;
import io.marketswarm.ops.Snapshot.Heartbeat;
import io.marketswarm.store.BusName;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Snapshots said in few words. */
final class Snapshots {
  private static final Instant NOW = Instant.parse("2026-02-03T14:30:05Z");

  private final Map<BusName, Bus> buses = new EnumMap<>(BusName.class);
  private final Map<String, Heartbeat> heartbeats = new LinkedHashMap<>();
  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private Optional<Database> database = Optional.empty();
  private double score = 1;

  static Snapshots snapshot() {
    return new Snapshots();
  }

  Snapshots bus(BusName name, Bus bus) {
    buses.put(name, bus);
    return this;
  }

  Snapshots heartbeat(String service, Heartbeat heartbeat) {
    heartbeats.put(service, heartbeat);
    return this;
  }

  Snapshots endpoint(String service, int code) {
    endpoints.put(service, new Endpoint(code, code == 0 ? "connection_refused" : null));
    return this;
  }

  Snapshots database(boolean alive, long waitingSeconds) {
    database =
        Optional.of(new Database(alive, 3, 16, 16, waitingSeconds > 0 ? 5 : 0, 12, waitingSeconds));
    return this;
  }

  Snapshots score(double value) {
    score = value;
    return this;
  }

  Snapshot taken() {
    return new Snapshot(NOW, buses, heartbeats, endpoints, database, score);
  }

  static Bus up(double megabytes, long clients) {
    return new Bus.Up(megabytes, megabytes, clients, 7, 60, 5, 0.5, 0, 0);
  }

  /** Of a service whose certificate ends some days after all snapshots. */
  static Heartbeat beatWithCertificate(double days) {
    double ends = NOW.getEpochSecond() + days * 86_400;
    return new Heartbeat(
        HeartbeatStatus.HEALTHY, NOW.getEpochSecond(), 12, 15, true, false, null, ends, Map.of());
  }

  /** Of a service that lives on without some of its workers. */
  static Heartbeat beatWithout(Map<String, String> stopped) {
    return new Heartbeat(
        HeartbeatStatus.HEALTHY, 1_770_129_000, 12, 15, true, false, null, Double.NaN, stopped);
  }

  static Heartbeat beat(HeartbeatStatus status) {
    return beat(status, false);
  }

  static Heartbeat beat(HeartbeatStatus status, boolean stoppedOnPurpose) {
    boolean running = status != HeartbeatStatus.DEAD;
    return new Heartbeat(
        status, 1_770_129_000, 12, 15, running, stoppedOnPurpose, null, Double.NaN, Map.of());
  }
}
