package io.marketswarm.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DistributionStateTest {
  private static final double[] TEN = {1, -1, 2, -.5, .5, -1, 3, -1, 1.5, -.5};

  @Test
  void figuresOfTheGoldenTrader() {
    assertThat(DistributionState.skewness(TEN)).isCloseTo(0.542090, within(5e-7));
    assertThat(DistributionState.containedLosses(TEN)).isEqualTo(1);
    assertThat(DistributionState.integrity(0.542090, 1, 0.4, 0.244949))
        .isCloseTo(0.573123, within(5e-7));
    assertThat(DistributionState.skewness(new double[] {1, 1, 1})).isZero();
    assertThat(DistributionState.containedLosses(new double[] {-2, -1})).isEqualTo(0.5);
  }
}
