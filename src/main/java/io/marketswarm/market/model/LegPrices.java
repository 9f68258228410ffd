package io.marketswarm.market.model;

import java.util.Arrays;

/**
 * What each leg costs, per row of a {@link TileGeometry}: in theory, one call per strike by formula
 * and its put by parity, and in the market. The paired prices are also missing where the other side
 * is not listed.
 *
 * <p>Prices are fixed-point numbers, fine enough that sums of legs round to the same ten-thousandth
 * as exact ones, so that the many tiles take nothing but integer additions. A leg that is not
 * listed or has no price is {@link #MISSING}, the only negative value: one look at the sign bits
 * tells whether a sum exists.
 */
final class LegPrices {
  static final long MISSING = Long.MIN_VALUE;

  /** A row's prices fill a line of the processor's cache. */
  static final int PER_ROW = 8;

  static final int CALL_THEORY = 0;
  static final int CALL_MARKET = 1;
  static final int PUT_THEORY = 2;
  static final int PUT_MARKET = 3;
  static final int PAIR_THEORY = 4;
  static final int PAIR_CALL_MARKET = 5;
  static final int PAIR_PUT_MARKET = 6;

  /** Negative when any of the row's prices is missing. */
  static final int ANY_MISSING = 7;

  /** Binary digits behind a ten-thousandth. */
  static final int FRACTION_BITS = 16;

  static final long HALF = 1L << FRACTION_BITS - 1;
  private static final double SCALE = (double) TileColumns.UNITS_PER_POINT * (1 << FRACTION_BITS);

  /** No leg costs as much; beyond, a price is nonsense and counts as missing. */
  private static final double PRICE_LIMIT = 50_000;

  private final TileGeometry geometry;

  /** {@link #PER_ROW} prices for each row, and for the row after the last, which has none. */
  final long[] prices;

  LegPrices(TileGeometry geometry) {
    this.geometry = geometry;
    prices = new long[(geometry.rows() + 1) * PER_ROW];
    Arrays.fill(prices, MISSING);
  }

  /** Theory may come out a rounding error below zero. */
  private static long fixed(double price) {
    return price < PRICE_LIMIT ? (long) (Math.max(price, 0) * SCALE + 0.5) : MISSING;
  }

  /** A leg in ten-thousandths. */
  static int single(long leg) {
    return leg < 0 ? TileColumns.ABSENT : (int) (leg + HALF >> FRACTION_BITS);
  }

  /** One leg minus another in ten-thousandths. */
  static int vertical(long bought, long sold) {
    return (bought | sold) < 0 ? TileColumns.ABSENT : (int) (bought - sold + HALF >> FRACTION_BITS);
  }

  /** Two wings minus two bodies in ten-thousandths. */
  static int butterfly(long lower, long body, long upper) {
    return (lower | body | upper) < 0
        ? TileColumns.ABSENT
        : (int) (lower - 2 * body + upper + HALF >> FRACTION_BITS);
  }

  /** Prices an expiry in theory. */
  void price(
      int expiry, double spot, double base, VolatilityRegime regime, double years, double rate) {
    double[] logStrikes = geometry.logStrike;
    double[] strikes = geometry.points;
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
    int at = row * PER_ROW;
    prices[at + CALL_THEORY] = hasCall ? fixedCall : MISSING;
    prices[at + PUT_THEORY] = hasPut ? fixed(put) : MISSING;
    prices[at + PAIR_THEORY] = hasCall && hasPut ? fixedCall : MISSING;
    noteMissing(at);
  }

  private void noteMissing(int at) {
    prices[at + ANY_MISSING] =
        prices[at + PAIR_THEORY] | prices[at + PAIR_CALL_MARKET] | prices[at + PAIR_PUT_MARKET];
  }

  /** Takes over an expiry's market prices. */
  void quote(int expiry, ChainColumns chain) {
    for (int row = geometry.firstRow(expiry); row < geometry.endRow(expiry); row++) {
      int callSlot = geometry.callSlot[row];
      int putSlot = geometry.putSlot[row];
      long call = callSlot >= 0 ? fixed(chain.market(callSlot)) : MISSING;
      long put = putSlot >= 0 ? fixed(chain.market(putSlot)) : MISSING;
      int at = row * PER_ROW;
      prices[at + CALL_MARKET] = call;
      prices[at + PUT_MARKET] = put;
      prices[at + PAIR_CALL_MARKET] = putSlot >= 0 ? call : MISSING;
      prices[at + PAIR_PUT_MARKET] = callSlot >= 0 ? put : MISSING;
      noteMissing(at);
    }
  }
}
