package io.marketswarm.market.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.MassiveSettings.Hours;
import io.marketswarm.service.HandMarketClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainCadenceTest {
  private static final String OPEN = "2026-01-27T15:00:00Z";

  private static ChainCadence at(String instant, Hours hours) {
    return new ChainCadence(Duration.ofSeconds(10), hours, HandMarketClock.at(instant));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-27T08:59:59Z,300", // 03:59, closed
    "2026-01-27T13:59:59Z,300", // 08:59
    "2026-01-27T14:00:00Z,60", // 09:00
    "2026-01-27T14:30:00Z,10", // 09:30
    "2026-01-27T21:00:00Z,30", // 16:00
    "2026-01-27T21:20:00Z,300", // 16:20
    "2026-07-14T13:30:00Z,10", // 09:30 in summer
    "2026-03-09T13:30:00Z,10", // the Monday after the clocks changed
    "2026-01-24T15:00:00Z,300", // Saturday
    "2026-11-26T15:00:00Z,300", // Thanksgiving
    "2026-11-27T18:00:00Z,30", // 13:00 on the half day after it
    "2026-11-27T18:20:00Z,300"
  })
  void followsTheHoursOfTheMarket(String instant, long seconds) {
    assertThat(at(instant, Hours.AUTO).intervalMillis()).isEqualTo(seconds * 1_000);
    assertThat(at(instant, Hours.ALWAYS).intervalMillis()).isEqualTo(10_000);
  }

  @Test
  void theNextBeginsAnIntervalAfterTheLastBegan() {
    ChainCadence cadence = at(OPEN, Hours.AUTO);
    assertThat(cadence.due(5)).as("the first at once").isTrue();
    cadence.began(5);
    cadence.succeeded(3_000);
    assertThat(cadence.due(10_004)).isFalse();
    assertThat(cadence.due(10_005)).isTrue();
  }

  @Test
  void aClockThatIsSetBackHoldsNothingUp() {
    ChainCadence cadence = at(OPEN, Hours.AUTO);
    cadence.began(3_600_000);
    cadence.succeeded(100);
    assertThat(cadence.due(3_599_000)).as("a second is no jump").isFalse();
    assertThat(cadence.due(5)).isTrue();
    cadence.began(5);
    assertThat(cadence.due(10_004)).isFalse();
  }

  @Test
  void aHurryIsForOnce() {
    ChainCadence cadence = at(OPEN, Hours.AUTO);
    cadence.began(0);
    cadence.hurry();
    assertThat(cadence.due(1)).isTrue();
    cadence.began(1);
    assertThat(cadence.due(2)).isFalse();
  }

  @Test
  void aSlowProviderIsAskedLessUntilItIsFastAgain() {
    ChainCadence cadence = at(OPEN, Hours.AUTO);
    cadence.succeeded(8_001);
    assertThat(cadence.intervalMillis()).isEqualTo(20_000);
    cadence.succeeded(8_001);
    assertThat(cadence.intervalMillis()).as("fast enough for 20 s").isEqualTo(20_000);
    cadence.succeeded(20_000);
    cadence.succeeded(40_000);
    assertThat(cadence.intervalMillis()).isEqualTo(60_000);
    cadence.succeeded(100);
    cadence.succeeded(100);
    assertThat(cadence.intervalMillis()).isEqualTo(60_000);
    cadence.succeeded(100);
    assertThat(cadence.intervalMillis()).isEqualTo(10_000);
  }

  @Test
  void failuresSpreadOutAndAreForgottenByASuccess() {
    ChainCadence cadence = at(OPEN, Hours.AUTO);
    cadence.failed();
    assertThat(cadence.intervalMillis()).isEqualTo(20_000);
    for (int i = 0; i < 20; i++) {
      cadence.failed();
    }
    assertThat(cadence.intervalMillis()).isEqualTo(60_000);
    cadence.succeeded(100);
    assertThat(cadence.intervalMillis()).isEqualTo(10_000);
  }

  @Test
  void strictHoursLetANightPassAfterTheFirst() {
    ChainCadence night = at("2026-01-24T15:00:00Z", Hours.CALENDAR_STRICT);
    assertThat(night.due(0)).isTrue();
    night.began(0);
    night.hurry();
    assertThat(night.due(Long.MAX_VALUE)).isFalse();
    assertThat(at(OPEN, Hours.CALENDAR_STRICT).intervalMillis()).isEqualTo(10_000);
  }
}
