package io.marketswarm.market.model;

/**
 * What reward to risk a butterfly of a given age usually pays, and what it pays at best.
 *
 * @param typicalLow reward per unit of risk, like the others
 */
public record RewardExpectation(
    double typicalLow, double typicalHigh, double maxLow, double maxHigh) {

  private static final RewardExpectation[] BY_DTE = {
    new RewardExpectation(9, 12, 15, 18),
    new RewardExpectation(10, 14, 16, 20),
    new RewardExpectation(12, 16, 18, 24),
    new RewardExpectation(15, 22, 25, 30),
    new RewardExpectation(18, 25, 28, 35),
    new RewardExpectation(20, 30, 30, 40),
    new RewardExpectation(22, 35, 35, 45),
    new RewardExpectation(25, 38, 38, 48),
    new RewardExpectation(28, 42, 42, 52),
    new RewardExpectation(30, 45, 45, 55),
    new RewardExpectation(35, 50, 50, 60),
  };

  private static final double BEST_SCORE = 95;

  /** Debits so small that they are quotes of nothing, and those that may be. */
  private static final double WORTHLESS_DEBIT = 0.10;

  private static final double SOLID_DEBIT = 0.50;

  public static RewardExpectation of(int dte) {
    return BY_DTE[Math.max(0, Math.min(dte, BY_DTE.length - 1))];
  }

  /** Reward to risk of a butterfly: what it can win per unit it costs. */
  static double ratio(double width, double debit) {
    return (width - debit) / debit;
  }

  /** 0 … 95 for a butterfly bought at that debit. */
  double score(double width, double debit) {
    if (debit <= WORTHLESS_DEBIT) {
      return 0;
    }
    double ratio = ratio(width, debit);
    if (ratio <= 0) {
      return 0;
    }
    double score = score(ratio);
    if (debit < SOLID_DEBIT) {
      score *= debit / SOLID_DEBIT;
    }
    return Clamp.between(0, BEST_SCORE, score);
  }

  private double score(double ratio) {
    if (ratio >= maxHigh) {
      return BEST_SCORE;
    }
    if (ratio >= maxLow) {
      return 85 + 10 * (ratio - maxLow) / (maxHigh - maxLow);
    }
    if (ratio >= typicalHigh) {
      return 75 + 10 * (ratio - typicalHigh) / (maxLow - typicalHigh);
    }
    if (ratio >= typicalLow) {
      return 60 + 15 * (ratio - typicalLow) / (typicalHigh - typicalLow);
    }
    double acceptable = 0.8 * typicalLow;
    if (ratio >= acceptable) {
      return 45 + 15 * (ratio - acceptable) / (0.2 * typicalLow);
    }
    return Math.max(20, 45 * ratio / acceptable);
  }
}
