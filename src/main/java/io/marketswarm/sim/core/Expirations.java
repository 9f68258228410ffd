package io.marketswarm.sim.core;

import io.marketswarm.market.model.MarketCalendar;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The dates on which listed options expire, seen from a trading day. */
final class Expirations {
  private static final int DAILY_DAYS = 14;
  private static final int WEEKLY_WEEKS = 8;
  private static final int MONTHLY_MONTHS = 6;

  private Expirations() {}

  /**
   * Settled at the close: every day for two weeks, Fridays for eight, third Fridays for six months.
   */
  static SortedSet<LocalDate> atTheClose(MarketCalendar calendar, LocalDate today) {
    SortedSet<LocalDate> dates = new TreeSet<>(monthly(calendar, today));
    today.datesUntil(today.plusDays(DAILY_DAYS)).filter(calendar::isTradingDay).forEach(dates::add);
    LocalDate friday = today.with(TemporalAdjusters.nextOrSame(DayOfWeek.FRIDAY));
    while (!friday.isAfter(today.plusWeeks(WEEKLY_WEEKS))) {
      dates.add(calendar.tradingDayUntil(friday));
      friday = friday.plusWeeks(1);
    }
    return dates.tailSet(today);
  }

  /** Settled at the opening: third Fridays. They no longer trade on the day itself. */
  static List<LocalDate> atTheOpening(MarketCalendar calendar, LocalDate today) {
    return monthly(calendar, today).stream().filter(today::isBefore).toList();
  }

  private static List<LocalDate> monthly(MarketCalendar calendar, LocalDate today) {
    LocalDate last = today.plusMonths(MONTHLY_MONTHS);
    return YearMonth.from(today)
        .atDay(1)
        .datesUntil(last.plusDays(1), Period.ofMonths(1))
        .map(month -> calendar.monthlyExpiration(month.getYear(), month.getMonthValue()))
        .filter(date -> !date.isBefore(today) && !date.isAfter(last))
        .toList();
  }
}
