package io.marketswarm.market.desk;

import io.marketswarm.log.Log;
import io.marketswarm.market.model.MarketCalendar.Phase;
import io.marketswarm.market.publish.HeatmapPress;
import io.marketswarm.market.publish.Publisher;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What operators see of a desk's work: counters as it goes, rates every half minute, and an alarm
 * when the market is open and nothing leaves. Counters are shared by all desks; what concerns one
 * has its symbol in the name.
 */
final class DeskFigures {
  private static final String TILES = "massive:builder:analytics";
  private static final String MODELS = "massive:model:analytics";

  private static final long RATES_MILLIS = Duration.ofSeconds(30).toMillis();
  private static final long GAP_MILLIS = Duration.ofSeconds(5).toMillis();

  private final String symbol;
  private final Publisher publisher;
  private final Builders builders;
  private final Log log;
  private final long startedMillis;

  private long ratesMillis;
  private long sessionDiffs;
  private long sessionTiles;
  private Interval interval = new Interval();
  private boolean inGap;

  /** What happened since the rates were last written. */
  private static final class Interval {
    long diffs;
    long empty;
    long tiles;
    long longestGapMillis;
    long writes;
    double writeMillis;
    double longestWriteMillis;
  }

  DeskFigures(String symbol, Publisher publisher, Builders builders, Log log, long wallMillis) {
    this.symbol = symbol;
    this.publisher = publisher;
    this.builders = builders;
    this.log = log;
    this.startedMillis = wallMillis;
    this.ratesMillis = wallMillis;
  }

  /** A round of work has reached Redis. */
  void written(long nanos) {
    double millis = nanos / 1e6;
    interval.writes++;
    interval.writeMillis += millis;
    interval.longestWriteMillis = Math.max(interval.longestWriteMillis, millis);
  }

  /** The counters since the last time, the rates when they are due. */
  void tell(HeatmapPress press, int contracts, Moment at) {
    watchGap(press, at);
    HeatmapPress.Figures told = press.takeFigures();
    interval.diffs += told.diffs();
    interval.empty += told.empty();
    interval.tiles += told.tiles();
    interval.longestGapMillis = Math.max(interval.longestGapMillis, told.longestGapMillis());
    Builder tiles = builders.tiles();
    add(TILES, "runs", tiles.takeRuns());
    add(TILES, "errors", tiles.takeErrors());
    add(TILES, "tiles_total", told.tiles());
    add(TILES, "deltas_with_changes", told.diffs() - told.empty());
    add(TILES, "deltas_empty", told.empty());
    set(TILES, "latency_last_ms", millis(tiles.lastMillis()));
    add(MODELS, "publishes", told.diffs());
    for (Builder builder : builders.models()) {
      long runs = builder.takeRuns();
      if (runs > 0) {
        add(MODELS, builder.name() + ":runs", runs);
        add(MODELS, builder.name() + ":errors", builder.takeErrors());
        set(MODELS, builder.name() + ":latency_last_ms", millis(builder.lastMillis()));
      }
    }
    set(MODELS, "gex:contracts_processed_" + symbol, Integer.toString(contracts));
    if (Math.abs(at.wallMillis() - ratesMillis) >= RATES_MILLIS) {
      rates(at);
    }
  }

  private void watchGap(HeatmapPress press, Moment at) {
    long gap = at.wallMillis() - press.toldMillis();
    boolean alarm = at.phase() == Phase.OPEN && gap > GAP_MILLIS;
    if (alarm && !inGap) {
      log.warn("nothing was published of " + symbol + " for " + gap + " ms");
      add(MODELS, "gap_alerts", 1);
      add(MODELS, "gap_alerts_" + symbol, 1);
    }
    inGap = alarm;
  }

  private void rates(Moment at) {
    double seconds = Math.abs(at.wallMillis() - ratesMillis) / 1e3;
    sessionDiffs += interval.diffs;
    sessionTiles += interval.tiles;
    double mean = interval.writes == 0 ? 0 : interval.writeMillis / interval.writes;
    Request rates = Request.cmd(Command.HSET).arg(MODELS);
    for (String of : List.of("", "_" + symbol)) {
      rates
          .arg("interval_publishes" + of)
          .arg(interval.diffs)
          .arg("interval_tiles" + of)
          .arg(interval.tiles)
          .arg("session_publishes" + of)
          .arg(sessionDiffs)
          .arg("session_tiles" + of)
          .arg(sessionTiles)
          .arg("avg_latency_ms" + of)
          .arg(millis(mean))
          .arg("max_latency_ms" + of)
          .arg(millis(interval.longestWriteMillis))
          .arg("uptime_sec" + of)
          .arg((at.wallMillis() - startedMillis) / 1_000)
          .arg("last_stats_ts" + of)
          .arg(BigDecimal.valueOf(at.wallMillis(), 3).toPlainString());
    }
    publisher.also(
        rates
            .arg("interval_empty_" + symbol)
            .arg(interval.empty)
            .arg("max_gap_ms_" + symbol)
            .arg(interval.longestGapMillis)
            .arg("publishes_per_sec_" + symbol)
            .arg(millis(interval.diffs / seconds))
            .arg("tiles_per_sec_" + symbol)
            .arg(millis(interval.tiles / seconds)));
    interval = new Interval();
    ratesMillis = at.wallMillis();
  }

  private void add(String key, String field, long amount) {
    if (amount != 0) {
      publisher.also(Request.cmd(Command.HINCRBY).arg(key).arg(field).arg(amount));
    }
  }

  private void set(String key, String field, String value) {
    publisher.also(Request.cmd(Command.HSET).arg(key).arg(field).arg(value));
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
