package io.marketswarm.market.model;

import static io.marketswarm.market.model.ButterflyGrid.Side.CALL;
import static io.marketswarm.market.model.ButterflyGrid.Side.PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.market.model.SelectorModel.Ranking;
import io.marketswarm.market.model.SelectorModel.Silent;
import io.marketswarm.market.model.SelectorSettings.PriceSource;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TradeSelectorTest {
  static final Instant NOW = Instant.parse("2026-11-20T15:30:00Z");
  static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  private static final SelectorSettings THEO = new SelectorSettings(PriceSource.THEO, 10, 200);

  @Test
  void scoresTheFullExample() {
    Ranking model = rank(example(), 10.5, 18.5, exampleGamma(), exampleBias());

    Recommendation best =
        model.recommendations().stream()
            .filter(candidate -> candidate.fly().strike() == 6930)
            .findFirst()
            .orElseThrow();
    assertThat(best.score())
        .isEqualTo(new TileScore("butterfly:0:30:6930:call", 88.4, 1.0, 94.2, 86.5, 91.2, 80.0));
    assertThat(best.fly())
        .isEqualTo(new Butterfly(CALL, 6930, 30, 0, TODAY, 1.6, 5.3, 28.4, 17.75, 27.5));
    assertThat(best.campaign()).isEqualTo(Campaign.TACTICAL);
    assertThat(best.edgeCases()).isEmpty();
    assertThat(best.distanceToMagnet()).isEqualTo(-20);
    assertThat(best.opportunity())
        .isEqualTo(
            new Opportunity(
                20.2, Opportunity.Quality.EXCELLENT, "17.8 vs 9-12", "17.8 vs 15-18", 0.59));
    assertThat(model.expectedMove()).isEqualTo(new ExpectedMove(80.44, 80.44, 6982.94, 6822.06));
    assertThat(model.breach().probability()).isEqualTo(0.224);
    assertThat(model.breach().percent()).isEqualTo(22.4);
    assertThat(model.totalScored()).isEqualTo(9);
    assertThat(model.filteredByDebit()).isZero();
  }

  /** One butterfly at 6930 among eight neighbours, four grid steps each way. */
  static TestGrid example() {
    double[] neighbours = {2.2, 2.15, 2.05, 1.95, 1.9, 1.7, 1.6, 1.5};
    TestGrid grid = new TestGrid(TODAY, 5).market(0, 30, 6930, CALL, 1.60);
    for (int i = 0; i < neighbours.length; i++) {
      int steps = i < 4 ? i - 4 : i - 3;
      grid.market(0, 30, 6930 + steps * 5, CALL, neighbours[i]);
    }
    return grid;
  }

  static GammaByStrike exampleGamma() {
    return GammaByStrike.of(new int[] {6900, 6960}, new double[] {5000, 7000}, new double[2]);
  }

  static BiasLfi exampleBias() {
    return new BiasLfi(
        NOW,
        "I:SPX",
        6902.5,
        12.3,
        55.5,
        61.2,
        6950,
        6800,
        6950,
        31000,
        -27000,
        new FlipLevels(6885, Double.NaN),
        6800,
        7000,
        -10.5,
        -5.5);
  }

  @Test
  void rejectsWhatCostsMoreThanATenthOfItsWidth() {
    TestGrid grid =
        new TestGrid(TODAY, 5)
            .market(0, 30, 6900, CALL, 3.10)
            .market(0, 30, 6905, CALL, 3.0)
            .market(0, 30, 6910, CALL, 0)
            .market(0, 30, 6915, CALL, -0.5)
            .market(0, 30, 6930, CALL, 0.1 + 0.2 - 0.3)
            .market(0, 30, 6920, CALL, Double.NaN)
            .market(0, 30, 6925, CALL, Double.POSITIVE_INFINITY);
    Ranking model = rank(grid, 12.75, 15, null, null);

    assertThat(model.filteredByDebit()).isEqualTo(1);
    assertThat(model.totalScored()).isEqualTo(1);
    assertThat(model.scores())
        .singleElement()
        .returns("butterfly:0:30:6905:call", TileScore::tileKey);
  }

  @Test
  void neighboursAreOfTheSameExpirySideAndWidthAndWholeGridStepsAway() {
    TestGrid alone =
        new TestGrid(TODAY, 10)
            .market(0, 50, 25000, CALL, 2)
            .market(1, 50, 25010, CALL, 1)
            .market(0, 50, 25010, PUT, 1)
            .market(0, 60, 25010, CALL, 1)
            .market(0, 50, 25005, CALL, 1)
            .market(0, 50, 25050, CALL, 1);
    assertThat(convexityOf(alone, "butterfly:0:50:25000:call")).isEqualTo(59.0);

    TestGrid joined = alone.market(0, 50, 25040, CALL, 4);
    // Half the price of the only neighbour: local 98, too few for a neighbourhood.
    assertThat(convexityOf(joined, "butterfly:0:50:25000:call")).isEqualTo(83.0);
  }

  private static double convexityOf(TestGrid grid, String key) {
    return rank(grid, 10.5, 18.5, null, null).scores().stream()
        .filter(score -> score.tileKey().equals(key))
        .findFirst()
        .orElseThrow()
        .convexity();
  }

  @Test
  void marketPricesGiveWayToTheoreticalOnesSideBySide() {
    TestGrid grid =
        new TestGrid(TODAY, 5)
            .theoretical(0, 30, 6900, CALL, 2.0)
            .theoretical(0, 30, 6900, PUT, 2.0)
            .market(0, 30, 6900, CALL, 1.0)
            .market(0, 30, 6900, PUT, -1.0);

    assertThat(rank(grid, 10.5, 18.5, null, null).recommendations())
        .extracting(candidate -> candidate.fly().side() + " " + candidate.fly().debit())
        .containsExactlyInAnyOrder("CALL 1.0", "PUT 2.0");
    SelectorModel theo = new TradeSelector(THEO).select(inputs(grid, 10.5, 18.5, 1, null, null));
    assertThat(((Ranking) theo).recommendations())
        .extracting(candidate -> candidate.fly().side() + " " + candidate.fly().debit())
        .containsExactlyInAnyOrder("CALL 2.0", "PUT 2.0");
  }

  @Test
  void equalScoresGoToTheOneCloserToSpotThenToTheKey() {
    TestGrid grid =
        new TestGrid(TODAY, 1000)
            .market(0, 30, 6900, PUT, 2.0)
            .market(0, 30, 6900, CALL, 2.0)
            .market(0, 30, 7900, CALL, 2.0)
            .market(0, 30, 5900, CALL, 2.0);
    assertThat(rank(grid, 10.5, 18.5, null, null).recommendations())
        .extracting(candidate -> candidate.rank() + " " + candidate.fly().tileKey())
        .containsExactly(
            "1 butterfly:0:30:6900:call",
            "2 butterfly:0:30:6900:put",
            "3 butterfly:0:30:7900:call",
            "4 butterfly:0:30:5900:call");
  }

  @Test
  void widthsAndDistancesOfOtherIndicesCountInPointsOfTheSp500() {
    TestGrid grid = new TestGrid(TODAY, 10).market(0, 100, 25000, CALL, 5);
    BiasLfi bias =
        BiasLfi.of(
            NOW,
            "I:NDX",
            25000,
            GammaByStrike.of(new int[] {25080}, new double[] {1}, new double[1]));
    SelectorInputs in = new SelectorInputs(NOW, "I:NDX", 10.5, 25000, 18.5, 0.3, grid, null, bias);
    Ranking model = (Ranking) new TradeSelector(SelectorSettings.DEFAULT).select(in);

    TileScore score = model.scores().get(0);
    assertThat(score.widthFit()).isEqualTo(91.2);
    // 80 points to the magnet count as 24.
    assertThat(score.gammaAlignment()).isEqualTo(Rounding.r1(0.4 * 80 + 0.3 * 50 + 0.3 * 50));
    assertThat(score.confidence()).isEqualTo(0.75);
  }

  @Test
  void confidenceCountsWhatIsKnown() {
    assertThat(TileScore.confidence(false, false, 0.5)).isEqualTo(0.5);
    assertThat(TileScore.confidence(true, false, 0.5)).isEqualTo(0.75);
    assertThat(TileScore.confidence(false, true, 1)).isEqualTo(0.75);
    assertThat(TileScore.confidence(true, true, 1)).isEqualTo(1.0);
  }

  @Test
  void gammaScalpsAppearInTheirWindowAtMostFive() {
    TestGrid grid = new TestGrid(TODAY, 5);
    for (int strike = 6880; strike <= 6950; strike += 5) {
      grid.market(0, 20, strike, CALL, 0.70).market(1, 20, strike, CALL, 0.70);
    }
    Ranking late = rank(grid, 14.9, 15, null, null);
    // Within half a percent of spot: 6870 to 6935.
    assertThat(late.totalScalps()).isEqualTo(12);
    assertThat(late.scalps()).hasSize(5);
    assertThat(late.scalps().get(0).fly().tileKey()).isEqualTo("butterfly:0:20:6900:call");
    assertThat(late.scalps().get(0).score()).isEqualTo(new ScalpScore(89.5, 100, 80, 85));
    assertThat(late.scalps().get(0).distanceFromSpot()).isEqualTo(2.5);
    assertThat(late.scalps().get(0).distancePercent()).isEqualTo(0.036);
    assertThat(late.scalps().get(0).style()).isEqualTo(ScalpStyle.SNIPER);

    assertThat(rank(grid, 10, 15, null, null).scalps()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, -5, Double.POSITIVE_INFINITY})
  void withoutSpotThereIsNothingToSay(double spot) {
    SelectorModel model =
        new TradeSelector(SelectorSettings.DEFAULT)
            .select(
                new SelectorInputs(NOW, "I:SPX", 10, spot, Double.NaN, 1, example(), null, null));
    assertThat(model)
        .isInstanceOfSatisfying(
            Silent.class,
            silent -> {
              assertThat(silent.reason()).isEqualTo("No spot data available");
              assertThat(silent.spot()).isNaN();
              assertThat(silent.playbook().vix()).isEqualTo(15);
            });
  }

  @Test
  void withoutAHeatmapThereIsNothingToSay() {
    for (ButterflyGrid grid : new ButterflyGrid[] {null, new TestGrid(TODAY, 5)}) {
      SelectorModel model =
          new TradeSelector(SelectorSettings.DEFAULT).select(inputs(grid, 10, 20, 1, null, null));
      assertThat(model)
          .isInstanceOfSatisfying(
              Silent.class,
              silent -> assertThat(silent.reason()).isEqualTo("No heatmap data available"));
    }
  }

  @Test
  void publishesOnlyTheBestAndCountsTheRest() {
    TestGrid grid = new TestGrid(TODAY, 5);
    for (int strike = 6500; strike < 7300; strike += 5) {
      grid.theoretical(0, 30, strike, CALL, 1 + strike % 7 * 0.2);
      grid.theoretical(0, 30, strike, PUT, 1 + strike % 11 * 0.2);
    }
    Ranking model = rank(grid, 10.5, 18.5, null, null);
    assertThat(model.totalScored() + model.filteredByDebit()).isEqualTo(320);
    assertThat(model.scores()).hasSize(200);
    assertThat(model.recommendations()).hasSize(10);
    assertThat(model.scores())
        .isSortedAccordingTo((a, b) -> Double.compare(b.composite(), a.composite()));
  }

  @Test
  void aSelectorForgetsTheCycleBefore() {
    TradeSelector selector = new TradeSelector(SelectorSettings.DEFAULT);
    SelectorInputs full = inputs(example(), 10.5, 18.5, 1, exampleGamma(), exampleBias());
    SelectorModel first = selector.select(full);
    selector.select(
        inputs(new TestGrid(TODAY, 5).market(2, 20, 7000, PUT, 0.5), 10.5, 18.5, 1, null, null));
    assertThat(selector.select(full)).isEqualTo(first);
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> new SelectorSettings(PriceSource.MARKET, 0, 5))
        .hasMessageContaining("not 0");
    assertThatThrownBy(() -> new SelectorSettings(PriceSource.MARKET, 10, 5))
        .hasMessageContaining("10");
    assertThatThrownBy(() -> inputs(example(), 10, 20, 0, null, null)).hasMessageContaining("0.0");
  }

  @Property(tries = 150)
  void agreesWithTheRulesOnRandomGrids(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 9, max = 45) double vix,
      @ForAll @DoubleRange(min = 0, max = 23.99) double hour) {
    Random random = new Random(seed);
    TestGrid grid = randomGrid(random);
    GammaByStrike gamma = random.nextInt(5) == 0 ? null : randomGamma(random);
    BiasLfi bias =
        gamma == null || random.nextInt(5) == 0 ? null : BiasLfi.of(NOW, "I:SPX", 6902.5, gamma);
    double scale = random.nextBoolean() ? 1 : 0.5;
    SelectorInputs in = inputs(grid, hour, vix, scale, gamma, bias);
    boolean market = random.nextBoolean();

    NaiveSelector expected = new NaiveSelector(in, market);
    Ranking actual =
        (Ranking)
            new TradeSelector(
                    new SelectorSettings(market ? PriceSource.MARKET : PriceSource.THEO, 10, 200))
                .select(in);

    assertThat(actual.totalScored()).isEqualTo(expected.ranking.size());
    assertThat(actual.filteredByDebit()).isEqualTo(expected.filtered);
    assertThat(actual.scores())
        .isEqualTo(expected.ranking.stream().limit(200).map(tile -> tile.score(in)).toList());
    for (Recommendation recommendation : actual.recommendations()) {
      NaiveSelector.Scored tile = byKey(expected.ranking, recommendation.fly().tileKey());
      assertThat(recommendation.fly().debit()).isEqualTo(Rounding.r2(tile.debit()));
      assertThat(recommendation.fly().rewardToRisk())
          .isEqualTo(Rounding.r2((tile.tile().width() - tile.debit()) / tile.debit()));
      assertThat(recommendation.fly().expiry()).isEqualTo(TODAY.plusDays(tile.tile().dte()));
    }
  }

  private static NaiveSelector.Scored byKey(List<NaiveSelector.Scored> tiles, String key) {
    return tiles.stream().filter(tile -> tile.key().equals(key)).findFirst().orElseThrow();
  }

  static TestGrid randomGrid(Random random) {
    TestGrid grid = new TestGrid(TODAY, 5);
    grid.theoretical(0, 20, 6900, CALL, 1.0);
    int tiles = 20 + random.nextInt(300);
    for (int i = 0; i < tiles; i++) {
      int dte = random.nextInt(5);
      int width = 20 + 5 * random.nextInt(5);
      int strike = 6850 + 5 * random.nextInt(20);
      ButterflyGrid.Side side = random.nextBoolean() ? CALL : PUT;
      double theo = Math.round(random.nextDouble() * width * 0.15 * 100) / 100.0;
      grid.theoretical(dte, width, strike, side, theo);
      if (random.nextInt(3) > 0) {
        grid.market(dte, width, strike, side, theo + (random.nextInt(41) - 20) / 20.0);
      }
    }
    return grid;
  }

  static GammaByStrike randomGamma(Random random) {
    int[] strikes = new int[40];
    double[] calls = new double[40];
    double[] puts = new double[40];
    for (int i = 0; i < strikes.length; i++) {
      strikes[i] = 6800 + 5 * i;
      calls[i] = random.nextInt(4) == 0 ? 0 : random.nextInt(9000);
      puts[i] = random.nextInt(4) == 0 ? 0 : random.nextInt(9000);
    }
    return GammaByStrike.of(strikes, calls, puts);
  }

  private static Ranking rank(
      ButterflyGrid grid, double hour, double vix, GammaByStrike gamma, BiasLfi bias) {
    return (Ranking)
        new TradeSelector(SelectorSettings.DEFAULT).select(inputs(grid, hour, vix, 1, gamma, bias));
  }

  static SelectorInputs inputs(
      ButterflyGrid grid,
      double hour,
      double vix,
      double pointScale,
      GammaByStrike gamma,
      BiasLfi bias) {
    return new SelectorInputs(NOW, "I:SPX", hour, 6902.5, vix, pointScale, grid, gamma, bias);
  }
}
