package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolatilityRegimeTest {
  @ParameterizedTest
  @CsvSource({
    "NORMAL,   0.16, 6555, 0.172",
    "NORMAL,   0.16, 7245, 0.1624",
    "NORMAL,   0.16, 6900, 0.16",
    "PANIC,    0.16, 6900, 0.168",
    "PANIC,    0.16, 6210, 0.2448523",
    "ELEVATED, 0.16, 6830, 0.1648696",
    "NORMAL,   0.15, 6920, 0.1501304",
    "ELEVATED, 0.15, 6880, 0.1513043"
  })
  void strikesAwayFromTheMoneyAreSkewed(
      VolatilityRegime regime, double base, double strike, double expected) {
    assertThat(regime.volatility(base, strike, 6900)).isCloseTo(expected, withinPercentage(1e-4));
  }

  @ParameterizedTest
  @CsvSource({
    "9, LOW_VOL",
    "14, LOW_VOL",
    "14.01, NORMAL",
    "18, NORMAL",
    "18.01, ELEVATED",
    "30, ELEVATED",
    "30.01, PANIC",
    "0, NORMAL",
    "-1, NORMAL",
    "NaN, NORMAL"
  })
  void vixChoosesTheRegime(double vix, VolatilityRegime expected) {
    assertThat(VolatilityRegime.at(vix)).isEqualTo(expected);
  }
}
