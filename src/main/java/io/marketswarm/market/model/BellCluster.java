package io.marketswarm.market.model;

/**
 * Bell curves that lie close together, as one series. A normal density whose mean is near a centre
 * and whose variance is near a common one is that common density times a series of Hermite
 * polynomials about the centre; the coefficients of many densities simply add up. So their sum
 * costs no more to evaluate than one of them does.
 */
final class BellCluster {
  /** Terms of the series; with the limits below, what is cut off is less than 1e-10 of a peak. */
  private static final int TERMS = 26;

  /** How far from the centre a mean may lie, in common deviations. */
  private static final double REACH = 0.5;

  /** How much of the common variance a variance may differ by. */
  private static final double SPREAD = 0.1;

  /** So few bells are cheaper one by one. */
  private static final int FEW = 4;

  private static final double INVERSE_ROOT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);
  private static final double[] INVERSE = new double[TERMS];

  static {
    for (int n = 1; n < TERMS; n++) {
      INVERSE[n] = 1.0 / n;
    }
  }

  private final double centre;
  private final double deviation;
  private final double inverseDeviation;
  private final double inverseVariance;
  private final double[] coefficients = new double[TERMS];
  private final double[] means = new double[FEW];
  private final double[] deviations = new double[FEW];
  private final double[] areas = new double[FEW];
  private int size;

  /** Begins with the bell of this mean; the following ones are expected to the right of it. */
  BellCluster(double mean, double deviation) {
    this.deviation = deviation;
    this.centre = mean + REACH * deviation;
    this.inverseDeviation = 1 / deviation;
    this.inverseVariance = inverseDeviation * inverseDeviation;
  }

  /** Adds a bell if it is close enough. */
  boolean add(double mean, double deviation, double area) {
    double away = (mean - centre) * inverseDeviation;
    double spread = deviation * deviation * inverseVariance - 1;
    // The first bell lies just at the edge.
    if (Math.abs(away) > REACH * (1 + 1e-9) || Math.abs(spread) > SPREAD) {
      return false;
    }
    if (size < FEW) {
      means[size] = mean;
      deviations[size] = deviation;
      areas[size] = area;
    }
    size++;
    double before = 0;
    double term = area;
    coefficients[0] += term;
    for (int n = 1; n < TERMS; n++) {
      double next = (away * term + spread * before) * INVERSE[n];
      before = term;
      term = next;
      coefficients[n] += term;
    }
    return true;
  }

  /** The sum of the bells at a place. */
  double at(double place) {
    double t = (place - centre) * inverseDeviation;
    double previous = 0;
    double hermite = 1;
    double sum = coefficients[0];
    for (int n = 1; n < TERMS; n++) {
      double next = t * hermite - (n - 1) * previous;
      previous = hermite;
      hermite = next;
      sum += coefficients[n] * hermite;
    }
    return sum * INVERSE_ROOT_TWO_PI * inverseDeviation * Math.exp(-0.5 * t * t);
  }

  /** Adds the bells to a grid. */
  void addTo(BellGrid grid) {
    if (size <= FEW) {
      for (int i = 0; i < size; i++) {
        grid.add(means[i], deviations[i], areas[i]);
      }
    } else {
      grid.add(centre, deviation, coefficients);
    }
  }
}
