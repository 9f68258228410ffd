package io.marketswarm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), 0.2);

  @ParameterizedTest
  @CsvSource({
    "1, 2000, 2400",
    "2, 4000, 4800",
    "3, 8000, 9600",
    "4, 16000, 19200",
    "5, 32000, 38400",
    "6, 60000, 72000",
    "7, 60000, 72000",
    "4000000, 60000, 72000",
  })
  void doublesUpToTheMaximum(int failures, long plain, long withFullJitter) {
    assertThat(backoff.delayMillis(failures, () -> 0)).isEqualTo(plain);
    assertThat(backoff.delayMillis(failures, () -> 1)).isEqualTo(withFullJitter);
    assertThat(backoff.delayMillis(failures)).isBetween(plain, withFullJitter);
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1), 0))
        .hasMessageContaining("PT0S");
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(2), 1.5))
        .hasMessageContaining("1.5");
  }
}
