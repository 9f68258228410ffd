package io.marketswarm.market.model;

import static io.marketswarm.market.model.OptionSide.CALL;
import static io.marketswarm.market.model.OptionSide.PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlackScholesTest {
  private static final double DAY = 1.0 / 365;

  @ParameterizedTest
  @CsvSource({
    "CALL, 6920, 1, 0.15, 0,     13.4372803",
    "PUT,  6880, 1, 0.15, 0,     12.7058099",
    "PUT,  6880, 7, 0.18, 0.013, 56.755529"
  })
  void prices(
      OptionSide side, double strike, int days, double volatility, double dividend, double price) {
    assertThat(BlackScholes.price(side, 6900, strike, days * DAY, volatility, 0.05, dividend))
        .isCloseTo(price, withinPercentage(1e-4));
  }

  @ParameterizedTest
  @CsvSource({
    "CALL, 6920, 1, 0.15, 0,     0.364194,  0.00693312, -10.516278, 1.356517, 0.0684795",
    "PUT,  6880, 7, 0.18, 0.013, -0.437364, 0.00229034, -4.526023,  3.764221, -0.589643",
  })
  void greeks(
      OptionSide side,
      double strike,
      int days,
      double volatility,
      double dividend,
      double delta,
      double gamma,
      double theta,
      double vega,
      double rho) {
    Greeks greeks = BlackScholes.greeks(side, 6900, strike, days * DAY, volatility, 0.05, dividend);
    assertThat(greeks.delta()).isCloseTo(delta, within(5e-7));
    assertThat(greeks.gamma()).isCloseTo(gamma, within(5e-9));
    assertThat(greeks.theta()).isCloseTo(theta, within(5e-7));
    assertThat(greeks.vega()).isCloseTo(vega, within(5e-7));
    assertThat(greeks.rho()).isCloseTo(rho, within(5e-7));
  }

  @Test
  void aPutWithoutDividendLosesLessPerDay() {
    Greeks greeks = BlackScholes.greeks(PUT, 6900, 6880, 7 * DAY, 0.18, 0.05, 0);
    assertThat(greeks.theta()).isCloseTo(-4.415612, within(5e-7));
    assertThat(greeks.delta()).isCloseTo(-0.433535, within(5e-7));
  }

  @ParameterizedTest
  @CsvSource({
    "CALL, 6900, 6880, 20, 1",
    "CALL, 6900, 6900, 0,  0",
    "CALL, 6900, 6920, 0,  0",
    "PUT,  6900, 6920, 20, -1",
    "PUT,  6900, 6880, 0,  0"
  })
  void anExpiredOptionIsItsIntrinsicValue(
      OptionSide side, double spot, double strike, double value, double delta) {
    assertThat(BlackScholes.price(side, spot, strike, 0, 0.2, 0.05)).isEqualTo(value);
    assertThat(BlackScholes.price(side, spot, strike, 0.1, 0, 0.05)).isEqualTo(value);
    assertThat(BlackScholes.greeks(side, spot, strike, 0, 0.2, 0.05, 0))
        .isEqualTo(new Greeks(delta, 0, 0, 0, 0));
  }

  @Property(tries = 2000)
  void callAndPutDifferByTheForward(
      @ForAll @Scale(6) @DoubleRange(min = 1000, max = 30000) double spot,
      @ForAll @Scale(6) @DoubleRange(min = 0.5, max = 2) double moneyness,
      @ForAll @Scale(6) @DoubleRange(min = 1e-4, max = 2) double years,
      @ForAll @Scale(6) @DoubleRange(min = 0.02, max = 3) double volatility,
      @ForAll @Scale(6) @DoubleRange(min = -0.02, max = 0.1) double rate,
      @ForAll @Scale(6) @DoubleRange(min = 0, max = 0.05) double dividend) {
    double strike = spot * moneyness;
    double call = BlackScholes.price(CALL, spot, strike, years, volatility, rate, dividend);
    double put = BlackScholes.price(PUT, spot, strike, years, volatility, rate, dividend);
    double forward = spot * Math.exp(-dividend * years) - strike * Math.exp(-rate * years);
    assertThat(call - put).isCloseTo(forward, within(1e-13 * (spot + strike)));
    assertThat(call).isBetween(Math.max(forward, 0) - 1e-10, spot + 1e-10);
  }

  @Property(tries = 2000)
  void greeksAreTheSlopesOfThePrice(
      @ForAll OptionSide side,
      @ForAll @Scale(6) @DoubleRange(min = 0.9, max = 1.1) double moneyness,
      @ForAll @Scale(6) @DoubleRange(min = 0.01, max = 2) double years,
      @ForAll @Scale(6) @DoubleRange(min = 0.08, max = 1) double volatility,
      @ForAll @Scale(6) @DoubleRange(min = 0, max = 0.05) double dividend) {
    double spot = 6900;
    double strike = spot * moneyness;
    double rate = 0.05;
    Greeks greeks = BlackScholes.greeks(side, spot, strike, years, volatility, rate, dividend);
    double point = spot * 2e-5;
    double step = 1e-6;
    double month = years * 1e-4;

    double here = BlackScholes.price(side, spot, strike, years, volatility, rate, dividend);
    double up = BlackScholes.price(side, spot + point, strike, years, volatility, rate, dividend);
    double down = BlackScholes.price(side, spot - point, strike, years, volatility, rate, dividend);
    assertThat(greeks.delta()).isCloseTo((up - down) / (2 * point), within(1e-6));
    assertThat(greeks.gamma())
        .isCloseTo((up - 2 * here + down) / (point * point), within(2e-5 * greeks.gamma() + 1e-8));

    double wide = BlackScholes.price(side, spot, strike, years, volatility + step, rate, dividend);
    double tight = BlackScholes.price(side, spot, strike, years, volatility - step, rate, dividend);
    assertThat(greeks.vega()).isCloseTo((wide - tight) / (2 * step) / 100, within(1e-4));

    double dear = BlackScholes.price(side, spot, strike, years, volatility, rate + step, dividend);
    double cheap = BlackScholes.price(side, spot, strike, years, volatility, rate - step, dividend);
    assertThat(greeks.rho()).isCloseTo((dear - cheap) / (2 * step) / 100, within(1e-4));

    double later =
        BlackScholes.price(side, spot, strike, years - month, volatility, rate, dividend);
    double sooner =
        BlackScholes.price(side, spot, strike, years + month, volatility, rate, dividend);
    assertThat(greeks.theta())
        .isCloseTo(
            (later - sooner) / (2 * month) / 365, within(1e-5 * Math.abs(greeks.theta()) + 1e-5));
  }

  @Test
  void saysWhichArgumentIsBad() {
    assertThatThrownBy(() -> BlackScholes.price(CALL, -1, 6900, 1, 0.2, 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("spot -1.0 is not a positive number");
    assertThatThrownBy(() -> BlackScholes.price(CALL, 6900, Double.NaN, 1, 0.2, 0.05))
        .hasMessage("strike NaN is not a positive number");
    assertThatThrownBy(
            () -> BlackScholes.greeks(PUT, 6900, 6900, 1, Double.POSITIVE_INFINITY, 0.05, 0))
        .hasMessage("volatility Infinity is not a finite number");
  }
}
