package io.marketswarm.gateway.econ;

import io.marketswarm.market.model.MarketCalendar;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** When an indicator is released. */
sealed interface ReleaseRule {
  String FIXED_DATES = "fixed_dates";
  String FIRST_FRIDAY = "first_friday";
  String NTH_WEEKDAY = "nth_weekday";
  String WEEKLY = "weekly";
  String MANUAL = "manual";

  Set<String> CADENCES = Set.of(FIXED_DATES, FIRST_FRIDAY, NTH_WEEKDAY, WEEKLY, MANUAL);

  /** The days from {@code start} to before {@code end} on which it is released. */
  List<LocalDate> within(LocalDate start, LocalDate end, MarketCalendar calendar);

  /** On days that were announced. */
  record FixedDates(List<LocalDate> dates) implements ReleaseRule {
    @Override
    public List<LocalDate> within(LocalDate start, LocalDate end, MarketCalendar calendar) {
      return dates.stream().filter(date -> isWithin(date, start, end)).sorted().toList();
    }
  }

  /** On the first Friday of the month, or the day before when that is a holiday. */
  record FirstFriday() implements ReleaseRule {
    @Override
    public List<LocalDate> within(LocalDate start, LocalDate end, MarketCalendar calendar) {
      return months(start, end)
          .map(month -> month.atDay(1).with(TemporalAdjusters.firstInMonth(DayOfWeek.FRIDAY)))
          .map(friday -> isHoliday(friday, calendar) ? friday.minusDays(1) : friday)
          .filter(date -> isWithin(date, start, end))
          .toList();
    }
  }

  /** On the n-th such day of the month, in months that have one. */
  record NthWeekday(DayOfWeek day, int n) implements ReleaseRule {
    @Override
    public List<LocalDate> within(LocalDate start, LocalDate end, MarketCalendar calendar) {
      return months(start, end)
          .flatMap(month -> of(month).stream())
          .filter(date -> isWithin(date, start, end))
          .toList();
    }

    private Optional<LocalDate> of(YearMonth month) {
      LocalDate date = month.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(n, day));
      return YearMonth.from(date).equals(month) ? Optional.of(date) : Optional.empty();
    }
  }

  /** On such a day of every week, unless it is a holiday. */
  record Weekly(DayOfWeek day) implements ReleaseRule {
    @Override
    public List<LocalDate> within(LocalDate start, LocalDate end, MarketCalendar calendar) {
      return start
          .datesUntil(end)
          .filter(date -> date.getDayOfWeek() == day && !isHoliday(date, calendar))
          .toList();
    }
  }

  /** When somebody says so. */
  record Manual() implements ReleaseRule {
    @Override
    public List<LocalDate> within(LocalDate start, LocalDate end, MarketCalendar calendar) {
      return List.of();
    }
  }

  /**
   * The rule of an indicator; what makes no sense is manual.
   *
   * @param cadence what kind it is unless the rule says
   */
  static ReleaseRule of(JsonObject rule, String cadence) {
    String type = rule.getValue("type") instanceof String said ? said : String.valueOf(cadence);
    return switch (type) {
      case FIXED_DATES -> new FixedDates(dates(rule.getValue("dates")));
      case FIRST_FRIDAY -> new FirstFriday();
      case NTH_WEEKDAY ->
          weekday(rule)
              .filter(day -> rule.getValue("n") instanceof Integer n && n >= 1 && n <= 5)
              .<ReleaseRule>map(day -> new NthWeekday(day, rule.getInteger("n")))
              .orElseGet(Manual::new);
      case WEEKLY -> weekday(rule).<ReleaseRule>map(Weekly::new).orElseGet(Manual::new);
      default -> new Manual();
    };
  }

  /** A stored rule; one that cannot be read says nothing. */
  static JsonObject parse(String stored) {
    try {
      return stored == null || stored.isBlank() ? new JsonObject() : new JsonObject(stored);
    } catch (DecodeException broken) {
      return new JsonObject();
    }
  }

  private static Optional<DayOfWeek> weekday(JsonObject rule) {
    return rule.getValue("weekday") instanceof Integer day && day >= 0 && day <= 6
        ? Optional.of(day == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(day))
        : Optional.empty();
  }

  private static List<LocalDate> dates(Object list) {
    List<LocalDate> dates = new ArrayList<>();
    if (list instanceof JsonArray array) {
      for (Object date : array) {
        try {
          dates.add(LocalDate.parse(String.valueOf(date)));
        } catch (DateTimeException none) {
          // One mistyped date does not take the others away.
        }
      }
    }
    return dates;
  }

  private static Stream<YearMonth> months(LocalDate start, LocalDate end) {
    YearMonth first = YearMonth.from(start);
    YearMonth last = YearMonth.from(end.minusDays(1));
    return Stream.iterate(first, month -> !month.isAfter(last), month -> month.plusMonths(1));
  }

  private static boolean isWithin(LocalDate date, LocalDate start, LocalDate end) {
    return !date.isBefore(start) && date.isBefore(end);
  }

  private static boolean isHoliday(LocalDate date, MarketCalendar calendar) {
    boolean weekend = date.getDayOfWeek().getValue() > DayOfWeek.FRIDAY.getValue();
    return !weekend && !calendar.isTradingDay(date);
  }
}
