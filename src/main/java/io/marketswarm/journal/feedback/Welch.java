package io.marketswarm.journal.feedback;

/** Whether two samples of unequal spread have the same mean. */
final class Welch {
  private static final int MOST_STEPS = 300;
  private static final double PRECISE = 1e-14;
  private static final double TINY = 1e-300;

  private static final double[] LANCZOS = {
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
    -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
    1.5056327351493116e-7
  };

  private Welch() {}

  /**
   * A sample.
   *
   * @param variance unbiased
   */
  record Sample(long size, double mean, double variance) {}

  /** The two-sided probability of means that far apart by chance; 1 where nothing can be said. */
  static double pValue(Sample one, Sample other) {
    if (one.size < 2 || other.size < 2) {
      return 1;
    }
    double a = one.variance / one.size;
    double b = other.variance / other.size;
    if (a + b == 0) {
      return one.mean == other.mean ? 1 : 0;
    }
    double t = (one.mean - other.mean) / Math.sqrt(a + b);
    double freedom = (a + b) * (a + b) / (a * a / (one.size - 1) + b * b / (other.size - 1));
    return beta(freedom / (freedom + t * t), freedom / 2, 0.5);
  }

  /** The regularised incomplete beta function. */
  static double beta(double x, double a, double b) {
    if (x <= 0 || x >= 1) {
      return x <= 0 ? 0 : 1;
    }
    double front =
        Math.exp(
            logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
    return x < (a + 1) / (a + b + 2)
        ? front * fraction(x, a, b) / a
        : 1 - front * fraction(1 - x, b, a) / b;
  }

  /** Its continued fraction, by Lentz's method. */
  private static double fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / far(1 - (a + b) * x / (a + 1));
    double value = d;
    for (int m = 1; m <= MOST_STEPS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / far(1 + even * d);
      c = far(1 + even / c);
      value *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / far(1 + odd * d);
      c = far(1 + odd / c);
      value *= d * c;
      if (Math.abs(d * c - 1) < PRECISE) {
        break;
      }
    }
    return value;
  }

  private static double far(double fromZero) {
    return Math.abs(fromZero) < TINY ? TINY : fromZero;
  }

  private static double logGamma(double x) {
    if (x < 0.5) {
      return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
    }
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (x - 1 + i);
    }
    double base = x + 6.5;
    return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum);
  }
}
