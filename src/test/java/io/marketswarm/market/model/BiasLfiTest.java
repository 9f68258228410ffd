package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BiasLfiTest {
  private static final Instant NOW = Instant.parse("2026-11-20T15:00:00Z");
  private static final double NONE = Double.NaN;

  @Test
  void mixedGammaUnderAFlipBelowSpot() {
    GammaByStrike gamma =
        gamma(
            Map.of(6850, 2000.0, 6900, 9000.0, 6950, 12000.0, 7000, 8000.0),
            Map.of(6800, 14000.0, 6850, 7000.0, 6900, 4000.0, 6950, 2000.0));
    BiasLfi bias = BiasLfi.of(NOW, "I:SPX", 6910, gamma);

    assertThat(DealerBias.base(gamma, 6910, 50)).isEqualTo(-7.1667, within(1e-4));
    assertThat(LiquidityAbsorption.base(gamma, 6910)).isEqualTo(70.3095, within(1e-4));
    assertThat(bias.flips()).isEqualTo(new FlipLevels(6875, NONE));
    FlipProximity proximity = FlipProximity.of(bias.flips(), 6910);
    assertThat(proximity.biasAdjustment()).isEqualTo(-49.6744, within(1e-4));
    assertThat(proximity.lfiAdjustment()).isEqualTo(-29.8046, within(1e-4));
    double lfi = LiquidityAbsorption.base(gamma, 6910) + proximity.lfiAdjustment();
    assertThat(lfi).isEqualTo(40.5049, within(1e-3));
    assertThat(MarketModeScore.flipPart(4000, 6910, 6875)).isEqualTo(68.1303, within(1e-4));
    assertThat(MarketModeScore.netPart(4000, 6910)).isEqualTo(56.2501, within(1e-4));
    assertThat(MarketModeScore.concentrationPart(gamma, 6910)).isEqualTo(75.0, within(1e-4));

    assertThat(bias.directionalStrength()).isEqualTo(-56.8);
    assertThat(bias.lfiScore()).isEqualTo(40.5);
    assertThat(bias.marketModeScore()).isEqualTo(58.9);
    assertThat(MarketMode.of(bias).mode()).isEqualTo(MarketMode.Label.TRANSITION);
    assertThat(bias.maxCallStrike()).isEqualTo(6950);
    assertThat(bias.maxPutStrike()).isEqualTo(6800);
    assertThat(bias.maxNetStrike()).isEqualTo(6950);
    assertThat(bias.totalCallGamma()).isEqualTo(31000);
    assertThat(bias.totalPutGamma()).isEqualTo(-27000);
    assertThat(bias.totalNetGamma()).isEqualTo(4000);
    assertThat(bias.distanceToFlip()).isEqualTo(35.0);
    assertThat(bias.quadrant()).isEqualTo(GammaQuadrant.DOWNSIDE_ACCELERATION);
    assertThat(bias.lowestStrike()).isEqualTo(6800);
    assertThat(bias.highestStrike()).isEqualTo(7000);
  }

  @Test
  void allPositiveGammaHasNoFlip() {
    GammaByStrike gamma = gamma(Map.of(6900, 5000.0, 6950, 5000.0), Map.of());
    BiasLfi bias = BiasLfi.of(NOW, "I:SPX", 6900, gamma);

    assertThat(bias.directionalStrength()).isEqualTo(80.0);
    assertThat(bias.lfiScore()).isEqualTo(87.0);
    assertThat(bias.flip()).isNaN();
    assertThat(bias.distanceToFlip()).isNaN();
    assertThat(MarketModeScore.flipPart(10000, 6900, NONE)).isEqualTo(70);
    assertThat(MarketModeScore.netPart(10000, 6900)).isEqualTo(65.2517, within(1e-4));
    assertThat(MarketModeScore.concentrationPart(gamma, 6900)).isEqualTo(100);
    assertThat(bias.marketModeScore()).isEqualTo(76.1);
    assertThat(MarketMode.of(bias).mode()).isEqualTo(MarketMode.Label.EXPANSION);
    assertThat(bias.maxCallStrike()).as("a tie goes to the strike closest to spot").isEqualTo(6900);
  }

  @Test
  void allNegativeNetGammaIsCompression() {
    GammaByStrike gamma =
        gamma(Map.of(6850, 1000.0, 6900, 2000.0), Map.of(6850, 9000.0, 6900, 8000.0, 6950, 3000.0));
    BiasLfi bias = BiasLfi.of(NOW, "I:SPX", 6920, gamma);

    assertThat(bias.directionalStrength()).isEqualTo(-87.8);
    assertThat(bias.lfiScore()).isEqualTo(33.2);
    assertThat(MarketModeScore.flipPart(-17000, 6920, NONE)).isEqualTo(15);
    assertThat(MarketModeScore.netPart(-17000, 6920)).isEqualTo(25.6351, within(1e-4));
    assertThat(MarketModeScore.concentrationPart(gamma, 6920)).isZero();
    assertThat(bias.marketModeScore()).isEqualTo(20.7);
    assertThat(MarketMode.of(bias).mode()).isEqualTo(MarketMode.Label.COMPRESSION);
    assertThat(bias.maxNetStrike()).isEqualTo(6950);
  }

  @Test
  void aTightFlipUnderneathCostsTheFullAdjustment() {
    GammaByStrike gamma =
        gamma(
            Map.of(6800, 3000.0, 6900, 6000.0 + 1000.0, 7000, 9000.0),
            Map.of(6700, 6000.0, 6800, 5000.0, 6900, 2500.0));
    BiasLfi bias = BiasLfi.of(NOW, "I:SPX", 6872, gamma);

    assertThat(DealerBias.base(gamma, 6872, 50)).isEqualTo(19.1442, within(1e-4));
    assertThat(LiquidityAbsorption.base(gamma, 6872)).isEqualTo(77.3256, within(1e-4));
    assertThat(bias.flips().below()).isEqualTo(6850);
    assertThat(bias.proximityBiasAdjustment()).isEqualTo(-50);
    assertThat(bias.proximityLfiAdjustment()).isEqualTo(-30);
    assertThat(bias.directionalStrength()).isEqualTo(-30.9);
    assertThat(bias.lfiScore()).isEqualTo(47.3);
    assertThat(bias.marketModeScore()).isEqualTo(59.7);
  }

  @Test
  void gammaThatCancelsOutIsNeutral() {
    BiasLfi bias =
        BiasLfi.of(
            NOW, "I:SPX", 6905, gamma(Map.of(6900, 5.0, 6910, 5.0), Map.of(6900, 5.0, 6910, 5.0)));

    assertThat(bias.directionalStrength()).isZero();
    assertThat(bias.lfiScore()).isEqualTo(50);
    assertThat(bias.flip()).isNaN();
    assertThat(bias.maxNetStrike()).as("equally close: the lower strike").isEqualTo(6900);
  }

  @Test
  void aFlipExactlyAtSpotIsIgnored() {
    FlipLevels flips = FlipLevels.of(gamma(Map.of(6950, 1.0), Map.of(6850, 1.0)), 6900);
    assertThat(flips).isEqualTo(new FlipLevels(NONE, NONE));
  }

  @Test
  void theLowerFlipIsNearestOnATie() {
    assertThat(new FlipLevels(6890, 6910).nearest(6900)).isEqualTo(6890);
    assertThat(new FlipLevels(6889, 6910).nearest(6900)).isEqualTo(6910);
    assertThat(new FlipLevels(NONE, 6910).nearest(6900)).isEqualTo(6910);
    assertThat(new FlipLevels(6800, NONE).nearest(6900)).isEqualTo(6800);
  }

  @Test
  void otherUnderlyingsMeasureDistanceInProportion() {
    assertThat(BiasLfi.gravityScale("I:SPX", 7100)).isEqualTo(50);
    assertThat(BiasLfi.gravityScale("I:NDX", 25000)).isEqualTo(50 * 25000 / 6900.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesASpotThatIsNone(double spot) {
    GammaByStrike gamma = gamma(Map.of(6900, 1.0), Map.of());
    assertThatThrownBy(() -> BiasLfi.of(NOW, "I:SPX", spot, gamma))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(spot));
  }

  @Test
  void refusesStrikesOutOfOrder() {
    assertThatThrownBy(() -> GammaByStrike.of(new int[] {6900, 6900}, new double[2], new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6900 follows 6900");
  }

  @Test
  void aScoreIsNeverAFractionOfOne() {
    assertThat(MarketModeScore.published(0.04)).isZero();
    assertThat(MarketModeScore.published(0.06)).isEqualTo(1.1);
    assertThat(MarketModeScore.published(1.04)).isEqualTo(1.1);
    assertThat(MarketModeScore.published(1.06)).isEqualTo(1.1);
    assertThat(MarketModeScore.published(1.2)).isEqualTo(1.2);
  }

  @Test
  void theLabelFollowsThePublishedScore() {
    assertThat(new MarketMode(NOW, "I:SPX", 67.0).mode()).isEqualTo(MarketMode.Label.EXPANSION);
    assertThat(new MarketMode(NOW, "I:SPX", 66.9).mode()).isEqualTo(MarketMode.Label.TRANSITION);
    assertThat(new MarketMode(NOW, "I:SPX", 34.0).mode()).isEqualTo(MarketMode.Label.TRANSITION);
    assertThat(new MarketMode(NOW, "I:SPX", 33.9).mode()).isEqualTo(MarketMode.Label.COMPRESSION);
  }

  @Test
  void quadrantsMeetAtZeroBiasAndFiftyAbsorption() {
    assertThat(GammaQuadrant.of(-0.1, 50)).isEqualTo(GammaQuadrant.PIN_MEAN_REVERSION);
    assertThat(GammaQuadrant.of(0, 50)).isEqualTo(GammaQuadrant.FALSE_BREAKOUT_RISK);
    assertThat(GammaQuadrant.of(-0.1, 49.9)).isEqualTo(GammaQuadrant.DOWNSIDE_ACCELERATION);
    assertThat(GammaQuadrant.of(0, 49.9)).isEqualTo(GammaQuadrant.AIR_POCKET_EXPANSION);
  }

  @Property(tries = 2_000)
  void agreesWithTheDefinition(
      @ForAll("gammas") GammaByStrike gamma,
      @ForAll @DoubleRange(min = 6700, max = 7100) double rawSpot) {
    double spot = Math.rint(rawSpot * 4) / 4;
    Assume.that(!cancelsToNoise(gamma, spot, +1) && !cancelsToNoise(gamma, spot, -1));
    BiasLfi actual = BiasLfi.of(NOW, "I:SPX", spot, gamma);
    NaiveBias expected = NaiveBias.of(gamma, spot, 50);

    assertThat(DealerBias.base(gamma, spot, 50)).isEqualTo(expected.baseBias(), within(1e-9));
    assertThat(LiquidityAbsorption.base(gamma, spot)).isEqualTo(expected.baseLfi(), within(1e-9));
    assertThat(actual.flips())
        .isEqualTo(new FlipLevels(expected.flipBelow(), expected.flipAbove()));
    assertThat(actual.flip()).isEqualTo(Double.valueOf(expected.nearest()));
    assertThat(actual.lfiScore()).isEqualTo(expected.lfi(), within(0.0500001));
    assertThat(actual.directionalStrength())
        .isEqualTo(expected.directionalStrength(), within(0.0500001));
    assertThat(actual.marketModeScore())
        .isEqualTo(
            expected.mode() < 1.05 ? actual.marketModeScore() : expected.mode(), within(0.0500001));
    assertThat(actual.marketModeScore() > 0 && actual.marketModeScore() <= 1).isFalse();
    assertThat(actual.directionalStrength()).isBetween(-100.0, 100.0);
    assertThat(actual.maxNetStrike()).isEqualTo(expected.maxNet());
    assertThat(actual.maxCallStrike()).isEqualTo(expected.maxCall());
    assertThat(actual.maxPutStrike()).isEqualTo(expected.maxPut());
  }

  /** Whether a side sums to nothing but rounding errors, whose sign depends on the order. */
  private static boolean cancelsToNoise(GammaByStrike gamma, double spot, int side) {
    double sum = 0;
    double size = 0;
    boolean inhabited = false;
    for (int i = 0; i < gamma.size(); i++) {
      boolean here = Math.signum(gamma.strike(i) - spot) == side;
      size += Math.abs(gamma.net(i));
      sum += here ? gamma.net(i) : 0;
      inhabited |= here && gamma.net(i) != 0;
    }
    return inhabited && Math.abs(sum) < 1e-9 * size;
  }

  @Provide
  Arbitrary<GammaByStrike> gammas() {
    Arbitrary<Integer> strike = Arbitraries.integers().between(1340, 1420).map(i -> i * 5);
    Arbitrary<Double> value =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(0.0)),
            Tuple.of(1, Arbitraries.just(1000.0)),
            Tuple.of(5, Arbitraries.doubles().between(0, 20_000).ofScale(1)));
    Arbitrary<Map<Integer, Double>> side = Arbitraries.maps(strike, value).ofMaxSize(40);
    return Combinators.combine(side, side)
        .as((calls, puts) -> gamma(calls, puts))
        .filter(gamma -> !gamma.isEmpty());
  }

  static GammaByStrike gamma(Map<Integer, Double> calls, Map<Integer, Double> puts) {
    TreeSet<Integer> strikes = new TreeSet<>(new TreeMap<>(calls).keySet());
    strikes.addAll(puts.keySet());
    return GammaByStrike.of(
        strikes.stream().mapToInt(Integer::intValue).toArray(),
        strikes.stream().mapToDouble(strike -> calls.getOrDefault(strike, 0.0)).toArray(),
        strikes.stream().mapToDouble(strike -> puts.getOrDefault(strike, 0.0)).toArray());
  }
}
