package io.marketswarm.market.model;

import static java.lang.Math.abs;
import static java.lang.Math.exp;
import static java.lang.Math.min;

/** The blend behind the market mode: flip distance, net gamma, absorption and concentration. */
final class MarketModeScore {
  private static final double FLIP_WEIGHT = 0.40;
  private static final double NET_WEIGHT = 0.25;
  private static final double LFI_WEIGHT = 0.25;
  private static final double CONCENTRATION_WEIGHT = 0.10;

  private static final double NEUTRAL = 50;

  /** Net gamma beyond which a market without a flip is clearly one-sided. */
  private static final double STRONG_NET = 10_000;

  private static final double FLIP_SPAN = 0.02;
  private static final double NEAR = 0.01;
  private static final double FULL_CONCENTRATION = 0.3;

  /** Gauges take a value up to one for a fraction of one, so that range is never published. */
  private static final double ABOVE_FRACTIONS = 1.1;

  private MarketModeScore() {}

  /**
   * @param lfi absorption after the flip's adjustment, unrounded
   * @return the score as published, one decimal
   */
  static double of(GammaByStrike gamma, double spot, double flip, double lfi) {
    double net = gamma.totalCalls() - gamma.totalPuts();
    double score =
        FLIP_WEIGHT * flipPart(net, spot, flip)
            + NET_WEIGHT * netPart(net, spot)
            + LFI_WEIGHT * lfi
            + CONCENTRATION_WEIGHT * concentrationPart(gamma, spot);
    return published(Clamp.between(0, 100, score));
  }

  static double published(double score) {
    double rounded = Rounding.r1(score);
    return rounded > 0 && rounded <= 1 ? ABOVE_FRACTIONS : rounded;
  }

  static double flipPart(double net, double spot, double flip) {
    if (flip > 0) {
      return logistic(3 * ((spot - flip) / spot) / FLIP_SPAN);
    }
    if (net < 0) {
      return net < -STRONG_NET ? 15 : 30;
    }
    if (net > 0) {
      return net > STRONG_NET ? 85 : 70;
    }
    return NEUTRAL;
  }

  static double netPart(double net, double spot) {
    return logistic(0.03 * net / (spot * spot * 0.00001));
  }

  static double concentrationPart(GammaByStrike gamma, double spot) {
    double nearNet = 0;
    double nearLean = 0;
    for (int i = 0; i < gamma.size(); i++) {
      if (abs(gamma.strike(i) - spot) / spot <= NEAR) {
        nearNet += gamma.net(i);
        nearLean += abs(gamma.net(i));
      }
    }
    if (nearLean == 0) {
      return NEUTRAL;
    }
    double base = (nearNet / nearLean + 1) / 2 * 100;
    double weight = min(1, nearLean / gamma.totalLean() / FULL_CONCENTRATION);
    return Clamp.between(0, 100, NEUTRAL + (base - NEUTRAL) * weight);
  }

  private static double logistic(double x) {
    return 100 / (1 + exp(-x));
  }
}
