package io.marketswarm.market.model;

/**
 * The contracts whose gamma counts, prepared for being priced at many prices of the underlying. A
 * contract's gamma, times price squared, is the price times a bell curve over the log of the price:
 * with its peak, its standard deviation and a weight that carries position and open interest.
 */
final class ExposureBook {
  private static final double INVERSE_ROOT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);
  private static final double PER_PERCENT = 0.01;

  private final double[] peak;
  private final double[] deviation;
  private final double[] weight;
  private int size;

  ExposureBook(int capacity) {
    peak = new double[capacity];
    deviation = new double[capacity];
    weight = new double[capacity];
  }

  /** Adds a contract; shares are negative for a short position. */
  void add(double logStrike, double deviation, double years, double shares) {
    this.peak[size] = logStrike - BlackScholes.RATE * years - 0.5 * deviation * deviation;
    this.deviation[size] = deviation;
    this.weight[size] = shares * INVERSE_ROOT_TWO_PI / deviation;
    size++;
  }

  int size() {
    return size;
  }

  double peak(int contract) {
    return peak[contract];
  }

  double deviation(int contract) {
    return deviation[contract];
  }

  double weight(int contract) {
    return weight[contract];
  }

  /** What turns a sum of weighted bells at a price into dollars per percent. */
  double dollars(double price) {
    return price * PER_PERCENT;
  }

  /** Net gamma at a price, in dollars per percent. */
  double gammaAt(double price) {
    double log = Math.log(price);
    double sum = 0;
    for (int contract = 0; contract < size; contract++) {
      double distance = (log - peak[contract]) / deviation[contract];
      sum += weight[contract] * Math.exp(-0.5 * distance * distance);
    }
    return sum * dollars(price);
  }
}
