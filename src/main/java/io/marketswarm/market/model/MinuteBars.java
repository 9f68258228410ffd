package io.marketswarm.market.model;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Minute bars of one symbol, folded point by point as {@link CandleSeries} does it: a late point
 * joins the minute of its own time. Minutes that have been forgotten do not change any more.
 */
public final class MinuteBars {
  private final NavigableMap<Long, Fold> folds = new TreeMap<>();
  private long oldest;

  /**
   * @param oldest the first minute of which all points will be told; earlier ones are left alone
   */
  public MinuteBars(long oldest) {
    this.oldest = oldest;
  }

  /** All minutes of some points. */
  public static MinuteBars of(Iterable<TrailPoint> points) {
    MinuteBars bars = new MinuteBars(Long.MIN_VALUE);
    points.forEach(bars::add);
    return bars;
  }

  /** Adds a point; tells how its minute stands now, nothing when that is forgotten. */
  public Optional<MinuteBar> add(TrailPoint point) {
    long minute = point.minute();
    if (minute < oldest) {
      return Optional.empty();
    }
    Fold fold = folds.get(minute);
    if (fold == null) {
      fold = new Fold(point);
      folds.put(minute, fold);
    } else {
      fold.add(point);
    }
    return Optional.of(fold.bar());
  }

  /** Closes the minutes before a moment. */
  public void forgetBefore(long seconds) {
    oldest = Math.max(oldest, seconds);
    folds.headMap(seconds, false).clear();
  }

  /** The minutes not forgotten, oldest first. */
  public List<MinuteBar> bars() {
    return folds.values().stream().map(Fold::bar).toList();
  }

  private static final class Fold {
    private TrailPoint first;
    private TrailPoint last;
    private double high;
    private double low;
    private int count = 1;

    Fold(TrailPoint point) {
      first = last = point;
      high = low = point.value();
    }

    void add(TrailPoint point) {
      if (point.compareTo(first) < 0) {
        first = point;
      }
      if (point.compareTo(last) >= 0) {
        last = point;
      }
      high = Math.max(high, point.value());
      low = Math.min(low, point.value());
      count++;
    }

    MinuteBar bar() {
      return new MinuteBar(first.minute(), first.value(), high, low, last.value(), count);
    }
  }
}
