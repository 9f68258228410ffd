package io.marketswarm.market.model;

import static io.marketswarm.market.model.Rounding.r1;
import static io.marketswarm.market.model.Rounding.r2;

import java.time.LocalDate;

/**
 * One butterfly at its price.
 *
 * @param debit what it costs per share, two decimals, and thereby its largest loss
 * @param debitPercent of the width, one decimal
 * @param maxProfit two decimals
 * @param rewardToRisk two decimals
 * @param distanceToSpot strike minus spot, one decimal
 */
public record Butterfly(
    ButterflyGrid.Side side,
    int strike,
    int width,
    int dte,
    LocalDate expiry,
    double debit,
    double debitPercent,
    double maxProfit,
    double rewardToRisk,
    double distanceToSpot) {

  static Butterfly of(
      ButterflyGrid.Side side,
      int strike,
      int width,
      int dte,
      LocalDate expiry,
      double debit,
      double spot) {
    return new Butterfly(
        side,
        strike,
        width,
        dte,
        expiry,
        r2(debit),
        r1(debit / width * 100),
        r2(width - debit),
        r2(RewardExpectation.ratio(width, debit)),
        r1(strike - spot));
  }

  /** The tile's key with the side appended, for example {@code butterfly:0:30:6930:call}. */
  public String tileKey() {
    return tileKey(dte, width, strike, side);
  }

  static String tileKey(int dte, int width, int strike, ButterflyGrid.Side side) {
    return "butterfly:" + dte + ":" + width + ":" + strike + ":" + side.id();
  }
}
