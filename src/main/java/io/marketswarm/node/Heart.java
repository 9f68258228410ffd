package io.marketswarm.node;

import io.marketswarm.log.Log;
import io.marketswarm.service.NodeIdentity;
import io.marketswarm.service.ServiceSpec.Beat;
import io.marketswarm.service.ServiceStatus;
import io.marketswarm.service.Vitals;
import io.marketswarm.store.Cadence;
import io.marketswarm.store.Leases;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Shows on the system bus that a service is alive, in both key schemes. Of several nodes that run
 * the service one writes, and another as soon as that one falls silent. A service whose event loops
 * hang falls silent too.
 *
 * <p>What is written is true of the whole cluster: see {@link Reports}.
 *
 * <p>All hearts of a node beat where the system bus lives and at shared moments: the beats of one
 * moment cost one wake-up and leave in one write.
 */
final class Heart {
  /**
   * Keeps this node's report, strikes off those that are too old, and writes the two keys and
   * announces the beat unless another node's beat is fresh. Answers with the reports of the others
   * and with which of the leases somebody holds. KEYS: the heartbeat, its older name, the reports,
   * the leases. ARGV: node id, payload, ttl s, epoch s, announcement, the remaining life in ms
   * above which another node's beat counts as fresh, the report.
   */
  private static final String BEAT =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      redis.call('HSET', KEYS[3], ARGV[1], string.format('%.0f ', now) .. ARGV[7])
      redis.call('EXPIRE', KEYS[3], ARGV[3])
      local others = {}
      local reports = redis.call('HGETALL', KEYS[3])
      for i = 1, #reports, 2 do
        local said, report = string.match(reports[i + 1], '^(%d+) (.*)$')
        if reports[i] == ARGV[1] then
          -- one's own is known better
        elseif said and now - said <= ARGV[3] * 1000 then
          others[#others + 1] = report
        else
          redis.call('HDEL', KEYS[3], reports[i])
        end
      end
      local held = {}
      for i = 4, #KEYS do
        held[#held + 1] = redis.call('EXISTS', KEYS[i])
      end
      local beat = redis.call('GET', KEYS[1])
      local other = beat and not string.find(beat, ARGV[1], 1, true)
      if not (other and redis.call('PTTL', KEYS[1]) > tonumber(ARGV[6])) then
        redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
        redis.call('SET', KEYS[2], ARGV[4], 'EX', ARGV[3])
        redis.call('PUBLISH', KEYS[1], ARGV[5])
      end
      return {others, held}
      """;

  /** Takes back the report; announces the end and removes the keys if they are this node's. */
  private static final String LAST_BEAT =
      """
      redis.call('HDEL', KEYS[3], ARGV[1])
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
  private final Standing standing;
  private final Vitals vitals;
  private final Reports reports = new Reports();
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
      Standing standing,
      Vitals vitals,
      Supplier<String> truthVersion,
      Log log) {
    this.service = service;
    this.beat = beat;
    this.node = node;
    this.system = system;
    this.pulse = pulse;
    this.standing = standing;
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
          ServiceStatus last = standing.status();
          return run(
                  LAST_BEAT,
                  List.of(),
                  node.id(),
                  payload(last, "stopping", last.totalInstances()).put("svc", service).encode())
              .<Void>mapEmpty()
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
    ServiceStatus now = standing.status();
    List<Claim> claims = standing.claims();
    Report mine = reports.mine(now, vitals.conditions(), claims, standing.ailments());
    Report all = reports.together(mine);
    JsonObject payload = payload(now, all.well() ? "running" : "degraded", all.instances());
    vitals.told().forEach(payload::put);
    vitals.mode().ifPresent(mode -> payload.put("mode", mode));
    all.tell(payload);
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
            claims,
            node.id(),
            written,
            String.valueOf(beat.ttlSeconds()),
            String.valueOf(System.currentTimeMillis() / 1_000),
            announced,
            String.valueOf(Math.max(0, freshAboveMillis)),
            mine.encoded())
        .onSuccess(answer -> reports.heard(answer.get(0), claims, answer.get(1)))
        .onComplete(v -> failing = false, this::sayFailing)
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private Future<Response> run(String script, List<Claim> claims, String... arguments) {
    Request request =
        Request.cmd(Command.EVAL)
            .arg(script)
            .arg(3 + claims.size())
            .arg(service + ":heartbeat")
            .arg("svc:hb:" + service)
            .arg("svc:reports:" + service);
    claims.forEach(claim -> request.arg(Leases.key(claim.lease())));
    for (String argument : arguments) {
      request.arg(argument);
    }
    return system.send(request);
  }

  private JsonObject payload(ServiceStatus now, String state, int instances) {
    JsonObject out =
        new JsonObject()
            .put("service", service)
            .put("ts", System.currentTimeMillis() / 1_000.0)
            .put("pid", node.pid())
            .put("status", state)
            .put("node_id", node.id());
    now.deployments().stream().findFirst().ifPresent(id -> out.put("deployment_id", id));
    out.put("instances", instances).put("version", node.version());
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
