package io.marketswarm.sim.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotingTest {

  @ParameterizedTest
  @CsvSource({
    "0.02, 0.00, 0.05",
    "0.31, 0.25, 0.30",
    "2.97, 2.90, 2.95",
    "3.00, 2.90, 3.00",
    "7.73, 7.60, 7.70",
    "9.718063, 9.60, 9.80",
    "23.072938, 22.90, 23.20",
    "55.641335, 55.20, 55.90",
    "120.4, 119.60, 121.10"
  })
  void quotesTheKnownCases(double theo, double bid, double ask) {
    assertThat(QuoteRule.bid(theo)).isEqualTo((int) Math.round(bid * 1_000));
    assertThat(QuoteRule.bid(theo) + QuoteRule.spread(theo))
        .isEqualTo((int) Math.round(ask * 1_000));
  }

  @Property
  void everyQuoteLiesOnTheGridAroundTheTheory(
      @ForAll @DoubleRange(min = 0, max = 7_000) double theo) {
    int tick = QuoteRule.tick(theo);
    int bid = QuoteRule.bid(theo);
    int ask = bid + QuoteRule.spread(theo);
    assertThat(bid).isNotNegative().isLessThan(ask);
    assertThat(bid % tick).isZero();
    assertThat(ask % tick).isZero();
    assertThat((bid + ask) / 2.0 / 1_000).isCloseTo(theo, within(1.5 * tick / 1_000.0));
  }

  @ParameterizedTest
  @CsvSource({
    "6900, true, 0, 4799",
    "7000, true, 0, 5428",
    "6800, false, 0, 5599",
    "6805, false, 0, 1399",
    "6950, true, 3, 1406",
    "6700, false, 3, 2283",
    "6600, false, 9, 890"
  })
  void openInterestHasTheKnownShape(double strike, boolean call, int dte, long expected) {
    assertThat(Math.round(OpenInterest.smooth(strike, call, 6_900, dte))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 1.39326", "0.25, 0.93934", "0.5, 0.72761"})
  void theDayIsLivelyAtBothEnds(double fraction, double activity) {
    assertThat(Intraday.activity(fraction)).isCloseTo(activity, within(1e-5));
    assertThat(Intraday.activity(1 - fraction)).isCloseTo(activity, within(1e-5));
  }
}
