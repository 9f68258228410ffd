package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloseWindowTest {
  @ParameterizedTest
  @CsvSource({
    "2026-01-27, 1769461200, 1769462400", // Monday's, in winter
    "2026-07-15, 1784059200, 1784060400", // Tuesday's, in summer
    "2026-01-20, 1768597200, 1768598400", // Friday's, over Martin Luther King, Jr. Day
    "2026-11-30, 1795813200, 1795814400", // Friday's, which closed at one o'clock
  })
  void isThatOfTheTradingDayBefore(LocalDate date, long from, long to) {
    assertThat(CloseWindow.before(MarketCalendar.us(), date)).isEqualTo(new CloseWindow(from, to));
  }
}
