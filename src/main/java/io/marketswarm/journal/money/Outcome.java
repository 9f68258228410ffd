package io.marketswarm.journal.money;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * What a closed trade earned. The same arithmetic holds wherever a trade closes: by hand, on
 * creation, by import, by order or at expiration.
 *
 * @param pnlCents profit or loss
 * @param riskCents what was at risk, or null when that cannot be told
 * @param rMultiple profit in units of risk, or null without risk
 */
public record Outcome(long pnlCents, Long riskCents, BigDecimal rMultiple) {
  private static final int DECIMALS = 4;

  /**
   * @param quantity contracts, negative when sold short
   * @param multiplier of the symbol
   * @param plannedRiskCents or null
   * @param realizedCents what reductions of the position have earned already
   */
  public static Outcome of(
      long entryCents,
      long exitCents,
      int quantity,
      int multiplier,
      Long plannedRiskCents,
      long realizedCents) {
    BigDecimal pnl =
        times(exitCents - entryCents, multiplier, quantity).add(BigDecimal.valueOf(realizedCents));
    return of(Cents.within(pnl, "pnl"), risk(entryCents, quantity, multiplier, plannedRiskCents));
  }

  /** An outcome whose profit is known. */
  public static Outcome of(long pnlCents, Long riskCents) {
    BigDecimal r =
        riskCents != null && riskCents > 0
            ? BigDecimal.valueOf(pnlCents)
                .divide(BigDecimal.valueOf(riskCents), MathContext.DECIMAL64)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
            : null;
    return new Outcome(pnlCents, riskCents, r);
  }

  /** The planned risk, or else what was paid. */
  public static Long risk(long entryCents, int quantity, int multiplier, Long plannedRiskCents) {
    if (plannedRiskCents != null && plannedRiskCents > 0) {
      return plannedRiskCents;
    }
    long paid = entryCents > 0 ? Cents.within(times(entryCents, multiplier, quantity), "risk") : 0;
    return paid > 0 ? Long.valueOf(paid) : plannedRiskCents;
  }

  /** Cents per unit, times units. */
  public static BigDecimal times(long cents, int multiplier, int quantity) {
    return BigDecimal.valueOf(cents)
        .multiply(BigDecimal.valueOf(multiplier))
        .multiply(BigDecimal.valueOf(quantity));
  }
}
