package io.marketswarm.market.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {
  private final JsonBytes out = new JsonBytes();

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0.0001",
    "10, 0.001",
    "100, 0.01",
    "1000, 0.1",
    "10000, 1",
    "10100, 1.01",
    "135000, 13.5",
    "90269, 9.0269",
    "-1, -0.0001",
    "-123456, -12.3456",
    "1000000000, 100000",
    "999999999, 99999.9999",
    "12345678, 1234.5678"
  })
  void pricesLoseTheirTrailingZeros(int units, String text) {
    assertThat(out.price(units)).hasToString(text);
  }

  @Property
  void pricesAreTheirTenThousandths(@ForAll int units) {
    if (units == Integer.MIN_VALUE) {
      return;
    }
    String text = new JsonBytes().price(units).toString();
    assertThat(new BigDecimal(text)).isEqualByComparingTo(BigDecimal.valueOf(units, 4));
  }

  @Property
  void integersAreWrittenAsJavaDoes(@ForAll long value) {
    assertThat(new JsonBytes().integer(value)).hasToString(Long.toString(value));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 9, 10, 99, 100, 999, 1000, 9999, 10000, -1, Long.MAX_VALUE, Long.MIN_VALUE})
  void integersOfEveryLength(long value) {
    assertThat(out.integer(value)).hasToString(Long.toString(value));
  }

  @Property
  void decimalsAreRoundedAndShort(
      @ForAll @Scale(9) @DoubleRange(min = -1e6, max = 1e6) double value,
      @ForAll @IntRange(max = 9) int places) {
    String text = new JsonBytes().decimal(value, places).toString();
    double half = 0.5 * Math.pow(10, -places);
    assertThat(Double.parseDouble(text)).isCloseTo(value, within(half * (1 + 1e-6) + 1e-10));
    assertThat(text).doesNotMatch(".*\\..*0").doesNotEndWith(".").isNotEqualTo("-0");
  }

  @Test
  void numbersTooLargeForFixedDecimalsKeepTheirExponent() {
    assertThat(Double.parseDouble(out.decimal(1e300, 2).toString())).isEqualTo(1e300);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNoNumberIsRefused(double value) {
    assertThatThrownBy(() -> out.decimal(value, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(" is no JSON number");
  }

  @Test
  void textThatNeedsEscapingIsRefused() {
    assertThat(out.quoted("I:SPX")).hasToString("\"I:SPX\"");
    assertThatThrownBy(() -> out.quoted("a\"b")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void timeIsSecondsWithMilliseconds() {
    assertThat(out.seconds(1795185000123L)).hasToString("1795185000.123");
    assertThat(out.clear().seconds(1795185000000L)).hasToString("1795185000");
  }

  @Test
  void growsAndKeepsItsMemory() throws IOException {
    for (int i = 0; i < 100_000; i++) {
      out.raw(',');
    }
    byte[] memory = out.array();
    assertThat(out.length()).isEqualTo(100_000);
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    out.close(']').writeTo(copy);
    assertThat(copy.toByteArray()).isEqualTo(out.toBytes()).endsWith(',', ']').hasSize(100_000);
    assertThat(out.clear().integer(7).toBytes()).isEqualTo(new byte[] {'7'});
    assertThat(out.array()).isSameAs(memory);
  }
}
