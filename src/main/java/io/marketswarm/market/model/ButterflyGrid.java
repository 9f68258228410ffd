package io.marketswarm.market.model;

import java.time.LocalDate;
import java.util.Locale;

/**
 * A symbol's butterflies as the selector sees them: per expiration the strikes, and for each strike
 * (the body), width and side what the butterfly costs. Expirations, widths and strikes are
 * addressed by index.
 */
public interface ButterflyGrid {

  /** The right all three legs of a butterfly share. */
  enum Side {
    CALL,
    PUT;

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  int expirations();

  int dte(int expiration);

  LocalDate expiry(int expiration);

  /** Body strikes in ascending order; the caller does not modify them. */
  int[] strikes(int expiration);

  /** Distances from body to wings in points; the caller does not modify them. */
  int[] widths();

  /** Points from one strike of the grid to the next. */
  int step();

  /** Debit in market prices, NaN when a leg has none. */
  double marketDebit(int expiration, int width, int strike, Side side);

  /** Debit in theoretical prices, NaN when the butterfly does not exist. */
  double theoreticalDebit(int expiration, int width, int strike, Side side);
}
