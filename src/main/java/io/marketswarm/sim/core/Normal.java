package io.marketswarm.sim.core;

/** The standard normal distribution, to about fifteen digits (Hart's rational approximation). */
final class Normal {
  private static final double INVERSE_SQRT_2PI = 0.3989422804014327;
  private static final double SQRT_2PI = 2.5066282746310002;
  private static final double RATIONAL_LIMIT = 7.07106781186547;
  private static final double NOTHING_BEYOND = 37;

  private static final double[] NUMERATOR = {
    3.52624965998911e-2,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376
  };
  private static final double[] DENOMINATOR = {
    8.83883476483184e-2,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752
  };

  private Normal() {}

  static double pdf(double x) {
    return INVERSE_SQRT_2PI * Math.exp(-x * x / 2);
  }

  static double cdf(double x) {
    double upper = tail(Math.abs(x));
    return x > 0 ? 1 - upper : upper;
  }

  private static double tail(double x) {
    if (x > NOTHING_BEYOND) {
      return 0;
    }
    double bell = Math.exp(-x * x / 2);
    if (x < RATIONAL_LIMIT) {
      return bell * polynomial(NUMERATOR, x) / polynomial(DENOMINATOR, x);
    }
    double fraction = x + 0.65;
    for (int term = 4; term >= 1; term--) {
      fraction = x + term / fraction;
    }
    return bell / (fraction * SQRT_2PI);
  }

  private static double polynomial(double[] coefficients, double x) {
    double sum = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      sum = sum * x + coefficients[i];
    }
    return sum;
  }
}
