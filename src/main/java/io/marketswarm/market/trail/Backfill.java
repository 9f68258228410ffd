package io.marketswarm.market.trail;

import io.marketswarm.market.feed.PriceBar;
import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.market.model.BarPath;
import io.marketswarm.market.model.CloseWindow;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.MinuteBar;
import io.marketswarm.market.model.MinuteBars;
import io.marketswarm.market.model.SpotValue;
import io.marketswarm.market.model.TrailPoint;
import io.marketswarm.market.wire.SpotJson;
import io.marketswarm.service.MarketClock;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Fills the holes of trails with the provider's minute bars. Minutes that have a row are left as
 * they are; so are the latest ones, in which rows may still be on their way.
 */
public final class Backfill {
  private static final int MINUTE = 60;

  /** How recent a minute may be and still be left to those who write live. */
  private static final int LIVE_SECONDS = 120;

  /** How late rows of a minute come that belong to it. */
  private static final int LATE_SECONDS = 180;

  private static final int MOST_ROWS = 20_000;
  private static final int COUNTS_AT_ONCE = 500;
  private static final int MINUTES_AT_ONCE = 50;

  private final RedisBus market;
  private final ProviderRest rest;
  private final MarketClock clock;
  private final Duration ttl;
  private final InTurn turns;
  private final TrailWriter writer;

  /**
   * @param rest in the manner of history
   * @param ttl how long a trail lives without further rows
   */
  public Backfill(
      RedisBus market,
      ProviderRest rest,
      MarketClock clock,
      Duration ttl,
      InTurn turns,
      TrailWriter writer) {
    this.market = market;
    this.rest = rest;
    this.clock = clock;
    this.ttl = ttl;
    this.turns = turns;
    this.writer = writer;
  }

  /** Fills the holes of a symbol's trail since a moment; tells how many minutes that took. */
  public Future<Integer> fill(String symbol, Instant since) {
    Instant now = Instant.ofEpochMilli(clock.wallMillis());
    LocalDate from = MarketCalendar.dateOf(since);
    LocalDate to = MarketCalendar.dateOf(now);
    long last = now.getEpochSecond() - LIVE_SECONDS;
    Trail trail = new Trail(market, symbol);
    return rest.minuteBars(ProviderSymbol.of(symbol), from, to)
        .map(bars -> usable(bars, since.getEpochSecond(), last))
        .compose(bars -> fill(trail, bars, last));
  }

  /** The bars by the minutes they start in. */
  private static TreeMap<Long, PriceBar> usable(List<PriceBar> bars, long since, long last) {
    TreeMap<Long, PriceBar> usable = new TreeMap<>();
    for (PriceBar bar : bars) {
      long minute = Math.floorDiv(bar.startMillis(), MINUTE * 1_000L) * MINUTE;
      if (minute >= since && minute < last) {
        usable.put(minute, bar);
      }
    }
    return usable;
  }

  private Future<Integer> fill(Trail trail, TreeMap<Long, PriceBar> bars, long last) {
    Set<Long> missing = new HashSet<>();
    return turns
        .each(
            parts(List.copyOf(bars.keySet()), COUNTS_AT_ONCE),
            minutes -> empty(trail, minutes).onSuccess(missing::addAll))
        .compose(
            v ->
                turns.each(
                    parts(missing.stream().sorted().toList(), MINUTES_AT_ONCE),
                    minutes -> write(trail, minutes, bars)))
        .compose(v -> closes(trail, bars, last))
        .map(v -> missing.size());
  }

  private static <T> List<List<T>> parts(List<T> all, int size) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      parts.add(all.subList(from, Math.min(all.size(), from + size)));
    }
    return parts;
  }

  /** The minutes without a row. */
  private Future<List<Long>> empty(Trail trail, List<Long> minutes) {
    List<Request> counts = new ArrayList<>();
    minutes.forEach(minute -> counts.add(trail.count(minute, minute + MINUTE)));
    return market
        .batch(counts)
        .map(
            rows -> {
              List<Long> empty = new ArrayList<>();
              for (int i = 0; i < minutes.size(); i++) {
                if (rows.get(i).toLong() == 0) {
                  empty.add(minutes.get(i));
                }
              }
              return empty;
            });
  }

  /** Rows of a minute may lie beyond it, when they came late: its bar has to know them. */
  private Future<?> write(Trail trail, List<Long> minutes, TreeMap<Long, PriceBar> bars) {
    long first = minutes.get(0);
    long last = minutes.get(minutes.size() - 1);
    List<TrailPoint> points = new ArrayList<>();
    for (long minute : minutes) {
      PriceBar bar = bars.get(minute);
      points.addAll(BarPath.of(minute, bar.open(), bar.high(), bar.low(), bar.close()));
    }
    return trail
        .rows(first, last + MINUTE + LATE_SECONDS, MOST_ROWS)
        .compose(
            rows -> {
              List<TrailPoint> all = new ArrayList<>(points);
              rows.forEach(row -> all.add(row.point()));
              Set<Long> ours = new HashSet<>(minutes);
              List<MinuteBar> whole =
                  MinuteBars.of(all).bars().stream()
                      .filter(bar -> ours.contains(bar.time()))
                      .toList();
              return writer.run(commands(trail, points, whole));
            });
  }

  private List<Request> commands(Trail trail, List<TrailPoint> points, List<MinuteBar> bars) {
    Request add = Request.cmd(Command.ZADD).arg(SpotKeys.trail(trail.symbol()));
    for (TrailPoint point : points) {
      add.arg(Trail.score(point.score()))
          .arg(Buffer.buffer(SpotJson.TRAIL.bytes(SpotValue.history(trail.symbol(), point))));
    }
    List<Request> commands = new ArrayList<>();
    commands.add(add);
    commands.add(
        Request.cmd(Command.EXPIRE).arg(SpotKeys.trail(trail.symbol())).arg(ttl.toSeconds()));
    commands.addAll(trail.store(bars));
    return commands;
  }

  /** Readers of closes look after the bell, where bars have ended. */
  private Future<?> closes(Trail trail, TreeMap<Long, PriceBar> bars, long last) {
    if (bars.isEmpty()) {
      return Future.succeededFuture();
    }
    LocalDate first = MarketCalendar.dateOf(Instant.ofEpochSecond(bars.firstKey()));
    LocalDate end = MarketCalendar.dateOf(Instant.ofEpochSecond(last)).plusDays(1);
    List<LocalDate> days = first.datesUntil(end).filter(clock.calendar()::isTradingDay).toList();
    return turns.each(days, day -> close(trail, bars, day, last));
  }

  private Future<?> close(Trail trail, TreeMap<Long, PriceBar> bars, LocalDate day, long last) {
    CloseWindow window = CloseWindow.of(day);
    Long minute = bars.floorKey(window.fromSeconds() - 1);
    boolean told =
        minute != null
            && window.toSeconds() < last
            && MarketCalendar.dateOf(Instant.ofEpochSecond(minute)).equals(day);
    if (!told) {
      return Future.succeededFuture();
    }
    return market
        .send(trail.count(window.fromSeconds(), window.toSeconds() + 1.0))
        .compose(
            rows -> {
              if (rows.toLong() > 0) {
                return Future.succeededFuture();
              }
              long at = window.fromSeconds();
              TrailPoint point = new TrailPoint(at, at, bars.get(minute).close());
              return writer.run(
                  commands(trail, List.of(point), MinuteBars.of(List.of(point)).bars()));
            });
  }
}
