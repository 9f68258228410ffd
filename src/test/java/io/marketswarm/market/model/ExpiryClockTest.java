package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryClockTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-20T15:00:00Z, 2026-11-20, 6.8493151e-4",
    "2026-11-20T20:30:00Z, 2026-11-20, 1.1415525e-4",
    "2026-11-20T22:30:00Z, 2026-11-20, 1.1415525e-4",
    "2026-11-20T15:00:00Z, 2026-11-23, 0.00890411",
    "2026-07-17T15:00:00Z, 2026-07-17, 5.7077626e-4"
  })
  void timeRunsToTheNewYorkClose(Instant now, LocalDate expiry, double years) {
    assertThat(ExpiryClock.newYork().years(expiry, now.toEpochMilli()))
        .isCloseTo(years, withinPercentage(1e-4));
  }

  @Test
  void theFixedEasternClockIsAnHourLateInSummer() {
    long now = Instant.parse("2026-07-17T15:00:00Z").toEpochMilli();
    assertThat(ExpiryClock.fixedEastern().years(LocalDate.of(2026, 7, 17), now))
        .isCloseTo(6.8493151e-4, withinPercentage(1e-4));
  }

  @Test
  void aHalfDayClosesEarly() {
    LocalDate halfDay = LocalDate.of(2026, 11, 27);
    ExpiryClock clock =
        ExpiryClock.newYork(day -> day.equals(halfDay) ? LocalTime.of(13, 0) : LocalTime.of(16, 0));
    assertThat(Instant.ofEpochMilli(clock.closeMillis(halfDay)))
        .isEqualTo(Instant.parse("2026-11-27T18:00:00Z"));
    assertThat(Instant.ofEpochMilli(clock.closeMillis(LocalDate.of(2026, 11, 30))))
        .isEqualTo(Instant.parse("2026-11-30T21:00:00Z"));
  }

  @Test
  void daysSpanTheClockChange() {
    long beforeChange = Instant.parse("2026-10-30T20:00:00Z").toEpochMilli();
    double years = ExpiryClock.newYork().years(LocalDate.of(2026, 11, 2), beforeChange);
    assertThat(years * 365 * 24).isCloseTo(73, withinPercentage(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20, 2026-11-20, 0",
    "2026-11-23, 2026-11-20, 3",
    "2026-11-19, 2026-11-20, 0"
  })
  void dteCountsCalendarDays(LocalDate expiry, LocalDate today, int dte) {
    assertThat(ExpiryClock.dte(expiry, today)).isEqualTo(dte);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T15:00:00Z, 2026-11-20, 1",
    "2026-11-20T21:00:00Z, 2026-11-20, 0",
    "2026-11-20T21:00:01Z, 2026-11-20, 0",
    "2026-11-19T21:00:00Z, 2026-11-20, 1",
    "2026-11-19T20:59:59Z, 2026-11-20, 2"
  })
  void positionsCountStartedDays(Instant now, LocalDate expiry, int days) {
    assertThat(ExpiryClock.newYork().daysLeft(expiry, now.toEpochMilli())).isEqualTo(days);
  }
}
