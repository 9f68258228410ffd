package io.marketswarm.market.model;

import static java.lang.Math.max;
import static java.lang.Math.min;

/** How well a butterfly's width and age fit the playbook of the moment. */
final class WidthFit {
  private static final double WIDTH_WEIGHT = 0.40;
  private static final double DTE_WEIGHT = 0.25;
  private static final double SESSION_WEIGHT = 0.20;
  private static final double BREADTH_WEIGHT = 0.15;

  private WidthFit() {}

  /**
   * @param width in points of the S&P 500
   */
  static double score(double width, int dte, Playbook playbook) {
    return WIDTH_WEIGHT * width(width, playbook)
        + DTE_WEIGHT * dte(dte, playbook)
        + SESSION_WEIGHT * session(dte, playbook.session())
        + BREADTH_WEIGHT * breadth(width);
  }

  private static double width(double width, Playbook playbook) {
    double low = playbook.ideal().minWidth();
    double high = playbook.ideal().maxWidth();
    if (width > high) {
      return max(70, 95 - 0.5 * (width - high));
    }
    if (width >= low) {
      return 95;
    }
    double narrow = width >= low - 5 ? 75 : width >= low - 10 ? 55 : 30;
    return playbook.decayFactor() > 1 ? min(1.1 * narrow, 70) : narrow;
  }

  private static double dte(int dte, Playbook playbook) {
    IdealFly ideal = playbook.ideal();
    if (ideal.suits(dte)) {
      return 95;
    }
    if (dte == ideal.maxDte() + 1) {
      return 70;
    }
    if (playbook.regime() == VixRegime.CHAOS && dte == 0) {
      return 40;
    }
    return playbook.regime() == VixRegime.ZOMBIELAND && dte > 1 ? 50 : 60;
  }

  private static double session(int dte, TradingSession session) {
    if (dte == 0) {
      return switch (session) {
        case MORNING -> 95;
        case PREMARKET -> 80;
        case AFTERNOON -> 50;
        case CLOSING -> 40;
        case OVERNIGHT, AFTER_HOURS -> 30;
      };
    }
    if (dte == 1) {
      return switch (session) {
        case MORNING, AFTERNOON -> 85;
        case CLOSING -> 75;
        case PREMARKET, OVERNIGHT, AFTER_HOURS -> 60;
      };
    }
    return 70;
  }

  private static double breadth(double width) {
    if (width >= 50) {
      return 95;
    }
    if (width >= 40) {
      return 85;
    }
    if (width >= 30) {
      return 70;
    }
    return width >= 20 ? 55 : 40;
  }
}
