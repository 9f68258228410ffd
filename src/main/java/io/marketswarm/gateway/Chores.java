package io.marketswarm.gateway;

import io.marketswarm.gateway.admin.ActivityRecorder;
import io.marketswarm.gateway.econ.ScheduleKeeper;
import io.marketswarm.service.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** What has to be done once in a cluster: recording who is here, keeping the release schedule. */
public final class Chores extends VerticleBase {
  private final ServiceContext context;
  private ScheduleKeeper schedule;
  private ActivityRecorder activity;

  public Chores(ServiceContext context) {
    this.context = context;
  }

  @Override
  public Future<?> start() {
    schedule = new ScheduleKeeper(vertx, context);
    activity = new ActivityRecorder(vertx, context);
    schedule.start();
    activity.start();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    activity.stop();
    return schedule.stop();
  }
}
