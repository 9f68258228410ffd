package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundingTest {

  @ParameterizedTest
  @CsvSource({
    "17.75, 17.8",
    "17.65, 17.6",
    "0.25, 0.2",
    "0.35, 0.3",
    "-0.25, -0.2",
    "91.25, 91.2",
    "1e300, 1e300",
    "0.05, 0.1",
    "0.15, 0.1"
  })
  void oneDecimalGoesToTheEvenNeighbourOnlyOnAnExactTie(double value, double expected) {
    assertThat(Rounding.r1(value)).isEqualTo(expected);
  }

  @Test
  void neverYieldsANegativeZero() {
    assertThat(Double.doubleToRawLongBits(Rounding.r1(-0.01))).isZero();
    assertThat(Double.doubleToRawLongBits(Rounding.r2(-0.0))).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void leavesWhatIsNoNumberAsItIs(double value) {
    assertThat(Rounding.r2(value)).isEqualTo(Double.valueOf(value));
  }

  @ParameterizedTest
  @CsvSource({"697.50, 69750", "690.25, 69025", "600.004, 60000", "0.285, 28", "0.125, 12"})
  void countsCents(double dollars, long cents) {
    assertThat(Rounding.cents(dollars)).isEqualTo(cents);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 1e15, Double.NEGATIVE_INFINITY})
  void refusesCentsOfAmountsThatHaveNone(double dollars) {
    assertThatThrownBy(() -> Rounding.cents(dollars))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(dollars));
  }

  @Property(tries = 20_000)
  void agreesWithExactArithmeticOnPrices(@ForAll @DoubleRange(min = -1e5, max = 1e5) double value) {
    assertExact(value);
  }

  @Property(tries = 5_000)
  void agreesWithExactArithmeticOnDecimalsThatEndInFive(
      @ForAll @LongRange(min = -100_000_000, max = 100_000_000) long tenths,
      @ForAll @IntRange(min = 0, max = 5) int digits) {
    double value = new BigDecimal(tenths * 10 + 5).movePointLeft(digits).doubleValue();
    assertExact(value);
    assertExact(Math.nextUp(value));
    assertExact(Math.nextDown(value));
  }

  @Property(tries = 5_000)
  void agreesWithExactArithmeticOnAnyDouble(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isFinite(value)) {
      assertExact(value);
    }
  }

  @Property(tries = 5_000)
  void agreesWithExactArithmeticOnDyadicTies(
      @ForAll @LongRange(min = -1L << 53, max = 1L << 53) long numerator,
      @ForAll @IntRange(min = 0, max = 60) int exponent) {
    assertExact(Math.scalb((double) numerator, -exponent));
  }

  private static void assertExact(double value) {
    assertThat(Rounding.r1(value)).isEqualTo(exact(value, 1));
    assertThat(Rounding.r2(value)).isEqualTo(exact(value, 2));
    assertThat(Rounding.r3(value)).isEqualTo(exact(value, 3));
  }

  private static double exact(double value, int decimals) {
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue();
  }
}
