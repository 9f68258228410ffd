package io.marketswarm.market.model;

import java.util.Arrays;

/**
 * Dealer exposures per strike, in dollars: gamma of calls and of puts, and net delta, vanna and
 * charm; see {@link ExposureModel} for units and signs.
 */
public final class StrikeExposures {
  final double[] strikes;
  final double[] callGamma;
  final double[] putGamma;
  final double[] delta;
  final double[] vanna;
  final double[] charm;

  StrikeExposures(double[] strikes) {
    this.strikes = strikes;
    callGamma = new double[strikes.length];
    putGamma = new double[strikes.length];
    delta = new double[strikes.length];
    vanna = new double[strikes.length];
    charm = new double[strikes.length];
  }

  /** Adds the exposures of other strikes, all of which are among ours. */
  void add(StrikeExposures other) {
    int at = 0;
    for (int i = 0; i < other.strikes.length; i++) {
      while (strikes[at] < other.strikes[i]) {
        at++;
      }
      callGamma[at] += other.callGamma[i];
      putGamma[at] += other.putGamma[i];
      delta[at] += other.delta[i];
      vanna[at] += other.vanna[i];
      charm[at] += other.charm[i];
    }
  }

  ExposureTotals totals() {
    double calls = sum(callGamma);
    double puts = sum(putGamma);
    return new ExposureTotals(calls + puts, calls - puts, sum(delta), sum(vanna), sum(charm));
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }

  public int size() {
    return strikes.length;
  }

  public double strike(int index) {
    return strikes[index];
  }

  /** At least zero. */
  public double callGamma(int index) {
    return callGamma[index];
  }

  /** At most zero. */
  public double putGamma(int index) {
    return putGamma[index];
  }

  public double delta(int index) {
    return delta[index];
  }

  public double vanna(int index) {
    return vanna[index];
  }

  public double charm(int index) {
    return charm[index];
  }
}
