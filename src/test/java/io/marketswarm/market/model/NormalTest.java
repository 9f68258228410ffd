package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTest {
  private static final MathContext DIGITS = new MathContext(80);
  private static final BigDecimal PI =
      new BigDecimal(
          "3.14159265358979323846264338327950288419716939937510582097494459230781640629");

  @Test
  void theDistributionAgreesWithItsSeriesInEightyDigits() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      double x = (random.nextDouble() - 0.5) * 17.6;
      double exact = exactCdf(x).doubleValue();
      assertThat(Normal.cdf(x)).as("cdf(%s)", x).isCloseTo(exact, within(3e-16));
      assertThat(Normal.cdf(x) / exact).as("cdf(%s), relative", x).isCloseTo(1, within(1e-11));
    }
  }

  @Test
  void theErrorFunctionAgreesWithItsSeriesInEightyDigits() {
    for (double x = -6; x <= 6; x += 0.0137) {
      double exact =
          exactCdf(new BigDecimal(x).multiply(new BigDecimal(2).sqrt(DIGITS)))
              .multiply(new BigDecimal(2))
              .subtract(BigDecimal.ONE)
              .doubleValue();
      assertThat(Normal.erf(x)).as("erf(%s)", x).isCloseTo(exact, within(1e-15));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.5",
    "1.959963984540054, 0.975",
    "-8.5, 9.479534822203318e-18",
    "-10, 7.619853024160527e-24",
    "-20, 2.753624118606234e-89",
    "-38, 2.885428360068665e-316",
    "9, 1",
    "Infinity, 1",
    "-Infinity, 0"
  })
  void knownValues(double x, double expected) {
    assertThat(Normal.cdf(x)).isCloseTo(expected, within(Math.max(expected * 1e-10, 1e-320)));
  }

  @Test
  void theTwoHalvesMirrorEachOther() {
    for (double x = 0; x < 9; x += 0.001) {
      assertThat(Normal.cdf(x) + Normal.cdf(-x)).as("x %s", x).isCloseTo(1, within(2.3e-16));
    }
  }

  @Test
  void neverDecreasesAcrossCellEdgesBeyondRounding() {
    double before = 0;
    for (double x = -9; x < 9; x += 1.0 / 1024) {
      double here = Normal.cdf(x);
      assertThat(here).as("x %s", x).isGreaterThanOrEqualTo(before - 2e-16);
      before = here;
    }
  }

  @Test
  void notANumberStaysSo() {
    assertThat(Normal.cdf(Double.NaN)).isNaN();
    assertThat(Normal.erf(Double.NaN)).isNaN();
  }

  private static BigDecimal exactCdf(double x) {
    return exactCdf(new BigDecimal(x));
  }

  /** 1/2 + density(0) * sum of (-1)^n x^(2n+1) / (2^n n! (2n+1)). */
  private static BigDecimal exactCdf(BigDecimal x) {
    BigDecimal square = x.multiply(x, DIGITS).negate();
    BigDecimal power = x;
    BigDecimal sum = x;
    for (int n = 1; power.abs().compareTo(new BigDecimal("1e-60")) > 0; n++) {
      power = power.multiply(square, DIGITS).divide(new BigDecimal(2 * n), DIGITS);
      sum = sum.add(power.divide(new BigDecimal(2 * n + 1), DIGITS), DIGITS);
    }
    BigDecimal rootTwoPi = PI.multiply(new BigDecimal(2)).sqrt(DIGITS);
    return new BigDecimal("0.5").add(sum.divide(rootTwoPi, DIGITS), DIGITS);
  }
}
