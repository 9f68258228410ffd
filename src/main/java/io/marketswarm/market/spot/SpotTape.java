package io.marketswarm.market.spot;

import io.marketswarm.bus.MarketTick;
import io.marketswarm.bus.ModelUpdate;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.ModelNotice;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.MinuteBar;
import io.marketswarm.market.model.MinuteBars;
import io.marketswarm.market.model.SpotValue;
import io.marketswarm.market.model.TrailPoint;
import io.marketswarm.market.trail.SpotKeys;
import io.marketswarm.market.trail.Trail;
import io.marketswarm.market.wire.SpotJson;
import io.marketswarm.service.MarketClock;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what of one symbol's values is written. The latest value is written when it changed or
 * has stood for a while, because readers tell life by its time. The trail gets the changes of
 * trading days, and a row a minute around the session, which readers of closes look for.
 */
final class SpotTape {
  static final long LATEST_EVERY_MILLIS = 5_000;
  static final long ROW_EVERY_MILLIS = 60_000;

  private static final LocalTime ROWS_FROM = LocalTime.of(9, 25);
  private static final LocalTime ROWS_UNTIL = LocalTime.of(18, 0);

  /** How late a point may come and still change the bar of its minute. */
  private static final int BARS_OPEN_SECONDS = 600;

  private static final String CHANNEL = "massive:spot";

  private final String symbol;
  private final Trail trail;
  private final MassiveSettings.Spot settings;
  private final long tickLength;
  private final long latestEveryMillis;
  private final MinuteBars bars;
  private double lastValue;
  private long writtenMillis;
  private long rowMillis;
  private long sequence;

  /** How a symbol stands in Redis. */
  record Standing(double lastValue, long rowMillis, MinuteBars bars) {
    static Standing fresh() {
      return new Standing(Double.NaN, 0, new MinuteBars(Long.MIN_VALUE));
    }
  }

  /** What a value leads to: commands, and the messages to follow when they have run. */
  record Entry(List<Request> commands, MarketTick tick, ModelUpdate update) {}

  /**
   * @param latestEveryMillis after which a value that stands is written again
   */
  SpotTape(
      Trail trail,
      MassiveSettings.Spot settings,
      long tickLength,
      long latestEveryMillis,
      Standing standing) {
    this.symbol = trail.symbol();
    this.trail = trail;
    this.settings = settings;
    this.tickLength = tickLength;
    this.latestEveryMillis = latestEveryMillis;
    this.bars = standing.bars();
    this.lastValue = standing.lastValue();
    this.rowMillis = standing.rowMillis();
  }

  /** The alias stream of a symbol's values. */
  static String tickStream(String symbol) {
    return "market:tick:" + symbol + ":stream";
  }

  /** Takes a value as received now. */
  Optional<Entry> take(SpotValue spot, MarketClock clock) {
    long now = clock.wallMillis();
    boolean changed = spot.value() != lastValue;
    if (!changed && Math.abs(now - writtenMillis) < latestEveryMillis) {
      return Optional.empty();
    }
    lastValue = spot.value();
    writtenMillis = now;
    byte[] latest = SpotJson.LATEST.bytes(spot);
    List<Request> commands = new ArrayList<>(12);
    commands.add(set(SpotKeys.latest(symbol), latest));
    commands.add(publish(CHANNEL, latest));
    if (belongsInTrail(changed, now, clock)) {
      rowMillis = now;
      row(spot, now, commands);
    }
    if (settings.aliasKeys()) {
      aliases(spot, latest, now, commands);
    }
    commands.add(ModelNotice.of("spot", symbol, now));
    sequence = Math.max(sequence + 1, now);
    return Optional.of(
        new Entry(
            commands,
            new MarketTick(symbol, spot.value(), spot.millis()),
            new ModelUpdate(
                SpotKeys.latest(symbol),
                sequence,
                now,
                ModelUpdate.Kind.FULL,
                Buffer.buffer(latest))));
  }

  /** Takes a value of the past, which nobody is told of: the trail is all it concerns. */
  List<Request> remember(SpotValue spot, MarketClock then) {
    long now = then.wallMillis();
    boolean changed = spot.value() != lastValue;
    lastValue = spot.value();
    List<Request> commands = new ArrayList<>(6);
    if (belongsInTrail(changed, now, then)) {
      rowMillis = now;
      row(spot, now, commands);
    }
    return commands;
  }

  private boolean belongsInTrail(boolean changed, long now, MarketClock clock) {
    if (!clock.calendar().isTradingDay(clock.today())) {
      return false;
    }
    return changed || Math.abs(now - rowMillis) >= ROW_EVERY_MILLIS && isAroundSession(clock.now());
  }

  private static boolean isAroundSession(Instant market) {
    LocalTime time = market.atZone(MarketCalendar.ZONE).toLocalTime();
    return !time.isBefore(ROWS_FROM) && time.isBefore(ROWS_UNTIL);
  }

  private void row(SpotValue spot, long now, List<Request> commands) {
    TrailPoint point = spot.point(now / 1_000.0);
    String key = trail.key();
    commands.add(
        Request.cmd(Command.ZADD)
            .arg(key)
            .arg(Trail.score(point.score()))
            .arg(Buffer.buffer(SpotJson.TRAIL.bytes(spot))));
    commands.add(
        Request.cmd(Command.ZREMRANGEBYSCORE)
            .arg(key)
            .arg(0)
            .arg(Trail.score(point.score() - settings.trailWindow().toSeconds())));
    commands.add(Request.cmd(Command.EXPIRE).arg(key).arg(settings.trailTtl().toSeconds()));
    bars.forgetBefore(point.minute() - BARS_OPEN_SECONDS);
    Optional<MinuteBar> bar = bars.add(point);
    bar.ifPresent(minute -> commands.addAll(trail.store(List.of(minute))));
  }

  private void aliases(SpotValue spot, byte[] latest, long now, List<Request> commands) {
    commands.add(set("market:snapshot:" + symbol, latest));
    commands.add(
        Request.cmd(Command.XADD)
            .arg(tickStream(symbol))
            .arg("MAXLEN")
            .arg("~")
            .arg(tickLength)
            .arg("*")
            .arg("ts")
            .arg(BigDecimal.valueOf(now, 3).toPlainString())
            .arg("value")
            .arg(Double.toString(spot.value()))
            .arg("payload")
            .arg(Buffer.buffer(latest)));
  }

  private static Request set(String key, byte[] value) {
    return Request.cmd(Command.SET).arg(key).arg(Buffer.buffer(value));
  }

  private static Request publish(String channel, byte[] message) {
    return Request.cmd(Command.PUBLISH).arg(channel).arg(Buffer.buffer(message));
  }
}
