package io.marketswarm.service;

import io.marketswarm.bus.ServiceCommand;
import io.marketswarm.bus.ServiceCommand.Restart;
import io.marketswarm.bus.ServiceCommand.Scale;
import io.marketswarm.bus.ServiceCommand.Start;
import io.marketswarm.bus.ServiceReply;
import io.marketswarm.service.ServiceStatus.State;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What an operator can do to a service of this node and what he is told, whichever way he asks. An
 * order that makes no sense fails with {@link Refused}, one that comes too early with {@link Busy}.
 */
public final class Operator {
  private static final long RESTART_PAUSE_MILLIS = 1_000;
  private static final long HEARTBEAT_WAIT_MILLIS = 10_000;
  private static final long HEARTBEAT_POLL_MILLIS = 250;

  private final Vertx vertx;
  private final ServiceControl control;
  private final RedisBus system;
  private final long pid;

  public Operator(Vertx vertx, ServiceControl control, RedisBus system, NodeIdentity node) {
    this.vertx = vertx;
    this.control = control;
    this.system = system;
    this.pid = node.pid();
  }

  public Future<ServiceReply> obey(ServiceCommand command) {
    String id = command.serviceId();
    if (command instanceof Start start) {
      return start(id, start.env());
    } else if (command instanceof Restart restart) {
      return restart(id, restart.env());
    } else if (command instanceof Scale scale) {
      return scale(id, Optional.empty(), scale.instances());
    } else {
      return stop(id);
    }
  }

  /**
   * Starts a service and waits a while for its first heartbeat; it runs on either way.
   *
   * @param overrides what its environment says otherwise, for this run
   */
  public Future<ServiceReply> start(String id, Map<String, String> overrides) {
    return found(id)
        .compose(
            status ->
                status.running()
                    ? Future.succeededFuture(done(id + " is already running", id, false))
                    : control
                        .start(id, overrides)
                        .compose(this::firstHeartbeat)
                        .compose(heard -> started(id, heard)));
  }

  public Future<ServiceReply> stop(String id) {
    return found(id)
        .compose(
            status ->
                status.state() == State.STOPPED
                    ? Future.succeededFuture(done(id + " is not running", id, false))
                    : control.stop(id).map(stopped -> done(id + " stopped", id, false)));
  }

  public Future<ServiceReply> restart(String id, Map<String, String> overrides) {
    return found(id)
        .compose(
            status ->
                status.state() == State.STOPPED
                    ? Future.succeededFuture()
                    : control
                        .stop(id)
                        .compose(v -> vertx.timer(RESTART_PAUSE_MILLIS, TimeUnit.MILLISECONDS)))
        .compose(rested -> start(id, overrides));
  }

  /** Without a verticle's name the service must leave no doubt which is meant. */
  public Future<ServiceReply> scale(String id, Optional<String> named, int instances) {
    return found(id).compose(status -> scale(status, scalable(status.service(), named), instances));
  }

  private Future<ServiceReply> scale(ServiceStatus status, VerticleSpec verticle, int instances) {
    if (instances < 1 || instances > verticle.maxInstances()) {
      throw new Refused(
          "found %d instances of %s, allowed: 1 to %d"
              .formatted(instances, verticle.name(), verticle.maxInstances()));
    }
    String id = status.service().id();
    if (!status.running()) {
      throw new Refused(id + " is not running");
    }
    String name = verticle.name();
    int before = status.instances().getOrDefault(name, 0);
    return control
        .scale(id, name, instances)
        .map(
            scaled -> {
              String what = "%s %s scaled from %d to %d".formatted(id, name, before, instances);
              return new ServiceReply(true, what, pid, scaled.instances().get(name), false);
            });
  }

  private static VerticleSpec scalable(ServiceSpec service, Optional<String> named) {
    List<VerticleSpec> all = service.verticles().stream().filter(VerticleSpec::scales).toList();
    List<VerticleSpec> meant =
        all.stream().filter(v -> named.isEmpty() || v.name().equals(named.get())).toList();
    if (meant.size() == 1) {
      return meant.get(0);
    }
    if (all.isEmpty()) {
      throw new Refused(service.id() + " has no verticle that can be scaled");
    }
    String there = all.stream().map(VerticleSpec::name).collect(Collectors.joining(", "));
    throw new Refused(
        named
            .map(
                name ->
                    "%s has no scalable verticle %s, only %s".formatted(service.id(), name, there))
            .orElse("say which verticle of %s to scale: %s".formatted(service.id(), there)));
  }

  private Future<ServiceStatus> found(String id) {
    return control
        .service(id)
        .map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture(new Refused("Unknown service: " + id)));
  }

  private Future<ServiceReply> started(String id, boolean heard) {
    return control.service(id).orElseThrow().running()
        ? Future.succeededFuture(done(id + " started", id, heard))
        : Future.failedFuture(new Refused(id + " exited immediately"));
  }

  private ServiceReply done(String message, String id, boolean heard) {
    int instances = control.service(id).orElseThrow().totalInstances();
    return new ServiceReply(true, message, pid, instances, heard);
  }

  private Future<Boolean> firstHeartbeat(ServiceStatus started) {
    if (started.service().beat().isEmpty()) {
      return Future.succeededFuture(false);
    }
    Promise<Boolean> heard = Promise.promise();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_WAIT_MILLIS);
    listen(started.service().id() + ":heartbeat", deadline, heard);
    return heard.future();
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
}
