package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.market.model.MarketCalendar.DayKind;
import io.marketswarm.market.model.MarketCalendar.Phase;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketCalendarTest {
  private static final MarketCalendar CALENDAR = MarketCalendar.us();

  /** Weekday closures and early closes as the exchanges published them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2023 | 01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25 | 07-03 11-24
          2024 | 01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25 | 07-03 11-29 12-24
          2025 | 01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25 | 07-03 11-28 12-24
          2026 | 01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25 | 11-27 12-24
          2027 | 01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24 | 11-26
          2028 | 01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25 | 07-03 11-24
          """)
  void knowsThePublishedHolidays(int year, String closed, String early) {
    assertThat(weekdays(year, DayKind.CLOSED)).containsExactly(dates(year, closed));
    assertThat(weekdays(year, DayKind.EARLY_CLOSE)).containsExactly(dates(year, early));
  }

  private static Stream<LocalDate> weekdays(int year, DayKind kind) {
    return LocalDate.of(year, 1, 1)
        .datesUntil(LocalDate.of(year + 1, 1, 1))
        .filter(date -> date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0)
        .filter(date -> CALENDAR.kind(date) == kind);
  }

  private static LocalDate[] dates(int year, String monthDays) {
    return Stream.of(monthDays.split(" "))
        .map(monthDay -> LocalDate.parse(year + "-" + monthDay))
        .toArray(LocalDate[]::new);
  }

  @ParameterizedTest
  @CsvSource({
    "1961-04-02", "1981-04-19", "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21",
    "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2049-04-18"
  })
  void findsEaster(LocalDate easter) {
    assertThat(Holidays.easter(easter.getYear())).isEqualTo(easter);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-27, 2026-01-27T14:30:00Z, 2026-01-27T21:00:00Z",
    "2026-07-15, 2026-07-15T13:30:00Z, 2026-07-15T20:00:00Z",
    "2026-11-27, 2026-11-27T14:30:00Z, 2026-11-27T18:00:00Z",
    "2025-07-03, 2025-07-03T13:30:00Z, 2025-07-03T17:00:00Z",
    // The Fridays and Mondays around both changes of the clocks.
    "2026-03-06, 2026-03-06T14:30:00Z, 2026-03-06T21:00:00Z",
    "2026-03-09, 2026-03-09T13:30:00Z, 2026-03-09T20:00:00Z",
    "2026-10-30, 2026-10-30T13:30:00Z, 2026-10-30T20:00:00Z",
    "2026-11-02, 2026-11-02T14:30:00Z, 2026-11-02T21:00:00Z"
  })
  void sessionsFollowNewYorkThroughDaylightSaving(LocalDate date, Instant open, Instant close) {
    MarketCalendar.Session session = CALENDAR.sessionOf(date);
    assertThat(session.open()).isEqualTo(open);
    assertThat(session.close()).isEqualTo(close);
    assertThat(session.seconds()).isEqualTo(CALENDAR.isEarlyClose(date) ? 12_600 : 23_400);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-27T08:59:59Z, CLOSED",
    "2026-01-27T09:00:00Z, PRE",
    "2026-01-27T14:29:59Z, PRE",
    "2026-01-27T14:30:00Z, OPEN",
    "2026-01-27T20:59:59Z, OPEN",
    "2026-01-27T21:00:00Z, POST",
    "2026-01-27T21:19:59Z, POST",
    "2026-01-27T21:20:00Z, CLOSED",
    "2026-11-27T18:00:00Z, POST",
    "2026-11-27T18:20:00Z, CLOSED",
    "2026-01-19T16:00:00Z, CLOSED",
    "2026-01-24T16:00:00Z, CLOSED"
  })
  void tellsThePhase(Instant moment, Phase phase) {
    assertThat(CALENDAR.phase(moment)).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-27T14:29:59Z, 2026-01-27T14:30:00Z, 2026-01-27T21:00:00Z",
    "2026-01-27T14:30:00Z, 2026-01-28T14:30:00Z, 2026-01-27T21:00:00Z",
    "2026-01-16T21:00:00Z, 2026-01-20T14:30:00Z, 2026-01-20T21:00:00Z",
    "2026-11-26T12:00:00Z, 2026-11-27T14:30:00Z, 2026-11-27T18:00:00Z"
  })
  void findsTheNextBells(Instant moment, Instant open, Instant close) {
    assertThat(CALENDAR.nextOpen(moment)).isEqualTo(open);
    assertThat(CALENDAR.nextClose(moment)).isEqualTo(close);
  }

  @Test
  void stepsOverWeekendsAndHolidays() {
    assertThat(CALENDAR.previousTradingDay(LocalDate.of(2026, 1, 20))).isEqualTo("2026-01-16");
    assertThat(CALENDAR.nextTradingDay(LocalDate.of(2026, 7, 2))).isEqualTo("2026-07-06");
    assertThat(CALENDAR.tradingDayFrom(LocalDate.of(2026, 1, 27))).isEqualTo("2026-01-27");
    assertThat(CALENDAR.session(LocalDate.of(2026, 12, 25))).isEmpty();
    assertThatThrownBy(() -> CALENDAR.sessionOf(LocalDate.of(2026, 12, 25)))
        .hasMessageContaining("2026-12-25");
  }

  @ParameterizedTest
  @CsvSource({"2026-01-16", "2026-02-20", "2026-06-18", "2025-04-17", "2026-07-17"})
  void monthlyOptionsExpireOnTheThirdFridayOrTheDayBefore(LocalDate expiration) {
    assertThat(CALENDAR.monthlyExpiration(expiration.getYear(), expiration.getMonthValue()))
        .isEqualTo(expiration);
  }

  @Test
  void namesItsHolidays() {
    assertThat(CALENDAR.holiday(LocalDate.of(2026, 11, 26))).contains("Thanksgiving");
    assertThat(CALENDAR.holiday(LocalDate.of(2026, 11, 27))).contains("Thanksgiving");
    assertThat(CALENDAR.holiday(LocalDate.of(2025, 1, 9))).contains("National Day of Mourning");
    assertThat(CALENDAR.holiday(LocalDate.of(2026, 1, 27))).isEmpty();
    assertThat(CALENDAR.holiday(LocalDate.of(2026, 1, 24))).isEmpty();
  }

  @Test
  void overridesDecideBeforeTheRules() {
    LocalDate mourning = LocalDate.of(2026, 3, 11);
    LocalDate thanksgiving = LocalDate.of(2026, 11, 26);
    MarketCalendar calendar =
        CALENDAR
            .withOverrides(Map.of(mourning, DayKind.CLOSED))
            .withOverrides(Map.of(thanksgiving, DayKind.EARLY_CLOSE));
    assertThat(calendar.isTradingDay(mourning)).isFalse();
    assertThat(calendar.holiday(mourning)).contains("Special schedule");
    assertThat(calendar.sessionOf(thanksgiving).seconds()).isEqualTo(12_600);
    assertThat(CALENDAR.isTradingDay(mourning)).isTrue();
  }

  @Property(tries = 120)
  void everyYearHasAboutTwoHundredFiftySessions(@ForAll @IntRange(min = 1990, max = 2110) int y) {
    List<LocalDate> days =
        Year.of(y)
            .atDay(1)
            .datesUntil(Year.of(y + 1).atDay(1))
            .filter(CALENDAR::isTradingDay)
            .toList();
    assertThat(days).hasSizeBetween(248, 254);
    assertThat(days.stream().filter(CALENDAR::isEarlyClose).count()).isBetween(1L, 3L);
  }

  @Property(tries = 500)
  void theNextBellsLieAheadAndRing(
      @ForAll @LongRange(min = 946_684_800L, max = 4_102_444_800L) long epochSecond) {
    Instant moment = Instant.ofEpochSecond(epochSecond);
    Instant open = CALENDAR.nextOpen(moment);
    Instant close = CALENDAR.nextClose(moment);
    assertThat(open).isAfter(moment);
    assertThat(close).isAfter(moment);
    assertThat(CALENDAR.phase(open)).isEqualTo(Phase.OPEN);
    assertThat(CALENDAR.phase(open.minusSeconds(1))).isEqualTo(Phase.PRE);
    assertThat(CALENDAR.phase(close.minusSeconds(1))).isEqualTo(Phase.OPEN);
    assertThat(CALENDAR.phase(close)).isEqualTo(Phase.POST);
    assertThat(CALENDAR.phase(moment) == Phase.OPEN).isEqualTo(close.isBefore(open));
  }
}
