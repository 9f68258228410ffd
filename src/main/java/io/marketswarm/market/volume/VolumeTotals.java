package io.marketswarm.market.volume;

import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NavigableMap;

/**
 * What is known of all volume counted.
 *
 * @param trades ever counted
 * @param volume ever counted
 * @param lowest bucket, 0 without any
 * @param highest bucket, 0 without any
 * @param untold volume that is stored but was never summed up, by whoever stored it
 */
record VolumeTotals(long trades, long volume, int lowest, int highest, long untold) {
  private static final int CENT_DIGITS = 2;

  static Future<VolumeTotals> read(RedisBus market) {
    return market
        .batch(
            List.of(
                Request.cmd(Command.HMGET)
                    .arg(VolumeKeys.ANALYTICS)
                    .arg("trades_processed")
                    .arg("volume_added"),
                Request.cmd(Command.HMGET)
                    .arg(VolumeKeys.META)
                    .arg("min_price")
                    .arg("max_price")
                    .arg("total_volume")))
        .compose(found -> read(market, found.get(0), found.get(1)));
  }

  private static Future<VolumeTotals> read(RedisBus market, Response analytics, Response meta) {
    VolumeTotals told =
        new VolumeTotals(
            number(analytics.get(0)).longValue(),
            number(analytics.get(1)).longValue(),
            bucket(meta.get(0)),
            bucket(meta.get(1)),
            0);
    boolean summedUp = meta.get(2) != null;
    return told.lowest > 0 && summedUp
        ? Future.succeededFuture(told)
        : LiveVolume.read(market, VolumeKeys.LIVE).map(live -> told.with(live, summedUp));
  }

  private VolumeTotals with(NavigableMap<Integer, Long> live, boolean summedUp) {
    return live.isEmpty()
        ? this
        : new VolumeTotals(
            trades, volume, live.firstKey(), live.lastKey(), summedUp ? 0 : LiveVolume.sum(live));
  }

  private static BigDecimal number(Response value) {
    return value == null ? BigDecimal.ZERO : new BigDecimal(value.toString());
  }

  private static int bucket(Response points) {
    return number(points).movePointRight(CENT_DIGITS).intValue();
  }

  /** The command that describes the whole: prices in index points. */
  Request meta(long levels, long wallMillis) {
    return Request.cmd(Command.HSET)
        .arg(VolumeKeys.META)
        .arg("last_updated")
        .arg(Instant.ofEpochMilli(wallMillis).truncatedTo(ChronoUnit.SECONDS).toString())
        .arg("levels")
        .arg(levels)
        .arg("min_price")
        .arg(points(lowest))
        .arg("max_price")
        .arg(points(highest));
  }

  private static String points(int bucket) {
    return BigDecimal.valueOf(bucket, CENT_DIGITS).toPlainString();
  }
}
