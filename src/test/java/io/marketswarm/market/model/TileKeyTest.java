package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileKeyTest {
  @ParameterizedTest
  @CsvSource({
    "single:0:0:6900,         SINGLE,    0,    0,   6900",
    "vertical:10:50:7025,     VERTICAL,  10,   50,  7025",
    "butterfly:365:200:25000, BUTTERFLY, 365,  200, 25000"
  })
  void packsAndUnpacksEveryPart(
      String text, TileStrategy strategy, int dte, int width, int strike) {
    long key = TileKey.of(strategy, dte, width, strike);
    assertThat(TileKey.strategy(key)).isEqualTo(strategy);
    assertThat(TileKey.dte(key)).isEqualTo(dte);
    assertThat(TileKey.width(key)).isEqualTo(width);
    assertThat(TileKey.strike(key)).isEqualTo(strike);
    assertThat(TileKey.format(key)).isEqualTo(text);
    assertThat(TileKey.parse(text)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "single:0:0",
        "single:0:0:6900:call",
        "Single:0:0:6900",
        "straddle:0:0:6900",
        "single:-1:0:6900",
        "single:0:0:6900.5",
        "single:0:0:99999999",
        "single:0:0: 6900"
      })
  void whatIsNoKeyIsUnknown(String text) {
    assertThat(TileKey.parse(text)).isEqualTo(TileKey.UNKNOWN);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> TileKey.of(TileStrategy.SINGLE, -1, 0, 6900))
        .hasMessage("dte -1 does not fit a tile key");
  }
}
