package io.marketswarm.market.model;

/** The straddle at the money: what the market pays for a move either way. */
final class Straddle {
  private final double spot;
  private double strike = Double.NaN;
  private double price = Double.NaN;

  Straddle(double spot) {
    this.spot = spot;
  }

  /** Takes the strike nearest to spot that has both prices, the first of equals. */
  void offer(double strike, double call, double put) {
    double price = call + put;
    boolean nearer =
        Double.isNaN(this.strike) || Math.abs(strike - spot) < Math.abs(this.strike - spot);
    if (!Double.isNaN(price) && nearer) {
      this.strike = strike;
      this.price = price;
    }
  }

  /** NaN when no strike has both prices. */
  double price() {
    return price;
  }
}
