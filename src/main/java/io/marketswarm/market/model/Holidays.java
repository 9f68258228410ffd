package io.marketswarm.market.model;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.temporal.TemporalAdjusters.dayOfWeekInMonth;
import static java.time.temporal.TemporalAdjusters.lastInMonth;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.Map;
import java.util.TreeMap;

/** The days on which US exchanges stay shut or close early, by rule, for any year. */
final class Holidays {
  private static final int JUNETEENTH_SINCE = 2022;

  /** Closures no rule foretells. */
  private static final Map<LocalDate, String> UNSCHEDULED =
      Map.of(
          LocalDate.of(2012, 10, 29), "Hurricane Sandy",
          LocalDate.of(2012, 10, 30), "Hurricane Sandy",
          LocalDate.of(2018, 12, 5), "National Day of Mourning",
          LocalDate.of(2025, 1, 9), "National Day of Mourning");

  private Holidays() {}

  /** Weekdays of a year without trading, with their names. */
  static Map<LocalDate, String> closedIn(int year) {
    Map<LocalDate, String> closed = new TreeMap<>();
    LocalDate newYear = LocalDate.of(year, 1, 1);
    if (newYear.getDayOfWeek() != SATURDAY) {
      closed.put(observed(newYear), "New Year's Day");
    }
    closed.put(nth(year, Month.JANUARY, 3, MONDAY), "Martin Luther King, Jr. Day");
    closed.put(nth(year, Month.FEBRUARY, 3, MONDAY), "Washington's Birthday");
    closed.put(easter(year).minusDays(2), "Good Friday");
    closed.put(LocalDate.of(year, 5, 1).with(lastInMonth(MONDAY)), "Memorial Day");
    if (year >= JUNETEENTH_SINCE) {
      closed.put(observed(LocalDate.of(year, 6, 19)), "Juneteenth");
    }
    closed.put(observed(LocalDate.of(year, 7, 4)), "Independence Day");
    closed.put(nth(year, Month.SEPTEMBER, 1, MONDAY), "Labor Day");
    closed.put(thanksgiving(year), "Thanksgiving");
    closed.put(observed(LocalDate.of(year, 12, 25)), "Christmas");
    UNSCHEDULED.forEach(
        (date, name) -> {
          if (date.getYear() == year) {
            closed.put(date, name);
          }
        });
    return closed;
  }

  /** Trading days of a year that end early, with the name of the holiday they lead to or follow. */
  static Map<LocalDate, String> shortenedIn(int year) {
    Map<LocalDate, String> shortened = new TreeMap<>();
    shortened.put(thanksgiving(year).plusDays(1), "Thanksgiving");
    shortenEve(shortened, LocalDate.of(year, 7, 4), "Independence Day");
    shortenEve(shortened, LocalDate.of(year, 12, 25), "Christmas");
    return shortened;
  }

  private static void shortenEve(Map<LocalDate, String> into, LocalDate holiday, String name) {
    LocalDate eve = holiday.minusDays(1);
    if (!isWeekend(holiday) && !isWeekend(eve)) {
      into.put(eve, name);
    }
  }

  static boolean isWeekend(LocalDate date) {
    return date.getDayOfWeek() == SATURDAY || date.getDayOfWeek() == SUNDAY;
  }

  /** A fixed holiday on a Saturday is kept the Friday before, on a Sunday the Monday after. */
  private static LocalDate observed(LocalDate holiday) {
    return switch (holiday.getDayOfWeek()) {
      case SATURDAY -> holiday.minusDays(1);
      case SUNDAY -> holiday.plusDays(1);
      default -> holiday;
    };
  }

  private static LocalDate thanksgiving(int year) {
    return nth(year, Month.NOVEMBER, 4, THURSDAY);
  }

  static LocalDate thirdFriday(int year, int month) {
    return nth(year, Month.of(month), 3, FRIDAY);
  }

  private static LocalDate nth(int year, Month month, int n, DayOfWeek day) {
    return LocalDate.of(year, month, 1).with(dayOfWeekInMonth(n, day));
  }

  /** Easter Sunday of the Gregorian calendar, in Oudin's integer arithmetic. */
  static LocalDate easter(int year) {
    int golden = year % 19;
    int century = year / 100;
    int leapless = century - century / 4;
    int lunar = (century - (8 * century + 13) / 25 - century / 4 + 19 * golden + 15) % 30;
    int epact = lunar - (lunar / 28) * (1 - (29 / (lunar + 1)) * ((21 - golden) / 11));
    int weekday = (year + year / 4 + epact + 2 - leapless) % 7;
    int offset = epact - weekday;
    int month = 3 + (offset + 40) / 44;
    int day = offset + 28 - 31 * (month / 4);
    return LocalDate.of(year, month, day);
  }
}
