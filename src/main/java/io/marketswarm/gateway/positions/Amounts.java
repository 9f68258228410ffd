package io.marketswarm.gateway.positions;

/** Numbers as clients expect them: without a fraction where there is none. */
final class Amounts {
  private static final double EXACT = 1L << 53;

  private Amounts() {}

  static Number plain(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < EXACT;
    return whole ? (Number) (long) value : (Number) value;
  }
}
