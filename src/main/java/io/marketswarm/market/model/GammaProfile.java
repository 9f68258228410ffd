package io.marketswarm.market.model;

import java.util.stream.IntStream;

/**
 * Gamma exposure of a chain in shares per point: gamma times open interest times a hundred,
 * positive for calls and puts alike. Classes that share a series are summed; strikes between whole
 * points count towards the point below.
 *
 * @param contracts how many contracts went in
 * @param skipped listed contracts without gamma or open interest
 */
public record GammaProfile(
    String symbol, GammaLadder calls, GammaLadder puts, int contracts, int skipped) {
  /** Shares an option is on. */
  static final double SHARES = 100;

  /** The profile of a chain as it is. */
  public static GammaProfile of(ChainColumns chain) {
    ChainGeometry geometry = chain.geometry();
    var calls = new GammaLadder.Collector(geometry.expiries(), geometry.rows());
    var puts = new GammaLadder.Collector(geometry.expiries(), geometry.rows());
    int contracts = 0;
    for (int expiry = 0; expiry < geometry.expiries(); expiry++) {
      for (int row = geometry.firstRow(expiry); row < geometry.endRow(expiry); row++) {
        for (int side = 0; side < 2; side++) {
          int slot = 2 * row + side;
          double gamma = chain.gamma[slot];
          double openInterest = chain.openInterest[slot];
          if (gamma >= 0 && openInterest > 0) {
            (side == 0 ? calls : puts)
                .add(
                    geometry.expiry(expiry),
                    (int) geometry.strike(row),
                    gamma * openInterest * SHARES);
            contracts++;
          }
        }
      }
    }
    return new GammaProfile(
        geometry.symbol(),
        calls.ladder(),
        puts.ladder(),
        contracts,
        geometry.contracts() - contracts);
  }

  public GammaLadder side(OptionSide side) {
    return side == OptionSide.CALL ? calls : puts;
  }

  /** Every strike of any expiry and side, ascending. */
  public int[] strikes() {
    return IntStream.concat(
            IntStream.range(0, calls.steps()).map(calls::strike),
            IntStream.range(0, puts.steps()).map(puts::strike))
        .sorted()
        .distinct()
        .toArray();
  }

  /** Gamma of one side summed over expiries, for each of these ascending strikes. */
  public double[] byStrike(OptionSide side, int[] strikes) {
    GammaLadder ladder = side(side);
    double[] sums = new double[strikes.length];
    for (int expiry = 0; expiry < ladder.expiries(); expiry++) {
      int at = 0;
      for (int step = ladder.first(expiry); step < ladder.end(expiry); step++) {
        while (strikes[at] < ladder.strike(step)) {
          at++;
        }
        sums[at] += ladder.gamma(step);
      }
    }
    return sums;
  }
}
