package io.marketswarm.ops;

import static io.marketswarm.ops.HealthEvent.Severity.CRITICAL;
import static io.marketswarm.ops.HealthEvent.Severity.INFO;
import static io.marketswarm.ops.HealthEvent.Severity.WARNING;
import static io.marketswarm.ops.HeartbeatStatus.DEAD;
import static io.marketswarm.ops.HeartbeatStatus.DEGRADED;
import static io.marketswarm.ops.HeartbeatStatus.HEALTHY;
import static io.marketswarm.ops.HeartbeatStatus.RUNNING_NO_HEARTBEAT;

import io.marketswarm.ops.HealthEvent.Severity;
import io.marketswarm.ops.Snapshot.Bus;
import io.marketswarm.ops.Snapshot.Database;
import io.marketswarm.ops.Snapshot.Endpoint;
import io.marketswarm.ops.Snapshot.Heartbeat;
import io.marketswarm.store.BusName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What happened between two snapshots. */
final class HealthEvents {
  private static final double GROWTH_FACTOR = 1.5;
  private static final double GROWTH_MEGABYTES = 500;
  private static final double MEMORY_LIMIT_MEGABYTES = 2_000;
  private static final double SPIKE_FACTOR = 1.5;
  private static final long POOL_WAIT_SECONDS = 10;
  private static final int CERTIFICATE_WARNING_DAYS = 21;
  private static final int CERTIFICATE_ALARM_DAYS = 7;
  private static final double SECONDS_PER_DAY = 86_400;

  private final Snapshot before;
  private final Snapshot after;
  private final List<HealthEvent> events = new ArrayList<>();

  private HealthEvents(Snapshot before, Snapshot after) {
    this.before = before;
    this.after = after;
  }

  /** In the order buses, services, endpoints, database, score. */
  static List<HealthEvent> between(Snapshot before, Snapshot after) {
    HealthEvents found = new HealthEvents(before, after);
    found.compareBuses();
    found.compareHeartbeats();
    found.compareEndpoints();
    found.compareDatabase();
    found.compareScore();
    return List.copyOf(found.events);
  }

  private void compareBuses() {
    for (BusName name : BusName.values()) {
      Bus was = before.buses().get(name);
      Bus is = after.buses().get(name);
      if (was == null || is == null) {
        continue;
      }
      String bus = name.id();
      if (was.alive() && !is.alive()) {
        add("redis_down", CRITICAL, bus, bus + " is down", Map.of());
      } else if (!was.alive() && is.alive()) {
        add("redis_recovered", INFO, bus, bus + " is back", Map.of());
      } else if (was instanceof Bus.Up then && is instanceof Bus.Up now) {
        compareMemory(bus, then.usedMegabytes(), now.usedMegabytes());
        compareClients(bus, then.clients(), now.clients());
      }
    }
  }

  private void compareMemory(String bus, double was, double is) {
    boolean grew = is > was * GROWTH_FACTOR && is - was > GROWTH_MEGABYTES;
    boolean crossed = was < MEMORY_LIMIT_MEGABYTES && is >= MEMORY_LIMIT_MEGABYTES;
    if (grew || crossed) {
      String message =
          grew
              ? "%s memory grew from %.1f to %.1f MB".formatted(bus, was, is)
              : "%s uses more than %.0f MB: %.1f".formatted(bus, MEMORY_LIMIT_MEGABYTES, is);
      add(
          "redis_memory_warning",
          WARNING,
          bus,
          message,
          Map.of("used_memory_mb", is, "previous_mb", was));
    }
  }

  private void compareClients(String bus, long was, long is) {
    if (was > 0 && is > was * SPIKE_FACTOR) {
      add(
          "redis_clients_spike",
          WARNING,
          bus,
          "%s has %d clients, up from %d".formatted(bus, is, was),
          Map.of("connected_clients", is, "previous_clients", was));
    }
  }

  private void compareHeartbeats() {
    after
        .heartbeats()
        .forEach(
            (service, is) -> {
              Heartbeat was = before.heartbeats().get(service);
              if (was != null && was.status() != is.status()) {
                compareHeartbeat(service, was.status(), is);
              }
              if (was != null) {
                compareCertificate(service, was.certificateEnds(), is.certificateEnds());
                compareStopped(service, was, is);
              }
            });
  }

  /**
   * Whoever renews certificates has to hear of it in time, and again when it is nearly too late.
   */
  private void compareCertificate(String service, double was, double is) {
    int before = urgency(daysLeft(was, this.before.taken()));
    double days = daysLeft(is, after.taken());
    if (urgency(days) > before) {
      add(
          "cert_expiring",
          days < CERTIFICATE_ALARM_DAYS ? CRITICAL : WARNING,
          service,
          "the certificate of %s ends in %.0f days".formatted(service, Math.max(0, days)),
          Map.of("days_left", Math.round(days), "ends", Math.round(is)));
    }
  }

