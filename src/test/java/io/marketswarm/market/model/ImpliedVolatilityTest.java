package io.marketswarm.market.model;

import static io.marketswarm.market.model.OptionSide.CALL;
import static io.marketswarm.market.model.OptionSide.PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImpliedVolatilityTest {
  private static final double SPOT = 6900;

  /** The expected values come from a solver that stops when the price is met to 1e-4. */
  @ParameterizedTest
  @CsvSource({"CALL, 13.4373, 6920, 1, 0.1500001", "PUT, 60, 6880, 7, 0.1906172"})
  void solvesQuotedPrices(OptionSide side, double price, double strike, int days, double expected) {
    double years = days / 365.0;
    double volatility = ImpliedVolatility.of(side, price, SPOT, strike, years, 0.05);
    assertThat(volatility).isCloseTo(expected, within(5e-7));
    assertThat(BlackScholes.price(side, SPOT, strike, years, volatility, 0.05))
        .isCloseTo(price, within(1e-10));
  }

  /** One hour to two years, strikes from a third to three times spot, both sides. */
  @Test
  void returnsTheVolatilityThatMadeThePrice() {
    double[] years = {1.0 / 8760, 6.0 / 8760, 1.0 / 365, 7.0 / 365, 30.0 / 365, 0.5, 1, 2};
    double[] volatilities = {0.02, 0.05, 0.1, 0.15, 0.3, 0.6, 1, 2, 4.9};
    int solved = 0;
    for (double t : years) {
      for (double volatility : volatilities) {
        for (double log = -1.1; log <= 1.1; log += 0.005) {
          for (OptionSide side : OptionSide.values()) {
            solved += roundTrip(side, SPOT * Math.exp(log), t, volatility);
          }
        }
      }
    }
    assertThat(solved).isGreaterThan(20_000);
  }

  /** The answer may be off by what rounding the price is worth; counts where that is tiny. */
  private static int roundTrip(OptionSide side, double strike, double years, double volatility) {
    double rate = 0.05;
    double dividend = 0.013;
    double price = BlackScholes.price(side, SPOT, strike, years, volatility, rate, dividend);
    double vega =
        100 * BlackScholes.greeks(side, SPOT, strike, years, volatility, rate, dividend).vega();
    double worth = 4 * Math.ulp(SPOT + strike) / vega;
    if (worth > 1e-3 * volatility) {
      return 0;
    }
    assertThat(ImpliedVolatility.of(side, price, SPOT, strike, years, rate, dividend))
        .as("%s %s in %s years at %s", side, strike, years, volatility)
        .isCloseTo(volatility, within(1e-10 + 8 * worth));
    return worth < 1e-11 ? 1 : 0;
  }

  @Test
  void solvesFarOutOfTheMoneyPricesToFullPrecision() {
    for (double strike = 7000; strike < 9000; strike += 10) {
      double price = BlackScholes.price(CALL, SPOT, strike, 0.1, 0.2, 0.05);
      assertThat(ImpliedVolatility.of(CALL, price, SPOT, strike, 0.1, 0.05))
          .as("strike %s price %s", strike, price)
          .isCloseTo(0.2, within(1e-10));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CALL, NaN",
    "CALL, 0",
    "CALL, -3",
    "CALL, Infinity",
    "CALL, 106.5", // below what the forward is worth
    "CALL, 6900", // above the stock
    "PUT,  6800", // above the discounted strike
    "CALL, 6890", // only met by more than 500 %
  })
  void noVolatilityMakesAnImpossiblePrice(OptionSide side, double price) {
    assertThat(ImpliedVolatility.of(side, price, SPOT, 6800, 7 / 365.0, 0.05)).isNaN();
  }

  @Test
  void anExpiredOptionHasNoVolatility() {
    assertThat(ImpliedVolatility.of(CALL, 10, SPOT, 6900, 0, 0.05)).isNaN();
  }

  @Test
  void aPutBelowItsUndiscountedIntrinsicValueStillHasOne() {
    double price = BlackScholes.price(PUT, SPOT, 8000, 1, 0.1, 0.05);
    assertThat(price).isLessThan(8000 - SPOT);
    assertThat(ImpliedVolatility.of(PUT, price, SPOT, 8000, 1, 0.05)).isCloseTo(0.1, within(1e-10));
  }

  @Test
  void theForwardItselfIsSolvedToo() {
    double years = 0.25;
    double strike = SPOT * Math.exp(0.05 * years);
    for (double volatility = 0.01; volatility < 5; volatility *= 1.3) {
      double price = BlackScholes.price(CALL, SPOT, strike, years, volatility, 0.05);
      assertThat(ImpliedVolatility.of(CALL, price, SPOT, strike, years, 0.05))
          .isCloseTo(volatility, within(1e-10));
    }
  }

  @Test
  void saysWhichArgumentIsBad() {
    assertThatThrownBy(() -> ImpliedVolatility.of(CALL, 10, 0, 6900, 1, 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("spot 0.0 is not a positive number");
  }
}
