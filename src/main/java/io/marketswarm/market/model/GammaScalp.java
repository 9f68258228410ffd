package io.marketswarm.market.model;

import static io.marketswarm.market.model.Rounding.r1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which same-day butterflies can be scalped late in the day, and how well each of them would do.
 */
final class GammaScalp {
  static final int MIN_WIDTH = 15;
  static final int MAX_WIDTH = 25;

  /** Farthest distance from spot, in percent of spot. */
  static final double MAX_DISTANCE_PERCENT = 0.5;

  private static final double ATM_WEIGHT = 0.4;
  private static final double WIDTH_WEIGHT = 0.3;
  private static final double CHEAP_WEIGHT = 0.3;
  private static final double URGENT_BONUS = 1.1;

  private GammaScalp() {}

  /** Why a butterfly is no candidate; empty when it is one. */
  static List<String> disqualifications(int dte, int width, int strike, double spot) {
    List<String> reasons = new ArrayList<>();
    if (dte != 0) {
      reasons.add("not_0dte_" + dte);
    }
    if (width < MIN_WIDTH) {
      reasons.add("too_narrow_" + width);
    }
    if (width > MAX_WIDTH) {
      reasons.add("too_wide_" + width);
    }
    double distance = distancePercent(strike, spot);
    if (distance > MAX_DISTANCE_PERCENT) {
      reasons.add(String.format(Locale.ROOT, "too_far_from_atm_%.2f%%", distance));
    }
    return reasons;
  }

  static boolean isCandidate(int dte, int width, int strike, double spot) {
    return dte == 0
        && width >= MIN_WIDTH
        && width <= MAX_WIDTH
        && distancePercent(strike, spot) <= MAX_DISTANCE_PERCENT;
  }

  static double distancePercent(int strike, double spot) {
    return Math.abs(strike - spot) / spot * 100;
  }

  static ScalpScore score(
      int width, double debit, double distancePercent, ScalpWindow.Urgency urgency) {
    double atm = atm(distancePercent);
    double efficiency = 100 - 40.0 * (width - MIN_WIDTH) / (MAX_WIDTH - MIN_WIDTH);
    double cheap = cheap(debit / width * 100);
    double total = ATM_WEIGHT * atm + WIDTH_WEIGHT * efficiency + CHEAP_WEIGHT * cheap;
    if (urgency == ScalpWindow.Urgency.HIGH) {
      total *= URGENT_BONUS;
    }
    return new ScalpScore(Math.min(100, r1(total)), r1(atm), r1(efficiency), r1(cheap));
  }

  private static double atm(double percent) {
    if (percent <= 0.1) {
      return 100;
    }
    if (percent <= 0.2) {
      return 90;
    }
    return percent <= 0.3 ? 75 : 60;
  }

  private static double cheap(double percent) {
    if (percent <= 3) {
      return 100;
    }
    if (percent <= 4) {
      return 85;
    }
    return percent <= 5 ? 70 : 50;
  }
}
