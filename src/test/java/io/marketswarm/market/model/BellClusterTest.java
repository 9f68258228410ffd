package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Bells summed as a series against the same bells one by one. */
class BellClusterTest {
  private static final int POINTS = 161;
  private static final double LOWEST = -0.08;
  private static final double STEP = 0.001;

  private static double bell(double place, double mean, double deviation) {
    return Normal.density((place - mean) / deviation) / deviation;
  }

  @Property(tries = 200)
  void sumsWhatItTakesExactly(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double deviation = 0.001 + random.nextDouble(0.08);
    double roughness = random.nextDouble(0.15);
    double first = random.nextDouble(-0.09, 0.09);
    BellCluster cluster = new BellCluster(first, deviation);
    BellGrid grid = new BellGrid(LOWEST, STEP, POINTS);
    double[] expected = new double[POINTS];
    double gross = 0;
    int taken = 0;
    double mean = first;
    double width = deviation;
    for (int i = 0; i < 40; i++) {
      double area = random.nextDouble(-500, 500);
      if (cluster.add(mean, width, area)) {
        taken++;
        gross += Math.abs(area) / deviation;
        for (int point = 0; point < POINTS; point++) {
          expected[point] += area * bell(LOWEST + point * STEP, mean, width);
        }
      }
      mean += random.nextDouble(0.06) * deviation;
      width = deviation * (1 + random.nextDouble(-1, 1) * roughness);
    }
    assertThat(taken).as("the first is always taken").isPositive();
    cluster.addTo(grid);
    for (int point = 0; point < POINTS; point++) {
      assertThat(grid.sums()[point]).isCloseTo(expected[point], within(1e-10 * gross));
      assertThat(cluster.at(LOWEST + point * STEP))
          .isCloseTo(expected[point], within(1e-10 * gross));
    }
  }

  @Property(tries = 50)
  void theBookCoversEveryContractWhateverItsVolatility(
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ExposureBook book = new ExposureBook();
    BellGrid grid = new BellGrid(Math.log(6900) - 0.08, STEP, POINTS);
    double[] expected = new double[POINTS];
    double gross = 0;
    for (double years : new double[] {3 / 8760.0, 2 / 365.0, 10 / 365.0}) {
      for (int strike = 6500; strike <= 7300; strike += 5) {
        for (int side = -1; side <= 1; side += 2) {
          double smile = 0.15 + 0.4 * Math.abs(strike / 6900.0 - 1) + 0.02 * side;
          double volatility = random.nextInt(40) == 0 ? random.nextDouble(0.01, 5) : smile;
          double deviation = volatility * Math.sqrt(years);
          double shares = side * random.nextDouble(1e5);
          book.add(Math.log(strike), deviation, years, shares);
          gross += Math.abs(shares) / deviation;
          double peak = Math.log(strike) - BlackScholes.RATE * years - 0.5 * deviation * deviation;
          for (int point = 0; point < POINTS; point++) {
            double place = Math.log(6900) - 0.08 + point * STEP;
            expected[point] += shares * bell(place, peak, deviation);
          }
        }
      }
    }
    book.addTo(grid);
    for (int point = 0; point < POINTS; point += 5) {
      double price = Math.exp(Math.log(6900) - 0.08 + point * STEP);
      assertThat(grid.sums()[point]).isCloseTo(expected[point], within(1e-10 * gross));
      assertThat(book.gammaAt(price))
          .isCloseTo(book.dollars(price) * expected[point], within(1e-10 * gross * price));
    }
  }
}
