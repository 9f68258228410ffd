package io.marketswarm.market.model;

import java.util.Arrays;

/**
 * Prices of tiles in ten-thousandths of a point, one array per kind. Arrays, not tiles, stand
 * together, because the virtual machine compares arrays eight elements at a time.
 */
final class TileColumns {
  /** No price; far enough from every price that the difference always counts as a change. */
  static final int ABSENT = -(1 << 30);

  static final int UNITS_PER_POINT = 10_000;

  /** No spread costs as much; beyond, a price is nonsense and left out. */
  private static final double PRICE_LIMIT = 100_000;

  final int[] callTheory;
  final int[] callMarket;
  final int[] putTheory;
  final int[] putMarket;

  TileColumns(int tiles) {
    callTheory = absent(tiles);
    callMarket = absent(tiles);
    putTheory = absent(tiles);
    putMarket = absent(tiles);
  }

  private static int[] absent(int tiles) {
    int[] column = new int[tiles];
    Arrays.fill(column, ABSENT);
    return column;
  }

  /** A price in ten-thousandths, {@link #ABSENT} for NaN and nonsense. */
  static int units(double price) {
    return Math.abs(price) < PRICE_LIMIT ? (int) Math.rint(price * UNITS_PER_POINT) : ABSENT;
  }

  void copy(int tile, TileColumns from, int fromTile, int count) {
    System.arraycopy(from.callTheory, fromTile, callTheory, tile, count);
    System.arraycopy(from.callMarket, fromTile, callMarket, tile, count);
    System.arraycopy(from.putTheory, fromTile, putTheory, tile, count);
    System.arraycopy(from.putMarket, fromTile, putMarket, tile, count);
  }

  /** Whether the tile has any price; without one it is no tile. */
  boolean exists(int tile) {
    return callTheory[tile] != ABSENT
        || callMarket[tile] != ABSENT
        || putTheory[tile] != ABSENT
        || putMarket[tile] != ABSENT;
  }

  /**
   * Makes a sign negative for each of the first tiles one of whose prices differs by more than
   * epsilon.
   */
  void compare(TileColumns other, int tiles, int epsilon, int[] signs) {
    Arrays.fill(signs, 0, tiles, 0);
    mark(callTheory, other.callTheory, tiles, epsilon, signs);
    mark(callMarket, other.callMarket, tiles, epsilon, signs);
    mark(putTheory, other.putTheory, tiles, epsilon, signs);
    mark(putMarket, other.putMarket, tiles, epsilon, signs);
  }

  /**
   * Of epsilon plus and minus a difference, one is negative exactly when the difference is larger.
   * A branch would keep this loop from running eight tiles at a time, and so would more arrays.
   */
  private static void mark(int[] prices, int[] others, int tiles, int epsilon, int[] signs) {
    for (int i = 0; i < tiles; i++) {
      int difference = prices[i] - others[i];
      signs[i] |= epsilon - difference | epsilon + difference;
    }
  }
}
