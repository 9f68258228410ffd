package io.marketswarm.journal.trades;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class IntrinsicTest {
  private static long cents(String strategy, String side, int strike, Integer width, double spot) {
    return Intrinsic.cents(
        strategy, side, BigDecimal.valueOf(strike), width, BigDecimal.valueOf(spot));
  }

  @Test
  void isWorthWhatSettlementPays() {
    assertThat(cents("butterfly", "call", 6000, 20, 6005.5)).isEqualTo(1450);
    assertThat(cents("butterfly", "call", 6000, 20, 6020)).isZero();
    assertThat(cents("vertical", "call", 5990, 10, 5996.25)).isEqualTo(625);
    assertThat(cents("vertical", "call", 5990, 10, 6100)).isEqualTo(1000);
    assertThat(cents("vertical", "put", 6010, 10, 6004.5)).isEqualTo(550);
    assertThat(cents("single", "put", 6000, null, 5987.4)).isEqualTo(1260);
    assertThat(cents("butterfly", "call", 6000, null, 6000)).isZero();
  }
}
