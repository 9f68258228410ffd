package io.marketswarm.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatStatusTest {

  @ParameterizedTest(name = "{0} of {1} s left: {2}")
  @CsvSource({
    "7, 15, DEGRADED",
    "8, 15, HEALTHY",
    "15, 15, HEALTHY",
    "1, 15, DEGRADED",
    "0, 15, HEALTHY",
    "-1, 15, HEALTHY",
    "14, 30, DEGRADED",
    "15, 30, HEALTHY",
    "22, 45, DEGRADED",
    "23, 45, HEALTHY"
  })
  void isLateWhenLessThanHalfOfItsLifeIsLeft(long left, long expected, HeartbeatStatus status) {
    assertThat(HeartbeatStatus.ofLiving(left, expected)).isEqualTo(status);
  }
}
