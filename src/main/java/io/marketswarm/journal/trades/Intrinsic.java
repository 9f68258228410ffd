package io.marketswarm.journal.trades;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What a structure is worth at expiration, in cents per unit. */
final class Intrinsic {
  private Intrinsic() {}

  /**
   * @param strike of single options; the middle of butterflies, the bought strike of verticals
   * @param width of the structure, or null
   */
  static long cents(
      String strategy, String side, BigDecimal strike, Integer width, BigDecimal spot) {
    BigDecimal points =
        switch (strategy) {
          case "butterfly", "iron_butterfly" ->
              wide(width).subtract(spot.subtract(strike).abs()).max(BigDecimal.ZERO);
          case "vertical", "iron_condor" -> inTheMoney(side, strike, spot).min(wide(width));
          default -> inTheMoney(side, strike, spot);
        };
    return points.movePointRight(2).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  private static BigDecimal wide(Integer width) {
    return width == null || width < 0 ? BigDecimal.ZERO : BigDecimal.valueOf(width);
  }

  private static BigDecimal inTheMoney(String side, BigDecimal strike, BigDecimal spot) {
    BigDecimal points = side.equals("put") ? strike.subtract(spot) : spot.subtract(strike);
    return points.max(BigDecimal.ZERO);
  }
}
