package io.marketswarm.sim.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricingTermsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          16 | 6900 | 0.00396825396825397 | C | 0.130442 | -0.015454 | 0.130533 | 23.072938 | 0.507774 | 0.007030 | -8.116106 | 1.733618 | 6900
          16 | 6900 | 0.00068493150684932 | P | 0.128435 | -2.170191 | 0.148237 | 0.310267 | -0.029902 | 0.002535 | -3.614778 | 0.122537 | 6850
          16 | 6900 | 0.00821917808219178 | C | 0.132851 | 0.577642 | 0.129929 | 13.966242 | 0.279331 | 0.004137 | -4.721701 | 2.103196 | 6950
          16 | 6900 | 0.00821917808219178 | P | 0.132851 | -2.463999 | 0.157260 | 0.659549 | -0.018367 | 0.000458 | -0.727182 | 0.281715 | 6700
          28 | 6900 | 0.02739726027397260 | P | 0.247624 | -1.105921 | 0.263582 | 22.741304 | -0.144343 | 0.000755 | -3.329654 | 2.594847 | 6600
          16 | 6900 | 0.00074200913242009 | C | 0.128471 | -0.006785 | 0.128511 | 9.718063 | 0.503399 | 0.016516 | -18.092297 | 0.749797 | 6900
          """)
  void pricesTheKnownCases(
      double vix,
      double spot,
      double years,
      String side,
      double atmIv,
      double k,
      double iv,
      double price,
      double delta,
      double gamma,
      double theta,
      double vega,
      double strike) {
    PricingTerms terms = new PricingTerms(spot, vix, years);
    double log = Math.log(strike);
    Valuation value = terms.value(strike, log, side.equals("C"));
    assertThat(terms.atmIv).isCloseTo(atmIv, within(1e-6));
    assertThat(terms.moneyness(log)).isCloseTo(k, within(1e-6));
    assertThat(value.iv()).isCloseTo(iv, within(1e-6));
    assertThat(value.price()).isCloseTo(price, within(1e-6));
    assertThat(value.greeks().delta()).isCloseTo(delta, within(1e-6));
    assertThat(value.greeks().gamma()).isCloseTo(gamma, within(1e-6));
    assertThat(value.greeks().theta()).isCloseTo(theta, within(2e-6));
    assertThat(value.greeks().vega()).isCloseTo(vega, within(1e-6));
  }

  @Test
  void timeToExpiryHasAFloorOfOneMinute() {
    assertThat(PricingTerms.years(-5)).isEqualTo(60 / 31_536_000.0);
    assertThat(PricingTerms.years(23_400)).isCloseTo(0.00074201, within(1e-8));
  }

  /** Nine deviations out, where the smile is clamped, its kink shows by far less than a tick. */
  @Property(tries = 300)
  void parityAndShapeHoldInEveryMarket(
      @ForAll @DoubleRange(min = 5_000, max = 9_000) double spot,
      @ForAll @DoubleRange(min = 9, max = 90) double vix,
      @ForAll @DoubleRange(min = 60, max = 15_768_000) double seconds) {
    PricingTerms terms = new PricingTerms(spot, vix, PricingTerms.years(seconds));
    double step = 5;
    double before = Double.MAX_VALUE;
    double beforePut = -1;
    double beforeSlope = -Double.MAX_VALUE;
    for (double strike = spot * 0.9; strike < spot * 1.1; strike += step) {
      double log = Math.log(strike);
      double call = terms.price(strike, log, true);
      double put = terms.price(strike, log, false);
      double discount = Math.exp(-PricingTerms.RATE * terms.years);
      assertThat(call - put).isCloseTo(discount * (terms.forward() - strike), within(1e-6 * spot));
      double kink = Math.abs(terms.moneyness(log)) < 7 ? 1e-6 : 2e-8 * spot;
      assertThat(call).isFinite().isLessThanOrEqualTo(before + kink);
      assertThat(put).isFinite().isGreaterThanOrEqualTo(beforePut - kink);
      if (before != Double.MAX_VALUE) {
        double slope = call - before;
        assertThat(slope - beforeSlope).as("butterfly at %s", strike).isGreaterThan(-0.001);
        beforeSlope = slope;
      }
      before = call;
      beforePut = put;
    }
  }
}
