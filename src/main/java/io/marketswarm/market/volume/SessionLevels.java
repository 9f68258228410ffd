package io.marketswarm.market.volume;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.ProfileBuilder;
import io.marketswarm.market.model.VolumeLevels;
import io.marketswarm.market.model.VolumeLevelsModel;
import io.marketswarm.market.wire.ProfileJson;
import io.marketswarm.service.MarketClock;
import io.marketswarm.store.Fence;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;

/** The classical levels of the running session's volume, or of the last one's before it began. */
final class SessionLevels {
  private final RedisBus market;
  private final Fence fence;
  private final MarketClock clock;
  private final Duration ttl;

  SessionLevels(RedisBus market, Fence fence, MarketClock clock, Duration ttl) {
    this.market = market;
    this.fence = fence;
    this.clock = clock;
    this.ttl = ttl;
  }

  Future<Void> write() {
    MarketCalendar calendar = clock.calendar();
    LocalDate session = calendar.tradingDayUntil(clock.today());
    return volumes(session)
        .compose(
            live ->
                live.isEmpty()
                    ? volumes(calendar.previousTradingDay(session))
                    : Future.succeededFuture(live))
        .compose(live -> live.isEmpty() ? Future.succeededFuture() : write(live));
  }

  private Future<NavigableMap<Integer, Long>> volumes(LocalDate session) {
    return LiveVolume.read(market, VolumeKeys.session(session));
  }

  private Future<Void> write(NavigableMap<Integer, Long> live) {
    ProfileBuilder builder = new ProfileBuilder(ProfileHistory.FUND, ProfileHistory.INDEX, 1);
    live.forEach(builder::live);
    Instant now = Instant.ofEpochMilli(clock.wallMillis());
    VolumeLevelsModel model =
        new VolumeLevelsModel(now, ProfileHistory.INDEX, VolumeLevels.of(builder.build(now)));
    return market
        .fenced(
            fence,
            List.of(
                Request.cmd(Command.SET)
                    .arg(VolumeKeys.LEVELS)
                    .arg(Buffer.buffer(ProfileJson.LEVELS.bytes(model)))
                    .arg("EX")
                    .arg(ttl.toSeconds())))
        .mapEmpty();
  }
}
