package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionShapeTest {
  private static final LocalDate NEAR = LocalDate.of(2026, 11, 20);

  /** A leg reads: quantity, side, strike, and {@code +days} when it expires later. */
  @ParameterizedTest
  @CsvSource({
    "+1C6900,                                SGL,  true,  6900,   ",
    "-3P6900,                                SGL,  false, 6900,   ",
    "+1C6900 -1C6920,                        VS,   true,  6910,   20",
    "-1P6880 +1P6900,                        VS,   false, 6890,   20",
    "-1C6900 +1C6900+7,                      CAL,  true,  6900,   0",
    "+1C6900 -1C6900+7,                      CAL,  false, 6900,   0",
    "-1C6920 +1C6900+7,                      DIAG, true,  6910,   20",
    "-1C6900 +1P6900+7,                      CUST, true,  6900,   0",
    "+1C6900 +1P6900,                        STR,  true,  6900,   0",
    "-1C6950 -1P6850,                        STRG, false, 6900,   100",
    "+1C6900 -2C6930 +1C6960,                BF,   true,  6930,   30",
    "-1P6900 +2P6930 -1P6960,                BF,   false, 6930,   30",
    "+1C6900 -2C6930 +1C6970,                BWB,  true,  6930,   ",
    "+1C6900 -2P6930 +1C6960,                CUST, true,  6930,   30",
    "+1C6900 -1C6930 +1C6960,                CUST, true,  6930,   30",
    "+1C6900 -2C6930 +1C6960+7,              CUST, true,  6930,   30",
    "+1C6900 -1C6910 -1C6950 +1C6960,        CDR,  true,  6930,   10",
    "-1P6900 +1P6910 +1P6950 -1P6960,        CDR,  false, 6930,   10",
    "+1P6880 -1P6900 -1C6900 +1C6920,        IF,   true,  6900,   20",
    "-1P6850 +1P6880 +1C6920 -1C6950,        IC,   false, 6900,   30",
    "+1P6850 -1P6880 -1C6920+7 +1C6950+7,    CUST, true,  6900,   30",
    "+1P6850 -1C6880 -1C6920 +1C6950,        CUST, true,  6900,   30",
    "+1C6800 -1C6850 +1C6900 -1C6950 +1C7000, CUST, true, 6800,   "
  })
  void recognises(String legs, String code, boolean isLong, double center, Double width) {
    PositionShape shape = PositionShape.of(legs(legs));
    assertThat(shape.type().code()).isEqualTo(code);
    assertThat(shape.isLong()).isEqualTo(isLong);
    assertThat(shape.center()).isEqualTo(center);
    assertThat(shape.width())
        .isEqualTo(width == null ? OptionalDouble.empty() : OptionalDouble.of(width));
  }

  @Test
  void orderDoesNotMatter() {
    assertThat(PositionShape.of(legs("+1C6960 +1C6900 -2C6930")))
        .isEqualTo(PositionShape.of(legs("+1C6900 -2C6930 +1C6960")));
  }

  @Test
  void nothingIsNoPosition() {
    assertThatThrownBy(() -> PositionShape.of(List.of())).hasMessage("legs [] are no position");
  }

  private static List<OptionLeg> legs(String text) {
    return Arrays.stream(text.split(" ")).map(PositionShapeTest::leg).toList();
  }

  private static OptionLeg leg(String text) {
    int quantity = Integer.parseInt(text.substring(0, 2));
    OptionSide side = text.charAt(2) == 'C' ? OptionSide.CALL : OptionSide.PUT;
    String[] rest = text.substring(3).split("\\+");
    LocalDate expiry = rest.length > 1 ? NEAR.plusDays(Integer.parseInt(rest[1])) : NEAR;
    return new OptionLeg(Double.parseDouble(rest[0]), expiry, side, quantity);
  }
}
