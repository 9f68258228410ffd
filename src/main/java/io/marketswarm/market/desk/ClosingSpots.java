package io.marketswarm.market.desk;

import io.marketswarm.market.trail.SpotKeys;
import io.marketswarm.service.MarketClock;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;

/** Finds what an underlying closed at: the first value on its trail at or after the close. */
final class ClosingSpots {
  /** A value later than this is no closing value any more. */
  private static final long LATEST_MILLIS = Duration.ofMinutes(20).toMillis();

  private static final double MILLIS = 1_000;

  private final RedisBus market;
  private final MarketClock clock;

  ClosingSpots(RedisBus market, MarketClock clock) {
    this.market = market;
    this.clock = clock;
  }

  /**
   * The closing value, NaN when the trail does not reach back.
   *
   * @param close by the market's clock; trails are kept by the wall clock
   */
  Future<Double> at(String symbol, Instant close) {
    double speed = clock.speed() > 0 ? clock.speed() : 1;
    long ago = Math.round((clock.nowMillis() - close.toEpochMilli()) / speed);
    double from = (clock.wallMillis() - ago) / MILLIS;
    return market
        .send(
            Request.cmd(Command.ZRANGE)
                .arg(SpotKeys.trail(symbol))
                .arg(from)
                .arg(from + LATEST_MILLIS / speed / MILLIS)
                .arg("BYSCORE")
                .arg("LIMIT")
                .arg(0)
                .arg(1))
        .map(
            rows ->
                rows.size() == 0
                    ? Double.NaN
                    : new JsonObject(rows.get(0).toBuffer()).getDouble("value"));
  }
}
