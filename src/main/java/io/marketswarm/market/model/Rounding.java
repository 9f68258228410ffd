package io.marketswarm.market.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Rounding to decimals, half-even on the exact binary value: 0.285 is stored as 0.28499…, so two
 * decimals give 0.28, and only a value that lies exactly between two decimals goes to the even one.
 */
public final class Rounding {
  /** From here on a double has no bits left to tell a tie by. */
  private static final double FRACTIONLESS = 1L << 52;

  private Rounding() {}

  /** To one decimal. */
  public static double r1(double value) {
    return round(value, 10, 1);
  }

  /** To two decimals. */
  public static double r2(double value) {
    return round(value, 100, 2);
  }

  /** To three decimals. */
  public static double r3(double value) {
    return round(value, 1000, 3);
  }

  /** An amount in dollars as whole cents. */
  public static long cents(double dollars) {
    if (!(Math.abs(dollars) < FRACTIONLESS / 100)) {
      throw new IllegalArgumentException("dollars must be below 2^52 cents, not " + dollars);
    }
    return (long) whole(dollars, 100);
  }

  private static double round(double value, double scale, int decimals) {
    if (Math.abs(value) < FRACTIONLESS / scale) {
      // Both operands are exact, so the division yields the double nearest to the decimal number;
      // adding zero turns -0.0 into 0.0.
      return whole(value, scale) / scale + 0.0;
    }
    return Double.isFinite(value) ? exact(value, decimals) : value;
  }

  /** The integer nearest to value · scale; ties do not depend on the sign. */
  private static double whole(double value, double scale) {
    return Math.copySign(nearest(Math.abs(value), scale), value);
  }

  /**
   * The floating product can only mislead when it looks like a tie, since any other distance from
   * the tie exceeds its rounding error; then the error itself, which a fused multiply-add reveals
   * exactly, decides.
   */
  private static double nearest(double value, double scale) {
    double product = value * scale;
    double floor = Math.floor(product);
    double beyondTie = product - floor - 0.5;
    if (beyondTie == 0) {
      beyondTie = Math.fma(value, scale, -product);
      if (beyondTie == 0) {
        return Math.rint(product);
      }
    }
    return beyondTie > 0 ? floor + 1 : floor;
  }

  private static double exact(double value, int decimals) {
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue();
  }
}
