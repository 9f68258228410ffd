package io.marketswarm.market.model;

import java.time.Instant;

/**
 * What the selector knows in one cycle.
 *
 * @param ts the model's time stamp
 * @param hour fractional New York hour by the market's clock
 * @param spot NaN when unknown
 * @param vix NaN when unknown
 * @param pointScale points of the S&P 500 per point of this symbol: 1 for the S&P 500 itself
 * @param grid null when there is no heatmap yet
 * @param gamma null when unknown
 * @param bias of this very symbol, null when unknown
 */
public record SelectorInputs(
    Instant ts,
    String symbol,
    double hour,
    double spot,
    double vix,
    double pointScale,
    ButterflyGrid grid,
    GammaByStrike gamma,
    BiasLfi bias) {

  public SelectorInputs {
    if (!(pointScale > 0 && pointScale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("pointScale must be positive, not " + pointScale);
    }
  }

  boolean knowsSpot() {
    return spot > 0 && spot < Double.POSITIVE_INFINITY;
  }

  boolean knowsGamma() {
    return gamma != null && !gamma.isEmpty();
  }

  double magnet() {
    return bias == null ? Double.NaN : bias.maxNetStrike();
  }

  double zeroGamma() {
    return bias == null ? Double.NaN : bias.flip();
  }
}
