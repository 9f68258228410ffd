package io.marketswarm.ops;

import io.marketswarm.ops.Snapshot.Bus;
import io.marketswarm.ops.Snapshot.Database;
import io.marketswarm.ops.Snapshot.Endpoint;
import io.marketswarm.ops.Snapshot.Heartbeat;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The health of everything as clients read it. */
final class HealthJson {
  private static final int MILLIS = 3;
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneOffset.UTC);

  private HealthJson() {}

  static String iso(Instant at) {
    return ISO.format(at);
  }

  /** Epoch seconds, written out: a double would be, with an exponent. */
  static BigDecimal seconds(Instant at) {
    return BigDecimal.valueOf(at.toEpochMilli(), MILLIS);
  }

  static JsonObject of(Snapshot snapshot, long pid, int events) {
    JsonObject out =
        new JsonObject()
            .put("score", snapshot.score())
            .put("score_label", HealthScore.label(snapshot.score()))
            .put("ts", seconds(snapshot.taken()))
            .put("ts_iso", iso(snapshot.taken()))
            .put("redis", buses(snapshot))
            .put("heartbeats", heartbeats(snapshot, pid))
            .put("http_health", endpoints(snapshot));
    snapshot.database().ifPresent(database -> out.put("database", database(database)));
    return out.put("events_count", events);
  }

  static JsonObject buses(Snapshot snapshot) {
    JsonObject out = new JsonObject();
    snapshot.buses().forEach((name, bus) -> out.put(name.id(), bus(bus)));
    return out;
  }

  private static JsonObject bus(Bus bus) {
    if (!(bus instanceof Bus.Up up)) {
      return new JsonObject().put("alive", false);
    }
    return new JsonObject()
        .put("alive", true)
        .put("used_memory_mb", up.usedMegabytes())
        .put("used_memory_peak_mb", up.peakMegabytes())
        .put("connected_clients", up.clients())
        .put("total_keys", up.keys())
        .put("uptime_seconds", up.uptimeSeconds())
        .put("ops_per_sec", up.operationsPerSecond())
        .put("hit_rate", up.hitRate())
        .put("maxmemory", up.maxMemoryBytes())
        .put("evicted_keys", up.evictedKeys());
  }

  static JsonObject heartbeats(Snapshot snapshot, long pid) {
    JsonObject out = new JsonObject();
    snapshot
        .heartbeats()
        .forEach((id, beat) -> out.put(id, heartbeat(beat, snapshot.taken(), pid)));
    return out;
  }

  private static JsonObject heartbeat(Heartbeat beat, Instant now, long pid) {
    JsonObject out = new JsonObject().put("alive", beat.alive());
    if (beat.alive()) {
      boolean dated = !Double.isNaN(beat.said());
      out.put("last_ts", dated ? BigDecimal.valueOf(beat.said()) : null)
          .put("age_sec", dated ? age(beat.said(), now) : null)
          .put("ttl_remaining", beat.remainingSeconds());
    }
    if (beat.status() != HeartbeatStatus.UNKNOWN) {
      out.put("expected_ttl", beat.expectedSeconds());
    }
    out.put("status", beat.status().id())
        .put("pid_alive", beat.running())
        .put("pid", beat.running() ? pid : null);
    if (beat.stoppedOnPurpose()) {
      out.put("stopped_by_operator", true);
    }
    if (!beat.stopped().isEmpty()) {
      JsonObject stopped = new JsonObject();
      beat.stopped().forEach(stopped::put);
      out.put("stopped_workers", stopped);
    }
    return beat.truthVersion() == null ? out : out.put("truth_version", beat.truthVersion());
  }

  private static double age(double said, Instant now) {
    return RedisInfo.round(Math.max(0, seconds(now).doubleValue() - said), 1);
  }

  static JsonObject endpoints(Snapshot snapshot) {
    JsonObject out = new JsonObject();
    snapshot.endpoints().forEach((id, endpoint) -> out.put(id, endpoint(endpoint)));
    return out;
  }

  private static JsonObject endpoint(Endpoint endpoint) {
    JsonObject out = new JsonObject().put("reachable", endpoint.reachable());
    if (endpoint.reachable()) {
      out.put("status_code", endpoint.code());
    }
    out.put("healthy", endpoint.healthy());
    return endpoint.error() == null ? out : out.put("error", endpoint.error());
  }

  private static JsonObject database(Database database) {
    return new JsonObject()
        .put("alive", database.alive())
        .put(
            "threads_connected",
            database.threadsConnected() == DatabaseProbe.UNKNOWN
                ? null
                : database.threadsConnected())
        .put(
            "db_pool",
            new JsonObject()
                .put("size", database.poolSize())
                .put("in_use", database.inUse())
                .put("waiting", database.waiting())
                .put("wait_ms_p95", RedisInfo.round(database.waitMillis95(), 1)));
  }

  static JsonArray events(List<HealthEvent> events) {
    JsonArray out = new JsonArray();
    events.forEach(event -> out.add(event(event)));
    return out;
  }

  private static JsonObject event(HealthEvent event) {
    JsonObject data = new JsonObject();
    event.data().forEach(data::put);
    return new JsonObject()
        .put("ts", seconds(event.at()))
        .put("ts_iso", iso(event.at()))
        .put("type", event.type())
        .put("severity", event.severity().id())
        .put("service", event.service())
        .put("message", event.message())
        .put("data", data);
  }

  static JsonArray course(List<HealthHistory.Point> points) {
    JsonArray out = new JsonArray();
    points.forEach(
        p -> out.add(new JsonObject().put("ts", seconds(p.at())).put("score", p.score())));
    return out;
  }
}
