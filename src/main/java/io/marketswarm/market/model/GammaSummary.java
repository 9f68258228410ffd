package io.marketswarm.market.model;

import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A symbol's gamma exposure in a line: calls minus puts, where that changes sign, and the strikes
 * with most of either.
 */
public record GammaSummary(
    String symbol,
    double net,
    OptionalDouble flip,
    OptionalInt callWall,
    OptionalInt putWall,
    List<LocalDate> expirations) {

  /**
   * Sums up a profile.
   *
   * @param flip the level where net gamma changes sign, NaN without one
   */
  public static GammaSummary of(GammaProfile profile, double spot, double flip) {
    int[] strikes = profile.strikes();
    return new GammaSummary(
        profile.symbol(),
        profile.calls().total() - profile.puts().total(),
        Double.isNaN(flip) ? OptionalDouble.empty() : OptionalDouble.of(flip),
        wall(strikes, profile.byStrike(OptionSide.CALL, strikes), spot),
        wall(strikes, profile.byStrike(OptionSide.PUT, strikes), spot),
        Stream.of(profile.calls(), profile.puts())
            .flatMap(side -> IntStream.range(0, side.expiries()).mapToObj(side::expiry))
            .sorted()
            .distinct()
            .toList());
  }

  private static OptionalInt wall(int[] strikes, double[] gammas, double spot) {
    double[] prices = IntStream.of(strikes).asDoubleStream().toArray();
    int wall = Walls.largest(prices, gammas, spot);
    return wall < 0 ? OptionalInt.empty() : OptionalInt.of(strikes[wall]);
  }
}
