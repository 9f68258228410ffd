package io.marketswarm.gateway.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.model.MarketCalendar;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviousCloseTest {
  @ParameterizedTest
  @CsvSource({
    "2026-03-02T15:00:00Z, 2026-02-27, 1772226000, 1772227200",
    "2026-07-15T15:00:00Z, 2026-07-14, 1784059200, 1784060400",
    // The date of New York counts, before its midnight and after.
    "2026-03-03T04:59:59Z, 2026-02-27, 1772226000, 1772227200",
    "2026-03-03T05:00:00Z, 2026-03-02, 1772485200, 1772486400",
    // Weekends, a holiday, and the day after Thanksgiving, when the bell rings at one.
    "2026-02-28T15:00:00Z, 2026-02-27, 1772226000, 1772227200",
    "2026-11-27T15:00:00Z, 2026-11-25, 1795640400, 1795641600",
    "2026-11-30T15:00:00Z, 2026-11-27, 1795802400, 1795803600"
  })
  void isTheBellOfTheLastSessionBefore(Instant now, String session, long from, long to) {
    PreviousClose close = PreviousClose.before(now, MarketCalendar.us());
    assertThat(close.session()).hasToString(session);
    assertThat(close.fromSeconds()).isEqualTo(from);
    assertThat(close.toSeconds()).isEqualTo(to);
  }
}