  /** A worker that its supervisor has stopped is as good as a service that is down. */
  private void compareStopped(String service, Heartbeat was, Heartbeat is) {
    is.stopped()
        .forEach(
            (worker, why) -> {
              if (!was.stopped().containsKey(worker)) {
                String message = worker + " of " + service + " is down: it " + why;
                Map<String, ?> data = Map.of("worker", worker, "reason", why);
                add("service_down", CRITICAL, service, message, data);
              }
            });
    for (String worker : was.stopped().keySet()) {
      if (is.alive() && !is.stopped().containsKey(worker)) {
        String message = worker + " of " + service + " is back";
        add("service_recovered", INFO, service, message, Map.of("worker", worker));
      }
    }
  }

  private static double daysLeft(double ends, Instant at) {
    return (ends - at.getEpochSecond()) / SECONDS_PER_DAY;
  }

  /** A certificate nobody knows of is not urgent. */
  private static int urgency(double days) {
    if (days < CERTIFICATE_ALARM_DAYS) {
      return 2;
    }
    return days < CERTIFICATE_WARNING_DAYS ? 1 : 0;
  }

  private void compareHeartbeat(String service, HeartbeatStatus was, Heartbeat is) {
    boolean wasAlive = was == HEALTHY || was == DEGRADED;
    Map<String, ?> data = Map.of("status", is.status().id(), "previous_status", was.id());
    switch (is.status()) {
      case DEAD -> {
        if (!is.stoppedOnPurpose()) {
          add("service_down", CRITICAL, service, service + " is down", data);
        }
      }
      case RUNNING_NO_HEARTBEAT -> {
        if (wasAlive) {
          add("heartbeat_lost", WARNING, service, service + " runs but is silent", data);
        }
      }
      case HEALTHY -> {
        if (was == RUNNING_NO_HEARTBEAT) {
          add("heartbeat_restored", INFO, service, service + " is heard again", data);
        } else if (was == DEAD) {
          add("service_recovered", INFO, service, service + " is back", data);
        }
      }
      case DEGRADED -> {
        if (was == HEALTHY) {
          add("service_degraded", WARNING, service, service + " is late with heartbeats", data);
        }
      }
      case UNKNOWN -> {
        // The bus that could not be asked is an event of its own.
      }
    }
  }

  private void compareEndpoints() {
    after
        .endpoints()
        .forEach(
            (service, is) -> {
              Endpoint was = before.endpoints().get(service);
              if (was != null) {
                compareEndpoint(service, was, is);
              }
            });
  }

  private void compareEndpoint(String service, Endpoint was, Endpoint is) {
    if (was.reachable() && !is.reachable()) {
      if (!stoppedOnPurpose(service)) {
        add(
            "endpoint_down",
            CRITICAL,
            service,
            service + " does not answer: " + is.error(),
            Map.of("error", is.error()));
      }
    } else if (is.healthy() && !was.healthy()) {
      add(
          "endpoint_recovered",
          INFO,
          service,
          service + " answers again",
          Map.of("status_code", is.code()));
    } else if (is.reachable() && was.healthy() && !is.healthy()) {
      add(
          "endpoint_unhealthy",
          WARNING,
          service,
          service + " answers " + is.code(),
          Map.of("status_code", is.code()));
    }
  }

  private boolean stoppedOnPurpose(String service) {
    Heartbeat heartbeat = after.heartbeats().get(service);
    return heartbeat != null && heartbeat.stoppedOnPurpose();
  }

  private void compareDatabase() {
    if (before.database().isEmpty() || after.database().isEmpty()) {
      return;
    }
    Database was = before.database().get();
    Database is = after.database().get();
    if (was.alive() && !is.alive()) {
      add("db_down", CRITICAL, null, "the database is down", Map.of());
    } else if (!was.alive() && is.alive()) {
      add("db_recovered", INFO, null, "the database is back", Map.of());
    }
    if (was.waitingSeconds() < POOL_WAIT_SECONDS && is.waitingSeconds() >= POOL_WAIT_SECONDS) {
      add(
          "db_pool_exhausted",
          WARNING,
          null,
          "database connections have been waited for since %d s".formatted(is.waitingSeconds()),
          Map.of("size", is.poolSize(), "in_use", is.inUse(), "waiting", is.waiting()));
    }
  }

  private void compareScore() {
    double was = before.score();
    double is = after.score();
    Map<String, ?> data = Map.of("score", is, "previous_score", was);
    if (is < HealthScore.CRITICAL_BELOW && was >= HealthScore.CRITICAL_BELOW) {
      add("score_critical", CRITICAL, null, "health fell to %.3f".formatted(is), data);
    } else if (is >= HealthScore.GOOD_FROM && was < HealthScore.GOOD_FROM) {
      add("score_recovered", INFO, null, "health is back at %.3f".formatted(is), data);
    }
  }

  private void add(
      String type, Severity severity, String service, String message, Map<String, ?> data) {
    Instant at = after.taken();
    events.add(new HealthEvent(at, type, severity, service, message, data));
  }
}
