package io.marketswarm.ops;

import io.marketswarm.log.Log;
import io.marketswarm.log.Logs;
import io.marketswarm.service.Busy;
import io.marketswarm.service.ServiceControl;
import io.marketswarm.service.ServiceStatus;
import io.marketswarm.service.ServiceStatus.State;
import io.marketswarm.service.VerticleSpec;
import io.marketswarm.store.RedisBus;
import io.marketswarm.web.ApiError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What an operator can do to one service, and what he is answered. */
final class Operations {
  private static final long RESTART_PAUSE_MILLIS = 1_000;
  private static final long HEARTBEAT_WAIT_MILLIS = 10_000;
  private static final long HEARTBEAT_POLL_MILLIS = 250;
  private static final int BAD_REQUEST = 400;
  private static final Log LOG = Log.of("admin");

  private final Vertx vertx;
  private final ServiceControl control;
  private final RedisBus system;
  private final String self;
  private final long pid;

  /**
   * @param self the service that answers the operator, which he cannot stop without being cut off
   */
  Operations(Vertx vertx, ServiceControl control, RedisBus system, String self, long pid) {
    this.vertx = vertx;
    this.control = control;
    this.system = system;
    this.self = self;
    this.pid = pid;
  }

  List<ServiceStatus> services() {
    return control.services();
  }

  ServiceStatus service(String id) {
    return control.service(id).orElseThrow(() -> ApiError.notFound("Unknown service: " + id));
  }

  Future<JsonObject> start(String id, Map<String, String> overrides) {
    if (service(id).running()) {
      return Future.succeededFuture(done(id + " is already running").put("pid", pid));
    }
    return control
        .start(id, overrides)
        .compose(this::firstHeartbeat)
        .compose(heard -> started(id, heard))
        .recover(Operations::refusal);
  }

  private Future<JsonObject> started(String id, Optional<Boolean> heard) {
    if (!service(id).running()) {
      return Future.failedFuture(new ApiError(BAD_REQUEST, id + " exited immediately"));
    }
    JsonObject answer = done(id + " started").put("pid", pid).put("log", "logs/" + id + ".log");
    heard.ifPresent(yes -> answer.put("heartbeat", yes));
    return Future.succeededFuture(answer);
  }

  /** Whether a service that beats was heard within a while; it runs on either way. */
  private Future<Optional<Boolean>> firstHeartbeat(ServiceStatus started) {
    if (started.service().beat().isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    Promise<Boolean> heard = Promise.promise();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_WAIT_MILLIS);
    listen(started.service().id() + ":heartbeat", deadline, heard);
    return heard.future().map(Optional::of);
  }

  private void listen(String key, long deadline, Promise<Boolean> heard) {
    system
        .send(Request.cmd(Command.EXISTS).arg(key))
        .map(answer -> answer.toInteger() == 1)
        .onComplete(
            there -> {
              if (there.failed() || there.result()) {
                heard.complete(there.succeeded());
              } else if (System.nanoTime() > deadline) {
                heard.complete(false);
              } else {
                vertx.setTimer(HEARTBEAT_POLL_MILLIS, t -> listen(key, deadline, heard));
              }
            });
  }

  Future<JsonObject> stop(String id) {
    ServiceStatus status = service(id);
    refuseSelf(id, "stop");
    if (status.state() == State.STOPPED) {
      return Future.succeededFuture(done(id + " is not running"));
    }
    return control.stop(id).map(stopped -> done(id + " stopped")).recover(Operations::refusal);
  }

  Future<JsonObject> restart(String id, Map<String, String> overrides) {
    ServiceStatus status = service(id);
    refuseSelf(id, "restart");
    if (status.state() == State.STOPPED) {
      return start(id, overrides);
    }
    return control
        .stop(id)
        .compose(stopped -> vertx.timer(RESTART_PAUSE_MILLIS, TimeUnit.MILLISECONDS))
        .compose(rested -> start(id, overrides))
        .recover(Operations::refusal);
  }

  /** Without a verticle's name the service must leave no doubt which is meant. */
  Future<JsonObject> scale(String id, Optional<String> named, int instances) {
    ServiceStatus status = service(id);
    VerticleSpec verticle = scalable(status, named);
    if (instances < 1 || instances > verticle.maxInstances()) {
      throw ApiError.badRequest(
          "found %d instances of %s, allowed: 1 to %d"
              .formatted(instances, verticle.name(), verticle.maxInstances()));
    }
    if (!status.running()) {
      throw ApiError.badRequest(id + " is not running");
    }
    int before = status.instances().getOrDefault(verticle.name(), 0);
    return control
        .scale(id, verticle.name(), instances)
        .map(
            scaled ->
                done("%s %s scaled from %d to %d".formatted(id, verticle.name(), before, instances))
                    .put("instances", scaled.instances().get(verticle.name())))
        .recover(Operations::refusal);
  }

  private static VerticleSpec scalable(ServiceStatus status, Optional<String> named) {
    List<VerticleSpec> scalable =
        status.service().verticles().stream()
            .filter(VerticleSpec::scales)
            .filter(v -> named.isEmpty() || v.name().equals(named.get()))
            .toList();
    if (scalable.size() == 1) {
      return scalable.get(0);
    }
    String id = status.service().id();
    String there =
        status.service().verticles().stream()
            .filter(VerticleSpec::scales)
            .map(VerticleSpec::name)
            .collect(Collectors.joining(", "));
    if (there.isEmpty()) {
      throw ApiError.badRequest(id + " has no verticle that can be scaled");
    }
    throw ApiError.badRequest(
        named
            .map(name -> "%s has no scalable verticle %s, only %s".formatted(id, name, there))
            .orElse("say which verticle of %s to scale: %s".formatted(id, there)));
  }

  boolean isSelf(String id) {
    return id.equals(self);
  }

  private void refuseSelf(String id, String what) {
    if (isSelf(id)) {
      throw ApiError.badRequest(
          "%s answers this request and cannot %s itself; stop the node instead"
              .formatted(id, what));
    }
  }

  private static JsonObject done(String message) {
    return new JsonObject().put("success", true).put("message", message);
  }

  /** Why a service would not do as told; the operator has to know, secrets excepted. */
  private static <T> Future<T> refusal(Throwable cause) {
    if (cause instanceof ApiError || cause instanceof Busy) {
      return Future.failedFuture(cause);
    }
    LOG.warn("refused: " + cause.getMessage());
    String reason = Logs.redactor().redact(String.valueOf(cause.getMessage()));
    return Future.failedFuture(new ApiError(BAD_REQUEST, reason));
  }
}
