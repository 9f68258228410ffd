package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoringTest {
  private static final double[] NEIGHBOURS = {2.2, 2.15, 2.05, 1.95, 1.9, 1.7, 1.6, 1.5};

  @ParameterizedTest
  @CsvSource({
    "30, 1.60, 0, 94.1667",
    "30, 2.40, 0, 72.5",
    "30, 2.90, 0, 61.7241",
    "30, 3.00, 1, 52.5",
    "20, 0.08, 0, 0",
    "20, 0.40, 0, 76.0",
    "50, 1.00, 7, 95",
    "40, 1.30, 5, 74.6538",
    "50, 0.90, 10, 89.5556",
    "50, 0.90, 25, 89.5556",
    "30, 30, 0, 0",
    "30, 15, 0, 20"
  })
  void rewardIsJudgedByWhatItsAgeUsuallyPays(double width, double debit, int dte, double score) {
    assertThat(RewardExpectation.of(dte).score(width, debit)).isEqualTo(score, within(1e-4));
  }

  @ParameterizedTest
  @CsvSource({"1.60, 8, 86.4751", "1.40, 8, 93.5", "2.30, 8, 36.5", "1.60, 0, 59.0"})
  void convexityIsCheapnessAmongNeighbours(double debit, int neighbours, double score) {
    assertThat(ConvexityScore.of(30, debit, NEIGHBOURS, neighbours)).isEqualTo(score, within(1e-4));
  }

  @Test
  void equalNeighboursSayNothingAboutOutliers() {
    double[] flat = {2, 2, 2};
    // Local: 20 % below average and cheapest of all, 98; neighbourhood: no spread, 55.
    assertThat(ConvexityScore.of(30, 1.6, flat, 3)).isEqualTo(0.5 * 98 + 0.3 * 55 + 0.2 * 95);
    assertThat(ConvexityScore.of(30, 1.6, flat, 2)).isEqualTo(0.5 * 98 + 0.3 * 50 + 0.2 * 95);
  }

  @ParameterizedTest
  @CsvSource({
    "30, 0, 18.5, 10.5, 91.25",
    "20, 1, 15, 12.75, 87.0",
    "50, 0, 33, 15, 70.25",
    "25, 0, 18, 13, 70.0",
    "15, 3, 12, 16.5, 75.5",
    "30, 0, 16.9, 9.5, 80.5"
  })
  void widthFitFollowsThePlaybook(double width, int dte, double vix, double hour, double score) {
    assertThat(WidthFit.score(width, dte, Playbook.at(hour, vix))).isEqualTo(score, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"10, 95", "10.1, 80", "25, 80", "25.1, 60", "50, 60", "50.1, 40", "NaN, 60"})
  void theMagnetPullsLessTheFartherItIs(double distance, double score) {
    assertThat(GammaAlignment.magnet(distance)).isEqualTo(score);
  }

  @ParameterizedTest
  @CsvSource({
    "CALL, 6890, 80",
    "CALL, 6885, 30",
    "CALL, 6880, 30",
    "PUT, 6880, 80",
    "PUT, 6885, 30",
    "PUT, 6890, 30"
  })
  void callsBelongAboveZeroGammaAndPutsBelow(ButterflyGrid.Side side, int strike, double score) {
    assertThat(GammaAlignment.zeroGamma(side, strike, 6885)).isEqualTo(score);
    assertThat(GammaAlignment.zeroGamma(side, strike, Double.NaN)).isEqualTo(50);
  }

  @Test
  void expectedMoveGrowsWithTheRootOfTradingDays() {
    assertThat(ExpectedMove.points(6902.5, 18.5, 0)).isEqualTo(80.44);
    assertThat(ExpectedMove.points(6902.5, 18.5, 1)).isEqualTo(80.44);
    assertThat(ExpectedMove.points(6902.5, 26, 0)).isEqualTo(113.05);
    assertThat(ExpectedMove.points(6902.5, 26, 4)).isEqualTo(226.10, within(0.011));
  }

  @ParameterizedTest
  @CsvSource({
    "18.5, 10.5, 0.224, ELEVATED",
    "33, 15, 0.375, HIGH",
    "45, 10, 0.45, HIGH",
    "11, 8, 0.106, LOW",
    "20, 13, 0.185, NORMAL"
  })
  void oddsOfABreachFollowRegimeSessionAndVix(
      double vix, double hour, double probability, BreachOdds.Likelihood likelihood) {
    BreachOdds odds = BreachOdds.of(Playbook.at(hour, vix));
    assertThat(odds.probability()).isEqualTo(probability);
    assertThat(odds.likelihood()).isEqualTo(likelihood);
  }

  @Test
  void gammaScalpsWantCheapNarrowFliesAtTheMoney() {
    ScalpScore score =
        GammaScalp.score(
            20, 0.70, GammaScalp.distancePercent(6905, 6902.5), ScalpWindow.Urgency.MEDIUM);
    assertThat(score).isEqualTo(new ScalpScore(89.5, 100, 80, 85));
    assertThat(GammaScalp.score(20, 0.70, 0.03, ScalpWindow.Urgency.HIGH).total()).isEqualTo(98.5);
    assertThat(GammaScalp.score(15, 0.30, 0.03, ScalpWindow.Urgency.HIGH).total())
        .as("never above a hundred")
        .isEqualTo(100);
  }

  @Test
  void whatIsNoScalpSaysWhy() {
    assertThat(GammaScalp.disqualifications(0, 20, 6905, 6902.5)).isEmpty();
    assertThat(GammaScalp.disqualifications(0, 20, 6950, 6902.5))
        .containsExactly("too_far_from_atm_0.69%");
    assertThat(GammaScalp.disqualifications(1, 30, 6905, 6902.5))
        .containsExactly("not_0dte_1", "too_wide_30");
    assertThat(GammaScalp.disqualifications(0, 10, 6905, 6902.5)).containsExactly("too_narrow_10");
    assertThat(GammaScalp.isCandidate(0, 20, 6905, 6902.5)).isTrue();
    assertThat(GammaScalp.isCandidate(0, 20, 6950, 6902.5)).isFalse();
  }
}
