package io.marketswarm.sim.core;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Bars of the sessions lived so far: minutes of the last few, days of many. */
final class Archive {
  private static final int SESSIONS_WITH_MINUTES = 10;
  private static final int SESSIONS = 520;

  private final int instruments;
  private final Deque<List<List<Bar>>> minutes = new ArrayDeque<>();
  private final NavigableMap<LocalDate, List<Bar>> days = new TreeMap<>();

  Archive(int instruments) {
    this.instruments = instruments;
  }

  void keep(TradingDay day) {
    List<List<Bar>> allMinutes = new ArrayList<>(instruments);
    List<Bar> allDays = new ArrayList<>(instruments);
    LocalDate date = day.session().date();
    for (int i = 0; i < instruments; i++) {
      allMinutes.add(TapeBars.minutes(day.tape(), i));
      allDays.add(TapeBars.day(day.tape(), i, date));
    }
    minutes.addLast(allMinutes);
    days.put(date, allDays);
    if (minutes.size() > SESSIONS_WITH_MINUTES) {
      minutes.removeFirst();
    }
    if (days.size() > SESSIONS) {
      days.pollFirstEntry();
    }
  }

  List<Bar> minutes(int instrument) {
    List<Bar> all = new ArrayList<>();
    minutes.forEach(session -> all.addAll(session.get(instrument)));
    return all;
  }

  NavigableMap<LocalDate, Bar> days(int instrument) {
    NavigableMap<LocalDate, Bar> bars = new TreeMap<>();
    days.forEach((date, all) -> bars.put(date, all.get(instrument)));
    return bars;
  }
}
