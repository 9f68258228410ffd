package io.marketswarm.market.model;

/**
 * The prices nearest to spot at which net gamma changes sign, each halfway between two strikes; NaN
 * where there is none.
 */
public record FlipLevels(double below, double above) {

  public static FlipLevels of(GammaByStrike gamma, double spot) {
    double below = Double.NaN;
    double above = Double.NaN;
    int previous = -1;
    for (int i = 0; i < gamma.size() && Double.isNaN(above); i++) {
      if (gamma.net(i) == 0) {
        continue;
      }
      if (previous >= 0 && gamma.net(previous) > 0 != gamma.net(i) > 0) {
        double flip = (gamma.strike(previous) + gamma.strike(i)) / 2.0;
        if (flip < spot) {
          below = flip;
        } else if (flip > spot) {
          above = flip;
        }
      }
      previous = i;
    }
    return new FlipLevels(below, above);
  }

  /** The closer of the two, the lower one on a tie, NaN when there is none. */
  public double nearest(double spot) {
    if (Double.isNaN(below)) {
      return above;
    }
    return above - spot < spot - below ? above : below;
  }
}
