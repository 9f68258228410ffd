package io.marketswarm.market.model;

/**
 * The grid live volume is counted on: the index level in cents that ten times the price of the
 * tracking fund stands for, one bucket per fund cent. SPY 697.50 falls into bucket 697500.
 */
public final class VolumeBuckets {
  private static final int INDEX_CENTS_PER_FUND_CENT = 10;
  private static final int CENTS_PER_POINT = 100;

  private VolumeBuckets() {}

  /**
   * The bucket of a trade in the fund. The product is rounded as it comes out in doubles, like
   * everybody else who fills these buckets does it.
   */
  public static int of(double fundPrice) {
    return Math.toIntExact(
        (long) Math.rint(fundPrice * CENTS_PER_POINT) * INDEX_CENTS_PER_FUND_CENT);
  }

  /** The index point a bucket belongs to. */
  public static int point(int bucket) {
    return (int) Math.rint((double) bucket / CENTS_PER_POINT);
  }
}
