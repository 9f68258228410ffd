package io.marketswarm.market.model;

import static io.marketswarm.market.model.LegPrices.ANY_MISSING;
import static io.marketswarm.market.model.LegPrices.CALL_MARKET;
import static io.marketswarm.market.model.LegPrices.CALL_THEORY;
import static io.marketswarm.market.model.LegPrices.FRACTION_BITS;
import static io.marketswarm.market.model.LegPrices.HALF;
import static io.marketswarm.market.model.LegPrices.PAIR_CALL_MARKET;
import static io.marketswarm.market.model.LegPrices.PAIR_PUT_MARKET;
import static io.marketswarm.market.model.LegPrices.PAIR_THEORY;
import static io.marketswarm.market.model.LegPrices.PER_ROW;
import static io.marketswarm.market.model.LegPrices.PUT_MARKET;
import static io.marketswarm.market.model.LegPrices.PUT_THEORY;
import static io.marketswarm.market.model.LegPrices.butterfly;
import static io.marketswarm.market.model.LegPrices.single;
import static io.marketswarm.market.model.LegPrices.vertical;

/** Puts tiles together from the prices of their legs. */
final class TileAssembly {
  private final TileGeometry geometry;
  private final int[] upper;
  private final int[] lower;
  private final int widths;

  TileAssembly(TileGeometry geometry) {
    this.geometry = geometry;
    this.upper = geometry.upper;
    this.lower = geometry.lower;
    this.widths = geometry.widths();
  }

  /** All tiles of an expiry, in order of rows and within a row of widths. */
  void assemble(int expiry, LegPrices prices, TileColumns into) {
    long[] legs = prices.prices;
    int tile = 0;
    int end = geometry.endRow(expiry);
    for (int row = geometry.firstRow(expiry); row < end; row++) {
      int k = row * PER_ROW;
      into.callTheory[tile] = single(legs[k + CALL_THEORY]);
      into.callMarket[tile] = single(legs[k + CALL_MARKET]);
      into.putTheory[tile] = single(legs[k + PUT_THEORY]);
      into.putMarket[tile] = single(legs[k + PUT_MARKET]);
      spreads(row, legs, tile + 1, into);
      tile += 1 + 2 * widths;
    }
  }

  /**
   * The spreads of a row. Where no leg is missing, which is nearly everywhere, sums need no second
   * look; what they have in common is computed once.
   */
  private void spreads(int row, long[] legs, int first, TileColumns into) {
    int[] callTheory = into.callTheory;
    int[] callMarket = into.callMarket;
    int[] putTheory = into.putTheory;
    int[] putMarket = into.putMarket;
    int k = row * PER_ROW;
    long missing = legs[k + ANY_MISSING];
    long boughtCall = legs[k + CALL_THEORY] + HALF;
    long paidCall = legs[k + CALL_MARKET] + HALF;
    long boughtPut = legs[k + PUT_THEORY] + HALF;
    long paidPut = legs[k + PUT_MARKET] + HALF;
    long bodies = 2 * legs[k + PAIR_THEORY] - HALF;
    long callBodies = 2 * legs[k + PAIR_CALL_MARKET] - HALF;
    long putBodies = 2 * legs[k + PAIR_PUT_MARKET] - HALF;
    int tile = first;
    for (int wing = row * widths; wing < (row + 1) * widths; wing++) {
      int u = upper[wing] * PER_ROW;
      int l = lower[wing] * PER_ROW;
      if ((missing | legs[u + ANY_MISSING] | legs[l + ANY_MISSING]) < 0) {
        incomplete(k, u, l, legs, tile, into);
      } else {
        callTheory[tile] = (int) (boughtCall - legs[u + CALL_THEORY] >> FRACTION_BITS);
        callMarket[tile] = (int) (paidCall - legs[u + CALL_MARKET] >> FRACTION_BITS);
        putTheory[tile] = (int) (boughtPut - legs[l + PUT_THEORY] >> FRACTION_BITS);
        putMarket[tile] = (int) (paidPut - legs[l + PUT_MARKET] >> FRACTION_BITS);
        int debit = (int) (legs[l + PAIR_THEORY] + legs[u + PAIR_THEORY] - bodies >> FRACTION_BITS);
        long calls = legs[l + PAIR_CALL_MARKET] + legs[u + PAIR_CALL_MARKET] - callBodies;
        long puts = legs[l + PAIR_PUT_MARKET] + legs[u + PAIR_PUT_MARKET] - putBodies;
        callTheory[tile + 1] = debit;
        callMarket[tile + 1] = (int) (calls >> FRACTION_BITS);
        putTheory[tile + 1] = debit;
        putMarket[tile + 1] = (int) (puts >> FRACTION_BITS);
      }
      tile += 2;
    }
  }

  /** A vertical and a butterfly of which some legs are missing. */
  private static void incomplete(int k, int u, int l, long[] legs, int tile, TileColumns into) {
    into.callTheory[tile] = vertical(legs[k + CALL_THEORY], legs[u + CALL_THEORY]);
    into.callMarket[tile] = vertical(legs[k + CALL_MARKET], legs[u + CALL_MARKET]);
    into.putTheory[tile] = vertical(legs[k + PUT_THEORY], legs[l + PUT_THEORY]);
    into.putMarket[tile] = vertical(legs[k + PUT_MARKET], legs[l + PUT_MARKET]);
    int debit = butterfly(legs[l + PAIR_THEORY], legs[k + PAIR_THEORY], legs[u + PAIR_THEORY]);
    into.callTheory[tile + 1] = debit;
    into.putTheory[tile + 1] = debit;
    into.callMarket[tile + 1] =
        butterfly(
            legs[l + PAIR_CALL_MARKET], legs[k + PAIR_CALL_MARKET], legs[u + PAIR_CALL_MARKET]);
    into.putMarket[tile + 1] =
        butterfly(legs[l + PAIR_PUT_MARKET], legs[k + PAIR_PUT_MARKET], legs[u + PAIR_PUT_MARKET]);
  }
}
