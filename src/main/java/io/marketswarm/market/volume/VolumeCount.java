package io.marketswarm.market.volume;

import io.marketswarm.log.Log;
import io.marketswarm.market.model.VolumeTally;
import io.marketswarm.service.MarketClock;
import io.marketswarm.service.ServiceContext;
import io.marketswarm.store.BusName;
import io.marketswarm.store.Fence;
import io.marketswarm.store.RedisBus;
import io.marketswarm.truth.Retention;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts trades of the fund by price bucket and adds them to what is stored, each exactly once: a
 * batch whose fate is unknown is recognised by the running number of trades that goes with it. To
 * be used from one context.
 */
public final class VolumeCount {
  private static final Duration SESSION_TTL = Duration.ofDays(8);

  private final RedisBus market;
  private final Fence fence;
  private final MarketClock clock;
  private final Retention retention;
  private final Log log;
  private final Counter counted;
  private final VolumeTally tally = new VolumeTally();
  private long trades;
  private VolumeBatch batch;
  private VolumeTotals totals;
  private Future<Void> flushing = Future.succeededFuture();

  public VolumeCount(ServiceContext context) {
    this(context, context.bus(BusName.MARKET));
  }

  VolumeCount(ServiceContext context, RedisBus market) {
    this.market = market;
    this.fence = context.fence();
    this.clock = context.clock();
    this.retention = context.config().retention();
    this.log = context.log();
    this.counted = context.metrics().counter("marketswarm.market.volume.trades");
  }

  /** Counts a trade of the fund; what is none is passed over. */
  public void trade(double price, long shares) {
    if (tally.trade(price, shares)) {
      trades++;
      counted.increment();
    }
  }

  /** Buckets that are not stored yet. */
  public int pending() {
    return tally.size() + (batch == null ? 0 : batch.size());
  }

  /** Stores what was counted; what cannot be stored now is kept for the next call. */
  public Future<Void> flush() {
    if (flushing.isComplete() && pending() > 0) {
      flushing =
          settle()
              .compose(v -> send())
              .onFailure(
                  cause -> {
                    totals = null;
                    log.debug("volume is kept for the next flush: " + cause.getMessage());
                  });
    }
    return flushing;
  }

  /** Stores all that was counted until now, what came during a flush included. */
  public Future<Void> flushAll() {
    return flushing.otherwiseEmpty().compose(v -> flush());
  }

  /** After a start, and after a failure, what is stored is looked up. */
  private Future<Void> settle() {
    return totals != null
        ? Future.succeededFuture()
        : VolumeTotals.read(market)
            .map(
                found -> {
                  totals = found;
                  if (batch != null && found.trades() >= batch.tradesAfter()) {
                    batch = null;
                  }
                  return null;
                });
  }

  private Future<Void> send() {
    if (batch == null) {
      batch = new VolumeBatch(tally, trades, totals, clock.today());
      trades = 0;
    }
    if (batch.size() == 0) {
      batch = null;
      return Future.succeededFuture();
    }
    return market.fenced(fence, commands()).compose(this::stored);
  }

  private List<Request> commands() {
    String session = VolumeKeys.session(batch.session());
    List<Request> commands = new ArrayList<>(2 * batch.size() + 6);
    commands.add(Request.cmd(Command.EXISTS).arg(session));
    batch.each(
        (bucket, shares) -> {
          commands.add(increment(VolumeKeys.LIVE, String.valueOf(bucket), shares));
          commands.add(increment(session, String.valueOf(bucket), shares));
        });
    commands.add(
        Request.cmd(Command.EXPIRE)
            .arg(session)
            .arg(retention.ttl(session, SESSION_TTL).toSeconds()));
    commands.add(increment(VolumeKeys.META, "total_volume", batch.volume() + totals.untold()));
    commands.add(
        Request.cmd(Command.HSET)
            .arg(VolumeKeys.ANALYTICS)
            .arg("last_flush")
            .arg(BigDecimal.valueOf(clock.wallMillis(), 3).toPlainString())
            .arg("trades_processed")
            .arg(batch.tradesAfter())
            .arg("volume_added")
            .arg(batch.volumeAfter())
            .arg("pending_buckets")
            .arg(tally.size()));
    commands.add(Request.cmd(Command.HLEN).arg(VolumeKeys.LIVE));
    return commands;
  }

  private static Request increment(String key, String field, long number) {
    return Request.cmd(Command.HINCRBY).arg(key).arg(field).arg(number);
  }

  private Future<Void> stored(List<Response> answers) {
    boolean newSession = answers.get(0).toInteger() == 0;
    long levels = answers.get(answers.size() - 1).toLong();
    totals = batch.added(totals);
    batch = null;
    List<Request> meta = new ArrayList<>();
    meta.add(totals.meta(levels, clock.wallMillis()));
    if (newSession) {
      meta.add(increment(VolumeKeys.META, "days_processed", 1));
    }
    return market.fenced(fence, meta).mapEmpty();
  }
}
