package io.marketswarm.gateway.econ;

import io.marketswarm.service.MarketClock;
import io.marketswarm.store.Database;
import io.marketswarm.store.Fence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes the schedule of the days to come out of the indicators, and keeps it for its readers. */
final class ScheduleBuilder {
  static final String KEY = "massive:econ:schedule:rolling:v1";
  static final String REFRESH = "vexy:econ-indicators:refresh";
  static final int USUAL_WINDOW_DAYS = 7;

  private static final Duration KEPT = Duration.ofDays(10);

  private final Indicators indicators;
  private final RedisBus market;
  private final MarketClock clock;
  private final Optional<Fence> fence;

  /**
   * @param fence of the owner that keeps the schedule; an administrator who asks for one has none
   */
  ScheduleBuilder(Database database, RedisBus market, MarketClock clock, Optional<Fence> fence) {
    this.indicators = new Indicators(database);
    this.market = market;
    this.clock = clock;
    this.fence = fence;
  }

  /** A schedule that was kept. */
  record Built(RollingSchedule schedule, JsonObject json) {}

  Future<Built> build(int windowDays) {
    return indicators
        .releases()
        .map(
            releases -> {
              RollingSchedule schedule =
                  RollingSchedule.of(releases, clock.today(), windowDays, clock.calendar());
              return new Built(schedule, schedule.json(Instant.now()));
            })
        .compose(built -> keep(built).map(built));
  }

  private Future<?> keep(Built built) {
    Request write =
        Request.cmd(Command.SET)
            .arg(KEY)
            .arg(built.json().encode())
            .arg("EX")
            .arg(KEPT.toSeconds());
    return fence.isPresent() ? market.fenced(fence.get(), List.of(write)) : market.send(write);
  }
}
