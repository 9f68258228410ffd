package io.marketswarm.market.trail;

import io.marketswarm.market.model.MinuteBar;
import io.marketswarm.market.model.MinuteBars;
import io.marketswarm.market.model.Thinning;
import io.marketswarm.market.model.TrailPoint;
import io.marketswarm.market.trail.Trail.Row;
import io.marketswarm.store.RedisBus;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes out of old trails what no candle needs, hour by hour, and makes the minute bars that are
 * missing.
 */
public final class Compaction {
  private static final int HOUR = 3_600;
  private static final int NEEDED_A_MINUTE = 4;

  /** How late rows of a minute come that belong to it. */
  private static final int LATE_SECONDS = 180;

  private static final int MOST_ROWS = 50_000;
  private static final int REMOVED_AT_ONCE = 1_000;

  private final RedisBus market;
  private final InTurn turns;
  private final TrailWriter writer;

  public Compaction(RedisBus market, InTurn turns, TrailWriter writer) {
    this.market = market;
    this.turns = turns;
    this.writer = writer;
  }

  /**
   * Looks through the whole hours between two moments whose rows and bars do not match.
   *
   * @param thinBefore hours that ended by then are thinned; seconds since the epoch, like the rest
   * @return how many rows were removed
   */
  public Future<Integer> survey(String symbol, long from, long to, long thinBefore) {
    Trail trail = new Trail(market, symbol);
    List<Long> hours = hours(from, to);
    List<Request> counts = new ArrayList<>();
    for (long hour : hours) {
      counts.add(trail.count(hour, hour + HOUR));
      counts.add(trail.countBars(hour, hour + HOUR));
    }
    return market.batch(counts).compose(found -> tidy(trail, unbalanced(hours, found), thinBefore));
  }

  /** Thins every whole hour between two moments. */
  public Future<Integer> thin(String symbol, long from, long to) {
    return tidy(new Trail(market, symbol), hours(from, to), to);
  }

  private static List<Long> hours(long from, long to) {
    List<Long> hours = new ArrayList<>();
    for (long hour = Math.floorDiv(from, HOUR) * HOUR; hour + HOUR <= to; hour += HOUR) {
      hours.add(hour);
    }
    return hours;
  }

  /** Those with more rows than their bars need. */
  private static List<Long> unbalanced(List<Long> hours, List<Response> counts) {
    List<Long> unbalanced = new ArrayList<>();
    for (int i = 0; i < hours.size(); i++) {
      long rows = counts.get(2 * i).toLong();
      long bars = counts.get(2 * i + 1).toLong();
      if (rows > NEEDED_A_MINUTE * bars) {
        unbalanced.add(hours.get(i));
      }
    }
    return unbalanced;
  }

  private Future<Integer> tidy(Trail trail, List<Long> hours, long thinBefore) {
    int[] removed = {0};
    return turns
        .each(
            hours,
            hour ->
                trail
                    .rows(hour, hour + HOUR + LATE_SECONDS, MOST_ROWS)
                    .compose(rows -> addBars(trail, hour, rows).map(rows))
                    .map(rows -> superfluous(rows, hour, thinBefore))
                    .onSuccess(rows -> removed[0] += rows.size())
                    .compose(rows -> remove(trail, rows)))
        .map(v -> removed[0]);
  }

  private Future<?> addBars(Trail trail, long hour, List<Row> rows) {
    return trail
        .bars(hour, hour + HOUR)
        .compose(
            stored -> {
              Set<Long> known = stored.stream().map(MinuteBar::time).collect(Collectors.toSet());
              List<MinuteBar> missing =
                  MinuteBars.of(points(rows)).bars().stream()
                      .filter(bar -> bar.time() >= hour && bar.time() < hour + HOUR)
                      .filter(bar -> !known.contains(bar.time()))
                      .toList();
              return missing.isEmpty()
                  ? Future.succeededFuture()
                  : writer.run(trail.store(missing));
            });
  }

  private static List<TrailPoint> points(List<Row> rows) {
    return rows.stream().map(Row::point).toList();
  }

  private static List<Row> superfluous(List<Row> rows, long hour, long thinBefore) {
    if (hour + HOUR > thinBefore) {
      return List.of();
    }
    List<Row> own = rows.stream().filter(row -> row.point().score() < hour + HOUR).toList();
    return Thinning.superfluous(points(own)).stream().map(own::get).toList();
  }

  private Future<?> remove(Trail trail, List<Row> rows) {
    Future<?> removed = Future.succeededFuture();
    for (int from = 0; from < rows.size(); from += REMOVED_AT_ONCE) {
      Request remove = Request.cmd(Command.ZREM).arg(SpotKeys.trail(trail.symbol()));
      rows.subList(from, Math.min(rows.size(), from + REMOVED_AT_ONCE))
          .forEach(row -> remove.arg(row.member()));
      removed = removed.compose(v -> writer.run(List.of(remove)));
    }
    return removed;
  }
}
