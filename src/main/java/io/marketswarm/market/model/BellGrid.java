package io.marketswarm.market.model;

import java.util.Arrays;

/** Sums of bell curves at evenly spaced places. */
final class BellGrid {
  /** Further out, in deviations, nothing is left of a bell. */
  private static final double EDGE = 8;

  private static final double INVERSE_ROOT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);

  private final double lowest;
  private final double step;
  private final double[] sums;
  private final double[] bell;
  private final double[] place;
  private final double[] hermite;
  private final double[] previous;
  private final double[] series;

  BellGrid(double lowest, double step, int points) {
    this.lowest = lowest;
    this.step = step;
    sums = new double[points];
    bell = new double[points];
    place = new double[points];
    hermite = new double[points];
    previous = new double[points];
    series = new double[points];
  }

  /** The sums, for whoever no longer adds. */
  double[] sums() {
    return sums;
  }

  /** Adds a normal density times an area. */
  void add(double mean, double deviation, double area) {
    int from = first(mean, deviation);
    int to = end(mean, deviation);
    ring(mean, deviation, area, from, to);
    for (int i = from; i < to; i++) {
      sums[i] += bell[i];
    }
  }

  /** Adds a normal density times a series of Hermite polynomials, of an even number of terms. */
  void add(double mean, double deviation, double[] coefficients) {
    int from = first(mean, deviation);
    int to = end(mean, deviation);
    ring(mean, deviation, 1, from, to);
    double inverse = 1 / deviation;
    double left = (lowest - mean) * inverse;
    double pace = step * inverse;
    for (int i = from; i < to; i++) {
      place[i] = left + i * pace;
      series[i] = coefficients[0] + coefficients[1] * place[i];
    }
    Arrays.fill(previous, from, to, 1);
    System.arraycopy(place, from, hermite, from, Math.max(0, to - from));
    for (int n = 2; n < coefficients.length; n += 2) {
      climb(n, coefficients[n], coefficients[n + 1], from, to);
    }
    for (int i = from; i < to; i++) {
      sums[i] += bell[i] * series[i];
    }
  }

  /** Two more polynomials at each place; without a branch, so that four places go at a time. */
  private void climb(int n, double even, double odd, int from, int to) {
    double[] t = place;
    double[] low = previous;
    double[] high = hermite;
    double[] sum = series;
    double below = n - 1;
    double above = n;
    for (int i = from; i < to; i++) {
      double next = t[i] * high[i] - below * low[i];
      double after = t[i] * next - above * high[i];
      sum[i] += even * next + odd * after;
      low[i] = next;
      high[i] = after;
    }
  }

  /**
   * The density at each place: on an even grid neighbours follow from each other by two
   * multiplications.
   */
  private void ring(double mean, double deviation, double area, int from, int to) {
    if (from >= to) {
      return;
    }
    int middle = (int) Math.rint((mean - lowest) / step);
    middle = Math.max(from, Math.min(to - 1, middle));
    double distance = (lowest + middle * step - mean) / deviation;
    double pace = step / deviation;
    double top = area * INVERSE_ROOT_TWO_PI / deviation * Math.exp(-0.5 * distance * distance);
    double falling = Math.exp(-pace * pace);
    bell[middle] = top;
    double value = top;
    double ratio = Math.exp(-pace * (distance + 0.5 * pace));
    for (int i = middle + 1; i < to; i++) {
      value *= ratio;
      ratio *= falling;
      bell[i] = value;
    }
    value = top;
    ratio = Math.exp(pace * (distance - 0.5 * pace));
    for (int i = middle - 1; i >= from; i--) {
      value *= ratio;
      ratio *= falling;
      bell[i] = value;
    }
  }

  private int first(double mean, double deviation) {
    double first = Math.ceil((mean - EDGE * deviation - lowest) / step);
    return (int) Math.max(0, Math.min(sums.length, first));
  }

  private int end(double mean, double deviation) {
    double last = Math.floor((mean + EDGE * deviation - lowest) / step);
    return (int) Math.max(0, Math.min(sums.length, last + 1));
  }
}
