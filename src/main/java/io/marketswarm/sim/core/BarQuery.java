package io.marketswarm.sim.core;

import io.marketswarm.market.model.MarketCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * A question for bars.
 *
 * @param from first moment wanted, in epoch milliseconds
 * @param until last moment wanted
 */
public record BarQuery(int instrument, int multiplier, Unit unit, long from, long until) {
  private static final long HOUR = 60 * TapeBars.MINUTE;

  /** How long a bar is. */
  public enum Unit {
    MINUTE,
    HOUR,
    DAY
  }

  /**
   * What happened to an instrument since the simulation began.
   *
   * @param days daily bars by session date, that of the running session included
   */
  public record Lived(List<Bar> minutes, NavigableMap<LocalDate, Bar> days) {}

  public BarQuery {
    if (multiplier < 1) {
      throw new IllegalArgumentException("multiplier " + multiplier + " is below 1");
    }
  }

  /** All bars asked for, in the order of time. May take long for years of minutes. */
  public List<Bar> run(PriceHistory history, Lived lived) {
    return switch (unit) {
      case MINUTE -> merge(minutes(history, lived), bar -> slot(bar, TapeBars.MINUTE));
      case HOUR -> merge(minutes(history, lived), bar -> slot(bar, HOUR));
      case DAY -> {
        List<Bar> days = days(history, lived);
        yield multiplier == 1 ? days : merge(days, this::slotOfDay);
      }
    };
  }

  private List<Bar> minutes(PriceHistory history, Lived lived) {
    List<Bar> bars = new ArrayList<>();
    for (LocalDate date : history.dates(date(from), date(until))) {
      bars.addAll(history.minutes(instrument, date));
    }
    bars.addAll(lived.minutes());
    bars.removeIf(bar -> bar.t() < from || bar.t() > until);
    bars.sort(Comparator.comparingLong(Bar::t));
    return bars;
  }

  private List<Bar> days(PriceHistory history, Lived lived) {
    NavigableMap<LocalDate, Bar> bars = new TreeMap<>();
    history.dates(date(from), date(until)).forEach(d -> bars.put(d, history.day(instrument, d)));
    bars.putAll(lived.days().subMap(date(from), true, date(until), true));
    return List.copyOf(bars.values());
  }

  private static LocalDate date(long millis) {
    return MarketCalendar.dateOf(Instant.ofEpochMilli(millis));
  }

  private long slot(Bar bar, long length) {
    long width = multiplier * length;
    return Math.floorDiv(bar.t(), width) * width;
  }

  private long slotOfDay(Bar bar) {
    long day = Math.floorDiv(date(bar.t()).toEpochDay(), multiplier) * (long) multiplier;
    return Days.midnight(LocalDate.ofEpochDay(day));
  }

  private static List<Bar> merge(List<Bar> bars, ToLongFunction<Bar> slot) {
    List<Bar> merged = new ArrayList<>();
    for (Bar bar : bars) {
      long start = slot.applyAsLong(bar);
      int last = merged.size() - 1;
      if (last >= 0 && merged.get(last).t() == start) {
        merged.set(last, merged.get(last).then(bar));
      } else {
        merged.add(bar.at(start));
      }
    }
    return merged;
  }
}
