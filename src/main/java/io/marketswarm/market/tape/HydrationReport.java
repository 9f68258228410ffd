package io.marketswarm.market.tape;

import io.marketswarm.market.model.StrikeActivity;
import io.marketswarm.market.publish.Publisher;
import io.marketswarm.market.wire.ActivityJson;
import io.marketswarm.market.wire.JsonBytes;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/**
 * What one desk reports of its hydration: each time it passes changes on, what changed and at which
 * strikes; and once in a while the counters that operators watch.
 */
public final class HydrationReport {
  private static final String EMITS = "massive:ws:emit:stream";
  private static final String STRIKES = "massive:ws:strike:stream:";
  private static final String HOT = "massive:ws:strike:hot:";
  private static final String HYDRATED = "massive:ws:hydrate:hydrated";
  private static final String GEOMETRY_MISSES = "massive:ws:hydrate:geometry_miss";
  private static final String HYDRATION = "massive:ws:hydrate:analytics";
  private static final String SNAPSHOTS = "massive:snapshot:analytics";

  /** How long the record of emits and strikes gets. */
  private static final long STREAM_LENGTH = 15_000;

  private static final Duration STRIKE_LIFE = Duration.ofDays(1);
  private static final int HOT_STRIKES = 10;

  private final String symbol;
  private final Hydrator hydrator;
  private final Tape.Seat seat;
  private final Publisher publisher;
  private final JsonBytes text = new JsonBytes();

  private long emits;
  private long diffs;
  private int lastDiffs;

  public HydrationReport(String symbol, Hydrator hydrator, Tape.Seat seat, Publisher publisher) {
    this.symbol = symbol;
    this.hydrator = hydrator;
    this.seat = seat;
    this.publisher = publisher;
  }

  /** Changes are passed on: says which, and begins to count anew. */
  public void emit(int contracts, long wallMillis) {
    String ts = seconds(wallMillis);
    lastDiffs = hydrator.dirty();
    seat.passedOn(lastDiffs);
    emits++;
    diffs += lastDiffs;
    publisher.also(
        publisher.stream(EMITS, STREAM_LENGTH)
            .arg("ts")
            .arg(ts)
            .arg("diffs")
            .arg(lastDiffs)
            .arg("contracts")
            .arg(contracts)
            .arg("symbol")
            .arg(symbol));
    StrikeActivity activity = hydrator.activity();
    if (activity.size() > 0) {
      strikes(activity, ts);
      hot(activity, wallMillis);
    }
    hydrator.clean();
  }

  private void strikes(StrikeActivity activity, String ts) {
    ActivityJson.all(activity, text);
    String key = STRIKES + symbol;
    publisher
        .also(
            publisher.stream(key, STREAM_LENGTH).arg("ts").arg(ts).arg("data").arg(text.toBytes()))
        .expire(key, STRIKE_LIFE);
  }

  private void hot(StrikeActivity activity, long wallMillis) {
    Request hot = Request.cmd(Command.HSET).arg(HOT + symbol);
    for (int strike : activity.busiest(HOT_STRIKES)) {
      ActivityJson.hot(activity, strike, wallMillis, text);
      hot.arg(ActivityJson.name(activity.strike(strike))).arg(text.toBytes());
    }
    publisher.also(hot).expire(HOT + symbol, STRIKE_LIFE);
  }

  /**
   * The counters since the last time.
   *
   * @return how often changes were passed on since
   */
  public long counters(long wallMillis) {
    Hydrator.Tally tally = hydrator.takeTally();
    add(HYDRATED, tally.hydrated);
    add(GEOMETRY_MISSES, tally.geometryMisses);
    add(HYDRATION, "new_tickers_" + symbol, tally.newTickers);
    add(HYDRATION, "late_prints_" + symbol, tally.latePrints);
    add(HYDRATION, "volume_" + symbol, tally.volume);
    add(HYDRATION, "emits_total", emits);
    add(HYDRATION, "diffs_total", diffs);
    add(SNAPSHOTS, "dirty_flips_" + symbol, tally.dirtyFlips);
    publisher.also(
        Request.cmd(Command.HSET)
            .arg(HYDRATION)
            .arg("last_ts")
            .arg(seconds(wallMillis))
            .arg("diffs_last_emit")
            .arg(lastDiffs));
    publisher.also(
        Request.cmd(Command.HSET)
            .arg(SNAPSHOTS)
            .arg("dirty_count_" + symbol)
            .arg(lastDiffs)
            .arg("state_size_" + symbol)
            .arg(hydrator.known()));
    long passedOn = emits;
    emits = 0;
    diffs = 0;
    return passedOn;
  }

  private void add(String key, long amount) {
    if (amount != 0) {
      publisher.also(Request.cmd(Command.INCRBY).arg(key).arg(amount));
    }
  }

  private void add(String key, String field, long amount) {
    if (amount != 0) {
      publisher.also(Request.cmd(Command.HINCRBY).arg(key).arg(field).arg(amount));
    }
  }

  static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).toPlainString();
  }

  static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.2f", nanos / 1e6);
  }
}
