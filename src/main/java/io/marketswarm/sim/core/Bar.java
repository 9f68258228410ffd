package io.marketswarm.sim.core;

/**
 * Prices over a stretch of time.
 *
 * @param t the beginning, in epoch milliseconds
 * @param volume shares traded; zero for an index
 * @param vwap volume-weighted average price; zero for an index
 * @param trades number of trades; zero for an index
 */
public record Bar(
    long t,
    double open,
    double high,
    double low,
    double close,
    long volume,
    double vwap,
    int trades) {

  /** This bar followed by a later one, as one bar. */
  Bar then(Bar later) {
    long shares = volume + later.volume;
    double average = shares == 0 ? 0 : (vwap * volume + later.vwap * later.volume) / shares;
    return new Bar(
        t,
        open,
        Math.max(high, later.high),
        Math.min(low, later.low),
        later.close,
        shares,
        average,
        trades + later.trades);
  }

  Bar at(long start) {
    return new Bar(start, open, high, low, close, volume, vwap, trades);
  }
}
