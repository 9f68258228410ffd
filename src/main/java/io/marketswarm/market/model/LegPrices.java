package io.marketswarm.market.model;

import java.util.Arrays;

/**
 * What each leg costs, per row of a {@link TileGeometry}: in theory, one call per strike by formula
 * and its put by parity, and in the market. The paired columns also miss a price where the other
 * side is not listed.
 *
 * <p>Prices are fixed-point numbers, fine enough that sums of legs round to the same ten-thousandth
 * as exact ones, so that the many tiles take nothing but integer additions. A leg that is not
 * listed or has no price is {@link #MISSING}, the only negative value: one look at the sign bits
 * tells whether a sum exists.
 */
final class LegPrices {
  static final long MISSING = Long.MIN_VALUE;

  /** Binary digits behind a ten-thousandth. */
  private static final int FRACTION_BITS = 16;

  private static final long HALF = 1L << FRACTION_BITS - 1;
  private static final double SCALE =
      (double) PublishedTiles.UNITS_PER_POINT * (1 << FRACTION_BITS);

  /** No leg costs as much; beyond, a price is nonsense and counts as missing. */
  private static final double PRICE_LIMIT = 50_000;

  private final TileGeometry geometry;

  final long[] callTheory;
  final long[] putTheory;
  final long[] pairTheory;
  final long[] callMarket;
  final long[] putMarket;
  final long[] pairCallMarket;
  final long[] pairPutMarket;

  LegPrices(TileGeometry geometry) {
    this.geometry = geometry;
    int size = geometry.rows() + 1;
    callTheory = missing(size);
    putTheory = missing(size);
    pairTheory = missing(size);
    callMarket = missing(size);
    putMarket = missing(size);
    pairCallMarket = missing(size);
    pairPutMarket = missing(size);
  }

  private static long[] missing(int size) {
    long[] column = new long[size];
    Arrays.fill(column, MISSING);
    return column;
  }

  /** Theory may come out a rounding error below zero. */
  private static long fixed(double price) {
    return price < PRICE_LIMIT ? (long) (Math.max(price, 0) * SCALE + 0.5) : MISSING;
  }

  /** A leg in ten-thousandths. */
  static int single(long leg) {
    return leg < 0 ? PublishedTiles.ABSENT : (int) (leg + HALF >> FRACTION_BITS);
  }

  /** One leg minus another in ten-thousandths. */
  static int vertical(long bought, long sold) {
    return (bought | sold) < 0
        ? PublishedTiles.ABSENT
        : (int) (bought - sold + HALF >> FRACTION_BITS);
  }

  /** Two wings minus two bodies in ten-thousandths. */
  static int butterfly(long lower, long body, long upper) {
    return (lower | body | upper) < 0
        ? PublishedTiles.ABSENT
        : (int) (lower - 2 * body + upper + HALF >> FRACTION_BITS);
  }

  /** Prices an expiry in theory. */
  void price(
      int expiry, double spot, double base, VolatilityRegime regime, double years, double rate) {
    double[] logStrikes = geometry.logStrike;
    int[] strikes = geometry.strike;
    double discount = Math.exp(-rate * years);
    double scale = base * Math.sqrt(years);
    double drift = Math.log(spot) + rate * years;
    int end = geometry.endRow(expiry);
    for (int row = geometry.firstRow(expiry); row < end; row++) {
      double strike = strikes[row];
      double deviation = scale * regime.multiple(strike, spot);
      double d1 = (drift - logStrikes[row]) / deviation + 0.5 * deviation;
      double paid = strike * discount;
      double call = spot * Normal.cdf(d1) - paid * Normal.cdf(d1 - deviation);
      list(row, call, call - spot + paid);
    }
  }

  /** Forgets an expiry's theoretical prices, when there is no spot to price with. */
  void unprice(int expiry) {
    for (int row = geometry.firstRow(expiry); row < geometry.endRow(expiry); row++) {
      list(row, Double.NaN, Double.NaN);
    }
  }

  private void list(int row, double call, double put) {
    boolean hasCall = geometry.callSlot[row] >= 0;
    boolean hasPut = geometry.putSlot[row] >= 0;
    long fixedCall = fixed(call);
    callTheory[row] = hasCall ? fixedCall : MISSING;
    putTheory[row] = hasPut ? fixed(put) : MISSING;
    pairTheory[row] = hasCall && hasPut ? fixedCall : MISSING;
  }

  /** Takes over an expiry's market prices. */
  void quote(int expiry, ChainColumns chain) {
    for (int row = geometry.firstRow(expiry); row < geometry.endRow(expiry); row++) {
      int callSlot = geometry.callSlot[row];
      int putSlot = geometry.putSlot[row];
      long call = callSlot >= 0 ? fixed(chain.market(callSlot)) : MISSING;
      long put = putSlot >= 0 ? fixed(chain.market(putSlot)) : MISSING;
      callMarket[row] = call;
      putMarket[row] = put;
      pairCallMarket[row] = putSlot >= 0 ? call : MISSING;
      pairPutMarket[row] = callSlot >= 0 ? put : MISSING;
    }
  }
}
