package io.marketswarm.sim.core;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Bars of a session that is being or has been lived. */
final class TapeBars {
  static final long MINUTE = 60_000;
  private static final double SHARES_PER_TRADE = 120;

  private TapeBars() {}

  /** One bar per minute of the wall clock in which the market moved on. */
  static List<Bar> minutes(DayTape tape, int instrument) {
    List<Bar> bars = new ArrayList<>();
    int from = 0;
    while (from <= tape.step()) {
      long minute = Math.floorDiv(tape.wall(from), MINUTE);
      int end = tape.firstStepFrom((minute + 1) * MINUTE);
      bars.add(bar(tape, instrument, from, end, minute * MINUTE));
      from = end;
    }
    return bars;
  }

  static Bar minuteNow(DayTape tape, int instrument) {
    long minute = Math.floorDiv(tape.wall(tape.step()), MINUTE) * MINUTE;
    return bar(tape, instrument, tape.firstStepFrom(minute), tape.step() + 1, minute);
  }

  static Bar day(DayTape tape, int instrument, LocalDate date) {
    return bar(tape, instrument, 0, tape.step() + 1, Days.midnight(date));
  }

  /** The bar over steps {@code from} to {@code end}, the latter not included. */
  static Bar bar(DayTape tape, int instrument, int from, int end, long t) {
    double high = tape.value(instrument, from);
    double low = high;
    long volume = 0;
    double turnover = 0;
    for (int step = from; step < end; step++) {
      double price = tape.value(instrument, step);
      high = Math.max(high, price);
      low = Math.min(low, price);
      if (tape.hasVolume(instrument)) {
        int shares = tape.volume(instrument, step);
        volume += shares;
        turnover += price * shares;
      }
    }
    return new Bar(
        t,
        tape.value(instrument, from),
        high,
        low,
        tape.value(instrument, end - 1),
        volume,
        volume == 0 ? 0 : Math.rint(turnover / volume * 10_000) / 10_000,
        (int) Math.ceil(volume / SHARES_PER_TRADE));
  }
}
