package io.marketswarm.market.model;

import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.sqrt;

/** How cheap a butterfly is compared with its neighbours of the same expiry, side and width. */
final class ConvexityScore {
  private static final double LOCAL_WEIGHT = 0.5;
  private static final double NEIGHBOURHOOD_WEIGHT = 0.3;
  private static final double EFFICIENCY_WEIGHT = 0.2;

  private static final double UNKNOWN = 50;
  private static final double BEST = 95;
  private static final double LOCAL_MINIMUM_BEST = 98;
  private static final double LOCAL_MINIMUM_BONUS = 10;
  private static final int ENOUGH_NEIGHBOURS = 3;

  /** A spread of prices up to this says nothing about an outlier. */
  private static final double FLAT = 0.01;

  /** From this reward to risk on the logarithm exceeds the best score, and need not be taken. */
  private static final double EFFICIENT = 8;

  private static final double LOG_OF_TWO = Math.log(2);

  private ConvexityScore() {}

  /**
   * @param neighbours debits of which the first {@code count} are meant
   */
  static double of(double width, double debit, double[] neighbours, int count) {
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      sum += neighbours[i];
      least = min(least, neighbours[i]);
    }
    double average = sum / count;
    double local = count == 0 ? UNKNOWN : local(debit, average, least);
    double neighbourhood =
        count < ENOUGH_NEIGHBOURS
            ? UNKNOWN
            : neighbourhood((average - debit), deviation(neighbours, count, average));
    return LOCAL_WEIGHT * local
        + NEIGHBOURHOOD_WEIGHT * neighbourhood
        + EFFICIENCY_WEIGHT * efficiency(width, debit);
  }

  private static double local(double debit, double average, double least) {
    double discount = (average - debit) / average * 100;
    double score;
    if (discount >= 15) {
      score = BEST;
    } else if (discount >= 10) {
      score = 85 + (discount - 10);
    } else if (discount >= 5) {
      score = 70 + 3 * (discount - 5);
    } else if (discount >= 0) {
      score = 50 + 4 * discount;
    } else {
      score = max(20, 50 + 2 * discount);
    }
    return debit < least ? min(LOCAL_MINIMUM_BEST, score + LOCAL_MINIMUM_BONUS) : score;
  }

  private static double neighbourhood(double discount, double deviation) {
    double z = deviation > FLAT ? discount / deviation : 0;
    if (z >= 2) {
      return BEST;
    }
    if (z >= 1.5) {
      return 85;
    }
    if (z >= 1) {
      return 75;
    }
    if (z >= 0.5) {
      return 65;
    }
    return z >= 0 ? 55 : max(25, 50 + 15 * z);
  }

  private static double deviation(double[] values, int count, double average) {
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double distance = values[i] - average;
      squares += distance * distance;
    }
    return sqrt(squares / count);
  }

  private static double efficiency(double width, double debit) {
    double ratio = RewardExpectation.ratio(width, debit);
    if (ratio >= EFFICIENT) {
      return BEST;
    }
    double base = 30 * Math.log(ratio + 1) / LOG_OF_TWO;
    double percent = debit / width * 100;
    double bonus = percent <= 3 ? 1.15 : percent <= 5 ? 1.10 : percent <= 7 ? 1.05 : 1;
    return min(BEST, base * bonus);
  }
}
