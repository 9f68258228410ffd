package io.marketswarm.market.model;

import static io.marketswarm.market.model.Rounding.r1;
import static io.marketswarm.market.model.Rounding.r2;

import java.util.Locale;

/**
 * What a butterfly offers against what its kind usually pays.
 *
 * @param versusTypical for example {@code 17.8 vs 9-12}
 */
public record Opportunity(
    double convexityScore,
    Quality quality,
    String versusTypical,
    String versusMax,
    double expectedValuePerRisk) {

  /** Where the reward lies in the range of its kind. */
  public enum Quality {
    EXCEPTIONAL(100),
    EXCELLENT(90),
    GOOD(75),
    ACCEPTABLE(60),
    BELOW_TARGET(40);

    private final double score;

    Quality(double score) {
      this.score = score;
    }

    static Quality of(double ratio, RewardExpectation expected) {
      if (ratio >= expected.maxHigh()) {
        return EXCEPTIONAL;
      }
      if (ratio >= expected.maxLow()) {
        return EXCELLENT;
      }
      if (ratio >= expected.typicalHigh()) {
        return GOOD;
      }
      return ratio >= expected.typicalLow() ? ACCEPTABLE : BELOW_TARGET;
    }

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param ratio reward to risk, two decimals
   * @param breach probability of a breached expected move, three decimals
   */
  static Opportunity of(double ratio, RewardExpectation expected, double breach) {
    Quality quality = Quality.of(ratio, expected);
    return new Opportunity(
        r1(breach * 100 * quality.score / 100),
        quality,
        versus(ratio, expected.typicalLow(), expected.typicalHigh()),
        versus(ratio, expected.maxLow(), expected.maxHigh()),
        r2(0.5 * (1.5 + 3 * breach) - 0.5));
  }

  private static String versus(double ratio, double low, double high) {
    return r1(ratio) + " vs " + (int) low + "-" + (int) high;
  }

  public boolean hasPositiveExpectation() {
    return expectedValuePerRisk > 0;
  }
}
