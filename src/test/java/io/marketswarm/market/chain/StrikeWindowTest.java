package io.marketswarm.market.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.MassiveSettings.Grid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrikeWindowTest {
  private static final Grid SPX = new Grid(2.25, 5, false);
  private static final Grid NDX = new Grid(3.5, 10, true);

  @ParameterizedTest
  @CsvSource({
    "6897.5,5,6900",
    "6892.5,5,6890",
    "6893.12,5,6895",
    "6902.49,5,6900",
    "25105,10,25100",
    "25115,10,25120",
    "25104.9,10,25100"
  })
  void theMoneyIsTheNearestStrikeAndHalvesGoToEven(double spot, int increment, double atm) {
    Grid grid = new Grid(2.25, increment, false);
    assertThat(StrikeWindow.around(spot, 16, grid, 0).atm()).isEqualTo(atm);
  }

  @ParameterizedTest
  @CsvSource({
    "6900,16,SPX,0,156",
    "6900,16,SPX,1,156",
    "6900,16,SPX,4,313",
    "6893.12,14.37,SPX,2,199",
    "6893.12,22.81,SPX,7,590",
    "25100,16,NDX,0,885",
    "25100,16,NDX,3,1534",
    "25340.5,19.02,NDX,2,1503",
    "6900,NaN,SPX,0,207",
    "6900,0,SPX,4,414",
    "25100,NaN,NDX,3,1304",
    "5,1,SPX,0,50"
  })
  void theRadiusFollowsTheExpectedMove(
      double spot, double vix, String symbol, int dte, int radius) {
    Grid grid = symbol.equals("SPX") ? SPX : NDX;
    assertThat(StrikeWindow.around(spot, vix, grid, dte).radius()).isEqualTo(radius);
  }

  @ParameterizedTest
  @CsvSource({
    "6900,SPX,0,6744,7056,63",
    "6900,SPX,1,6744,7056,63",
    "6900,SPX,2,6679,7121,89",
    "6900,SPX,3,6629,7171,109",
    "25100,NDX,0,24215,25985,177",
    "25100,NDX,1,24215,25985,177",
    "25100,NDX,2,23848,26352,251",
    "25100,NDX,3,23566,26634,307"
  })
  void aFullGridHasSoManyStrikes(
      double spot, String symbol, int dte, double low, double high, int strikes) {
    Grid grid = symbol.equals("SPX") ? SPX : NDX;
    StrikeWindow window = StrikeWindow.around(spot, 16, grid, dte);
    assertThat(window.low()).isEqualTo(low);
    assertThat(window.high()).isEqualTo(high);
    int count = 0;
    for (int strike = 0; strike < 40_000; strike += grid.increment()) {
      count += window.contains(strike) ? 1 : 0;
    }
    assertThat(count).isEqualTo(strikes);
  }

  @Test
  void aFollowedContractIsHeldTwoStrikesLonger() {
    StrikeWindow window = new StrikeWindow(6900, 156, 5);
    assertThat(window.contains(7055)).isTrue();
    assertThat(window.contains(7060)).isFalse();
    assertThat(window.holds(7066)).isTrue();
    assertThat(window.holds(6734)).isTrue();
    assertThat(window.holds(6730)).isFalse();
  }
}
