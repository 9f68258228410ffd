package io.marketswarm.market.model;

/**
 * Whether tiles need work at all: prices are recomputed when spot moved, volatilities changed or a
 * second of decay has passed; market prices are taken over when quotes changed; most ticks need
 * neither.
 */
final class RepriceGate {
  /** Moves of the underlying up to a cent do not count. */
  private static final double SPOT_MOVE = 0.01;

  private static final double ROUNDING = 1e-9;
  private static final long DECAY_MILLIS = 1000;

  private double spot = Double.NaN;
  private double vix = Double.NaN;
  private long pricedMillis;
  private long greekRevision;
  private long priceRevision;

  /** What there is to do. */
  enum Work {
    NOTHING,
    QUOTES,
    EVERYTHING
  }

  /** Forgets all, so that everything is due. */
  void open() {
    greekRevision = -1;
  }

  /** Says what is due, and remembers the inputs as dealt with. */
  Work due(ChainColumns chain, double spot, double vix, long nowMillis) {
    boolean reprice =
        greekRevision != chain.greekRevision()
            || moved(spot)
            || Double.compare(vix, this.vix) != 0
            || Math.abs(nowMillis - pricedMillis) >= DECAY_MILLIS;
    if (!reprice && priceRevision == chain.priceRevision()) {
      return Work.NOTHING;
    }
    priceRevision = chain.priceRevision();
    if (!reprice) {
      return Work.QUOTES;
    }
    this.spot = spot;
    this.vix = vix;
    pricedMillis = nowMillis;
    greekRevision = chain.greekRevision();
    return Work.EVERYTHING;
  }

  private boolean moved(double to) {
    return Double.isNaN(to) != Double.isNaN(spot) || Math.abs(to - spot) > SPOT_MOVE + ROUNDING;
  }
}
