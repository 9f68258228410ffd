package io.marketswarm.market.model;

import static io.marketswarm.market.model.OptionSide.CALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The older web client draws its risk graph with a stochastic-volatility approximation and a
 * simulation of its own. They are rebuilt here from their published formulas and must meet our
 * exact prices where they claim to.
 */
class OlderClientPricingTest {
  private static final double SPOT = 6900;
  private static final double RATE = 0.05;

  /** What the client's five-term distribution function is worth in points. */
  private static final double CLIENT_ERROR = 1e-4;

  @ParameterizedTest
  @CsvSource({"6800, 1, 0.15997258", "7000, 1, 0.16002704", "6555, 30, 0.15945189"})
  void theApproximationBendsVolatility(double strike, int days, double expected) {
    assertThat(adjusted(0.16, strike, days / 365.0)).isCloseTo(expected, within(5e-9));
  }

  @ParameterizedTest
  @CsvSource({"CALL, 6950, 41.954022", "PUT, 6800, 21.574415"})
  void ourPriceAtTheBentVolatilityIsTheClients(OptionSide side, double strike, double expected) {
    double years = 7 / 365.0;
    double volatility = adjusted(0.16, strike, years);
    assertThat(BlackScholes.price(side, SPOT, strike, years, volatility, RATE))
        .isCloseTo(expected, within(CLIENT_ERROR));
  }

  @Test
  void ourPriceIsTheClientsWithoutBending() {
    assertThat(BlackScholes.price(CALL, SPOT, 6920, 7 / 365.0, 0.16, RATE))
        .isCloseTo(54.599977, within(CLIENT_ERROR));
  }

  @Test
  void ourPriceLiesInsideTheSimulationsConfidence() {
    Mulberry random = new Mulberry(42);
    assertThat(random.next()).isCloseTo(0.6011037519, within(5e-11));
    assertThat(random.next()).isCloseTo(0.4482905590, within(5e-11));
    assertThat(random.next()).isCloseTo(0.8524657935, within(5e-11));

    double[] simulated = simulatedCall(6920, 7 / 365.0, 0.16, 5_000, 100, new Mulberry(42));
    assertThat(simulated[0]).isCloseTo(56.073516, within(5e-7));
    assertThat(simulated[1]).isCloseTo(1.258947, within(5e-7));
    assertThat(BlackScholes.price(CALL, SPOT, 6920, 7 / 365.0, 0.16, RATE))
        .isCloseTo(simulated[0], within(2 * simulated[1]));
  }

  private static double adjusted(double volatility, double strike, double years) {
    double kappa = 2;
    double ofVolatility = 0.4;
    double correlation = -0.7;
    double moneyness = Math.log(strike / SPOT);
    double root = Math.sqrt(Math.max(years, 0.001));
    double smile = 0.5 * ofVolatility * ofVolatility * years * moneyness * moneyness;
    double skew = -0.8 * correlation * ofVolatility * root * moneyness;
    double reversion = 1 + 0.3 * (1 - Math.exp(-kappa * years));
    return Math.max(0.01, volatility * (1 + (smile + skew) * reversion));
  }

  /** Price and standard error of geometric Brownian motion with Box-Muller normals. */
  private static double[] simulatedCall(
      double strike, double years, double volatility, int paths, int steps, Mulberry random) {
    double step = years / steps;
    double drift = (RATE - volatility * volatility / 2) * step;
    double shock = volatility * Math.sqrt(step);
    double sum = 0;
    double squares = 0;
    for (int path = 0; path < paths; path++) {
      double log = Math.log(SPOT);
      for (int i = 0; i < steps; i++) {
        double radius = Math.sqrt(-2 * Math.log(random.next()));
        log += drift + shock * radius * Math.cos(2 * Math.PI * random.next());
      }
      double payoff = Math.exp(-RATE * years) * Math.max(Math.exp(log) - strike, 0);
      sum += payoff;
      squares += payoff * payoff;
    }
    double mean = sum / paths;
    return new double[] {mean, Math.sqrt((squares / paths - mean * mean) / paths)};
  }

  /** The client's generator of random numbers in [0, 1). */
  private static final class Mulberry {
    private int state;

    Mulberry(int seed) {
      state = seed;
    }

    double next() {
      state += 0x6D2B79F5;
      int t = (state ^ state >>> 15) * (1 | state);
      t = t + (t ^ t >>> 7) * (61 | t) ^ t;
      return Integer.toUnsignedLong(t ^ t >>> 14) / 4294967296.0;
    }
  }
}
