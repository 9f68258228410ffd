package io.marketswarm.market.model;

import java.util.Arrays;

/**
 * What each leg costs, per row of a {@link TileGeometry}: in theory, one call per strike by formula
 * and its put by parity, and in the market. NaN is a leg that is not listed or has no price; the
 * paired columns also miss a price where the other side is not listed.
 */
final class LegPrices {
  private final TileGeometry geometry;

  final double[] callTheory;
  final double[] putTheory;
  final double[] pairTheory;
  final double[] callMarket;
  final double[] putMarket;
  final double[] pairCallMarket;
  final double[] pairPutMarket;

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

  private static double[] missing(int size) {
    double[] column = new double[size];
    Arrays.fill(column, Double.NaN);
    return column;
  }

  /** Prices an expiry in theory. */
  void price(
      int expiry, double spot, double base, VolatilityRegime regime, double years, double rate) {
    double discount = Math.exp(-rate * years);
    double root = Math.sqrt(years);
    double drift = Math.log(spot) + rate * years;
    for (int row = geometry.firstRow(expiry); row < geometry.endRow(expiry); row++) {
      double strike = geometry.strike[row];
      double deviation = base * regime.multiple(strike, spot) * root;
      double d1 = (drift - geometry.logStrike[row]) / deviation + 0.5 * deviation;
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
    callTheory[row] = hasCall ? call : Double.NaN;
    putTheory[row] = hasPut ? put : Double.NaN;
    pairTheory[row] = hasCall && hasPut ? call : Double.NaN;
  }

  /** Takes over an expiry's market prices. */
  void quote(int expiry, ChainColumns chain) {
    for (int row = geometry.firstRow(expiry); row < geometry.endRow(expiry); row++) {
      int callSlot = geometry.callSlot[row];
      int putSlot = geometry.putSlot[row];
      double call = callSlot >= 0 ? chain.market(callSlot) : Double.NaN;
      double put = putSlot >= 0 ? chain.market(putSlot) : Double.NaN;
      callMarket[row] = call;
      putMarket[row] = put;
      pairCallMarket[row] = putSlot >= 0 ? call : Double.NaN;
      pairPutMarket[row] = callSlot >= 0 ? put : Double.NaN;
    }
  }
}
