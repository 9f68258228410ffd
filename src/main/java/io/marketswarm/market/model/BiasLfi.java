package io.marketswarm.market.model;

import static io.marketswarm.market.model.Rounding.r1;

import java.time.Instant;
import java.util.function.IntToDoubleFunction;

/**
 * Dealer bias and liquidity absorption (LFI) of one symbol with the gamma levels they rest on.
 * Scores are as published, one decimal; flips are NaN where there is none.
 *
 * @param totalPutGamma zero or negative
 */
public record BiasLfi(
    Instant ts,
    String symbol,
    double spot,
    double directionalStrength,
    double lfiScore,
    double marketModeScore,
    int maxCallStrike,
    int maxPutStrike,
    int maxNetStrike,
    double totalCallGamma,
    double totalPutGamma,
    FlipLevels flips,
    int lowestStrike,
    int highestStrike,
    double proximityBiasAdjustment,
    double proximityLfiAdjustment) {

  /** Distance in points at which the centre of gravity counts in full, and the spot it fits. */
  private static final double GRAVITY_SCALE = 50;

  private static final double GRAVITY_SPOT = 6900;

  /** The distance scale is made for the S&P 500; other underlyings use it in proportion. */
  public static double gravityScale(String symbol, double spot) {
    return symbol.equals("I:SPX") ? GRAVITY_SCALE : GRAVITY_SCALE * spot / GRAVITY_SPOT;
  }

  public static BiasLfi of(Instant ts, String symbol, double spot, GammaByStrike gamma) {
    if (!(spot > 0 && spot < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("spot must be positive, not " + spot);
    }
    if (gamma.isEmpty()) {
      throw new IllegalArgumentException("gamma exposure of " + symbol + " has no strike");
    }
    FlipLevels flips = FlipLevels.of(gamma, spot);
    FlipProximity proximity = FlipProximity.of(flips, spot);
    double bias =
        DealerBias.base(gamma, spot, gravityScale(symbol, spot)) + proximity.biasAdjustment();
    double lfi =
        Clamp.between(0, 100, LiquidityAbsorption.base(gamma, spot) + proximity.lfiAdjustment());
    return new BiasLfi(
        ts,
        symbol,
        spot,
        r1(Clamp.between(-100, 100, bias)),
        r1(lfi),
        MarketModeScore.of(gamma, spot, flips.nearest(spot), lfi),
        strikeOfMost(gamma, spot, gamma::call),
        strikeOfMost(gamma, spot, gamma::put),
        strikeOfMost(gamma, spot, gamma::net),
        gamma.totalCalls(),
        0 - gamma.totalPuts(),
        flips,
        gamma.strike(0),
        gamma.strike(gamma.size() - 1),
        r1(proximity.biasAdjustment()),
        r1(proximity.lfiAdjustment()));
  }

  /** The strike with the largest value; of several the one closest to spot, then the lower. */
  private static int strikeOfMost(GammaByStrike gamma, double spot, IntToDoubleFunction value) {
    int best = 0;
    for (int i = 1; i < gamma.size(); i++) {
      double lead = value.applyAsDouble(i) - value.applyAsDouble(best);
      boolean closer = Math.abs(gamma.strike(i) - spot) < Math.abs(gamma.strike(best) - spot);
      if (lead > 0 || lead == 0 && closer) {
        best = i;
      }
    }
    return gamma.strike(best);
  }

  public double totalNetGamma() {
    return totalCallGamma + totalPutGamma;
  }

  /** The flip closest to spot ("zero gamma"), NaN when net gamma never changes sign. */
  public double flip() {
    return flips.nearest(spot);
  }

  public double distanceToFlip() {
    return r1(Math.abs(spot - flip()));
  }

  public GammaQuadrant quadrant() {
    return GammaQuadrant.of(directionalStrength, lfiScore);
  }
}
