package io.marketswarm.journal.edgelab;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How much of an edge a trader's discipline leaves; what was earned has no part in it. All are
 * shares to three decimals.
 *
 * @param integrity how often the hypothesis held
 * @param discipline how often the exit was the planned one
 * @param bias how often the trader stood in the way
 * @param alignment how often the regime was the expected one
 */
record EdgeScore(int sample, double integrity, double discipline, double bias, double alignment) {
  /** Fewer outcomes say nothing. */
  static final int FEWEST = 10;

  private static final int DECIMALS = 3;

  static EdgeScore of(int sample, int valid, int perPlan, int biased, int mismatched) {
    return new EdgeScore(
        sample,
        share(valid, sample),
        share(perPlan, sample),
        share(biased, sample),
        share(sample - mismatched, sample));
  }

  double value() {
    return rounded(0.35 * integrity + 0.30 * discipline - 0.15 * bias + 0.20 * alignment);
  }

  static double share(int part, int whole) {
    return whole == 0 ? 0 : rounded((double) part / whole);
  }

  private static double rounded(double value) {
    return new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_UP).doubleValue();
  }
}
