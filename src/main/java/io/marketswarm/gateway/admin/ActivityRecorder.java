package io.marketswarm.gateway.admin;

import io.marketswarm.gateway.Presence;
import io.marketswarm.log.Log;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Looks around every quarter of an hour and writes down who is here. One in a cluster is enough;
 * should another have just taken over, a lock keeps people from being counted twice.
 */
public final class ActivityRecorder {
  static final String LOCK = "sse:activity:lock";

  private static final Duration LOCKED = Duration.ofMinutes(10);
  private static final long FIRST_LOOK_MILLIS = Duration.ofSeconds(30).toMillis();
  private static final long LOOK_MILLIS = Duration.ofMinutes(Activity.SNAPSHOT_MINUTES).toMillis();
  private static final long FORGET_MILLIS = Duration.ofDays(1).toMillis();

  private final Vertx vertx;
  private final RedisBus system;
  private final Presence presence;
  private final ActivityLog activity;
  private final String node;
  private final Log log;
  private long first;
  private long look;
  private long forget;

  public ActivityRecorder(Vertx vertx, ServiceContext context) {
    this.vertx = vertx;
    this.system = context.stores().system();
    this.presence = new Presence(vertx, system, context.stores().market(), context.node().id());
    this.activity = new ActivityLog(context.stores().database());
    this.node = context.node().id();
    this.log = context.log();
  }

  public void start() {
    first = vertx.setTimer(FIRST_LOOK_MILLIS, once -> look());
    look = vertx.setPeriodic(LOOK_MILLIS, tick -> look());
    forget = vertx.setPeriodic(FORGET_MILLIS, tick -> forgetOld());
    forgetOld();
  }

  public void stop() {
    vertx.cancelTimer(first);
    vertx.cancelTimer(look);
    vertx.cancelTimer(forget);
  }

  Future<Void> look() {
    return system
        .send(
            Request.cmd(Command.SET)
                .arg(LOCK)
                .arg(node)
                .arg("NX")
                .arg("EX")
                .arg(LOCKED.toSeconds()))
        .compose(
            locked -> locked == null ? Future.succeededFuture(List.of()) : presence.everybody())
        .compose(
            people ->
                activity.see(
                    people.stream().map(person -> person.getInteger("user_id")).toList(),
                    Instant.now()))
        .onFailure(cause -> log.warn("who is here was not recorded: " + cause.getMessage()));
  }

  private void forgetOld() {
    activity
        .forgetOld(Instant.now())
        .onFailure(cause -> log.debug("old activity stays for now: " + cause.getMessage()));
  }
}
