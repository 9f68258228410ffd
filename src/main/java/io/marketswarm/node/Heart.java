package io.marketswarm.node;

import io.marketswarm.log.Log;
import io.marketswarm.service.NodeIdentity;
import io.marketswarm.service.ServiceSpec.Beat;
import io.marketswarm.service.ServiceStatus;
import io.marketswarm.service.ServiceStatus.State;
import io.marketswarm.service.Vitals;
import io.marketswarm.service.Vitals.Condition;
import io.marketswarm.store.Cadence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Shows on the system bus that a service is alive, in both key schemes. Of several nodes that run
 * the service one writes, and another as soon as that one falls silent. A service whose event loops
 * hang falls silent too.
 *
 * <p>All hearts of a node beat where the system bus lives and at shared moments: the beats of one
 * moment cost one wake-up and leave in one write.
 */
final class Heart {
  /**
   * Writes the two keys and announces the beat, unless another node's beat is fresh. KEYS: the
   * heartbeat, its older name. ARGV: node id, payload, ttl s, epoch s, announcement, and the
   * remaining life in ms above which another node's beat counts as fresh.
   */
  private static final String BEAT =
      """
      local held = redis.call('GET', KEYS[1])
      if held and not string.find(held, ARGV[1], 1, true) then
        if redis.call('PTTL', KEYS[1]) > tonumber(ARGV[6]) then return 0 end
      end
      redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
      redis.call('SET', KEYS[2], ARGV[4], 'EX', ARGV[3])
      redis.call('PUBLISH', KEYS[1], ARGV[5])
      return 1
      """;

  /** Announces the end and removes the keys, if they are this node's. */
  private static final String LAST_BEAT =
      """
      local held = redis.call('GET', KEYS[1])
      if held and string.find(held, ARGV[1], 1, true) then
        redis.call('PUBLISH', KEYS[1], ARGV[2])
        redis.call('DEL', KEYS[1], KEYS[2])
      end
      return 1
      """;

  private static final int HUNG_AFTER_ROUNDS = 2;

  private final String service;
  private final Beat beat;
  private final NodeIdentity node;
  private final RedisBus system;
  private final Pulse pulse;
  private final Supplier<ServiceStatus> status;
  private final Vitals vitals;
  private final Supplier<String> truthVersion;
  private final Log log;
  private boolean failing;
  private boolean hung;
  private Cadence beats;

  Heart(
      String service,
      Beat beat,
      NodeIdentity node,
      RedisBus system,
      Pulse pulse,
      Supplier<ServiceStatus> status,
      Vitals vitals,
      Supplier<String> truthVersion,
      Log log) {
    this.service = service;
    this.beat = beat;
    this.node = node;
    this.system = system;
    this.pulse = pulse;
    this.status = status;
    this.vitals = vitals;
    this.truthVersion = truthVersion;
    this.log = log;
  }

  /** Completes with the first beat. */
  Future<Void> start() {
    return onBus(
        () -> {
          Vertx vertx = system.context().owner();
          beats = Cadence.every(vertx, Duration.ofSeconds(beat.intervalSeconds()), this::beat);
          return beat();
        });
  }

  Future<Void> stop() {
    return onBus(
        () -> {
          beats.stop();
          return run(
                  LAST_BEAT,
                  node.id(),
                  payload(status.get(), "stopping").put("svc", service).encode())
              .otherwiseEmpty();
        });
  }

  private Future<Void> onBus(Supplier<Future<Void>> action) {
    return Future.future(
        done -> system.context().runOnContext(now -> action.get().onComplete(done)));
  }

  private Future<Void> beat() {
    pulse.ask();
    if (pulse.hung(HUNG_AFTER_ROUNDS) > 0) {
      sayHung();
      return Future.succeededFuture();
    }
    hung = false;
    ServiceStatus now = status.get();
    Map<String, Condition> workers = vitals.conditions();
    boolean well =
        now.state() != State.DEGRADED && workers.values().stream().allMatch(Condition.OK::equals);
    JsonObject payload = payload(now, well ? "running" : "degraded");
    vitals.told().forEach(payload::put);
    vitals.mode().ifPresent(mode -> payload.put("mode", mode));
    if (!workers.isEmpty()) {
      payload.put("workers", names(workers));
    }
    String written = payload.encode();
    String announced =
        written.substring(0, written.length() - 1)
            + ",\"svc\":\""
            + service
            + "\",\"i\":"
            + pulse.beats()
            + "}";
    long freshAboveMillis = 1_000L * (beat.ttlSeconds() - 2L * beat.intervalSeconds());
    return run(
            BEAT,
            node.id(),
            written,
            String.valueOf(beat.ttlSeconds()),
            String.valueOf(System.currentTimeMillis() / 1_000),
            announced,
            String.valueOf(Math.max(0, freshAboveMillis)))
        .onComplete(v -> failing = false, this::sayFailing)
        .otherwiseEmpty();
  }

  private static JsonObject names(Map<String, Condition> workers) {
    JsonObject names = new JsonObject();
    workers.forEach((worker, how) -> names.put(worker, how.name().toLowerCase(Locale.ROOT)));
    return names;
  }

  private Future<Void> run(String script, String... arguments) {
    Request request =
        Request.cmd(Command.EVAL)
            .arg(script)
            .arg(2)
            .arg(service + ":heartbeat")
            .arg("svc:hb:" + service);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return system.send(request).mapEmpty();
  }

  private JsonObject payload(ServiceStatus now, String state) {
    JsonObject out =
        new JsonObject()
            .put("service", service)
            .put("ts", System.currentTimeMillis() / 1_000.0)
            .put("pid", node.pid())
            .put("status", state)
            .put("node_id", node.id());
    now.deployments().stream().findFirst().ifPresent(id -> out.put("deployment_id", id));
    out.put("instances", now.totalInstances()).put("version", node.version());
    String truth = truthVersion.get();
    return truth == null ? out : out.put("truth_version", truth);
  }

  private void sayHung() {
    if (!hung) {
      hung = true;
      log.error("an event loop of " + service + " hangs: its heartbeat stops");
    }
  }

  private void sayFailing(Throwable cause) {
    if (!failing) {
      failing = true;
      log.error("heartbeat of " + service + " cannot be written: " + cause.getMessage());
    }
  }
}
