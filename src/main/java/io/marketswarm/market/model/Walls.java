package io.marketswarm.market.model;

/** The strikes that stand out. */
final class Walls {
  private Walls() {}

  /**
   * Index of the largest positive value, the strike closest to spot on a tie, then the lower; -1
   * when no value is positive.
   */
  static int largest(double[] ascendingStrikes, double[] values, double spot) {
    int largest = -1;
    for (int i = 0; i < values.length; i++) {
      boolean better =
          largest < 0
              ? values[i] > 0
              : values[i] > values[largest]
                  || values[i] == values[largest]
                      && Math.abs(ascendingStrikes[i] - spot)
                          < Math.abs(ascendingStrikes[largest] - spot);
      largest = better ? i : largest;
    }
    return largest;
  }
}
