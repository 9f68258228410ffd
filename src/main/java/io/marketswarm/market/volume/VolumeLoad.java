package io.marketswarm.market.volume;

import io.marketswarm.log.Log;
import io.marketswarm.market.feed.Manner;
import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.market.model.EdgeStructures;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.VolumeProfile;
import io.marketswarm.market.trail.InTurn;
import io.marketswarm.market.wire.ProfileJson;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** Builds the volume profile anew from years of bars, on an operator's word. */
public final class VolumeLoad {
  private static final double MULTIPLIER = 10;

  private final Vertx vertx;
  private final RedisBus system;
  private final RedisBus market;
  private final ProviderRest rest;
  private final Duration pause;

  /**
   * @param pause between two questions to the provider
   */
  public VolumeLoad(
      Vertx vertx, RedisBus system, RedisBus market, ProviderRest rest, Duration pause) {
    this.pause = pause;
    this.vertx = vertx;
    this.system = system;
    this.market = market;
    this.rest = rest.in(Manner.HISTORY);
  }

  /**
   * Replaces the stored profile; the market service notices that it is another one, and goes on
   * from it.
   */
  public Future<VolumeProfile> run(int years) {
    LocalDate today = MarketCalendar.dateOf(Instant.now());
    return new ProfileHistory(
            rest, new InTurn(vertx, pause.toMillis()), MULTIPLIER, Log.of("history"))
        .read(today.minusYears(years), today)
        .map(bars -> bars.build(Instant.now()))
        .compose(
            built ->
                built.isEmpty()
                    ? Future.failedFuture("the provider has no bars of " + ProfileHistory.FUND)
                    : store(built.with(EdgeStructures.of(built))));
  }

  private Future<VolumeProfile> store(VolumeProfile profile) {
    String event =
        new JsonObject()
            .put("type", "volume_profile_deployed")
            .put("source", "history")
            .put("occurred_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
            .encode();
    return system
        .send(
            Request.cmd(Command.SET)
                .arg(VolumeKeys.PROFILE)
                .arg(Buffer.buffer(ProfileJson.PROFILE.bytes(profile))))
        .compose(
            v ->
                market.send(
                    Request.cmd(Command.PUBLISH).arg(VolumeKeys.GRAVITY_CHANNEL).arg(event)))
        .map(profile);
  }
}
