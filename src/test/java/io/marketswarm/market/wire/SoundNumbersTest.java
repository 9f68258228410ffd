package io.marketswarm.market.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.model.BiasLfi;
import io.marketswarm.market.model.ButterflyGrid;
import io.marketswarm.market.model.CandleBook;
import io.marketswarm.market.model.GammaByStrike;
import io.marketswarm.market.model.GravityArtifact;
import io.marketswarm.market.model.GravityContext;
import io.marketswarm.market.model.IdeaCommand;
import io.marketswarm.market.model.IdeaTracker;
import io.marketswarm.market.model.MarketMode;
import io.marketswarm.market.model.PinProbability;
import io.marketswarm.market.model.ProfileBuilder;
import io.marketswarm.market.model.ProfileView;
import io.marketswarm.market.model.SelectorInputs;
import io.marketswarm.market.model.SelectorModel;
import io.marketswarm.market.model.SelectorSettings;
import io.marketswarm.market.model.TestGrid;
import io.marketswarm.market.model.TradeSelector;
import io.marketswarm.market.model.VolumeProfile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is missing or absurd in the input, what is published is JSON with sound numbers. */
class SoundNumbersTest {
  private static final Instant NOW = Instant.parse("2026-11-20T15:30:00Z");
  private static final double[] ODD = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    0,
    -0.0,
    -1,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    1e-9,
    1e16
  };

  @Property(tries = 400)
  void biasAndSelector(@ForAll long seed) {
    Random random = new Random(seed);
    GammaByStrike gamma = gamma(random);
    double spot = random.nextInt(4) == 0 ? odd(random) : 6900 + random.nextInt(400) / 4.0;
    BiasLfi bias = null;
    if (spot > 0 && Double.isFinite(spot)) {
      bias = BiasLfi.of(NOW, "I:SPX", spot, gamma);
      assertSound(BiasJson.BIAS_LFI.bytes(bias));
      assertSound(BiasJson.MARKET_MODE.bytes(MarketMode.of(bias)));
    }
    SelectorInputs in =
        new SelectorInputs(
            NOW,
            "I:SPX",
            random.nextDouble() * 24,
            spot,
            odd(random),
            1,
            random.nextInt(9) == 0 ? null : grid(random),
            random.nextBoolean() ? gamma : null,
            random.nextBoolean() ? bias : null);
    SelectorModel model = new TradeSelector(SelectorSettings.DEFAULT).select(in);
    assertSound(SelectorJson.SELECTOR.bytes(model));

    if (model instanceof SelectorModel.Ranking ranking) {
      IdeaTracker tracker = new IdeaTracker();
      for (IdeaCommand command :
          tracker.observe(
              new IdeaTracker.Observation(
                  "I:SPX",
                  NOW,
                  spot,
                  NOW,
                  odd(random),
                  ranking.playbook().regime(),
                  ranking.bias(),
                  ranking.recommendations()))) {
        if (command instanceof IdeaCommand.Insert insert) {
          assertSound(IdeaJson.IDEA.bytes(insert.idea()));
        }
      }
    }
  }

  @Property(tries = 40)
  void volumeAndCandles(@ForAll long seed) {
    Random random = new Random(seed);
    ProfileBuilder builder = new ProfileBuilder("SPY", "SPX", 10);
    CandleBook book = new CandleBook("I:SPX");
    book.add(NOW.getEpochSecond(), 0, 6900);
    for (int i = 0; i < 30; i++) {
      double low = some(random, 690);
      builder.bar(low, some(random, 691), some(random, 690.5), some(random, 1000));
      builder.live(690_000 + random.nextInt(1000), some(random, 10));
      book.add(some(random, NOW.getEpochSecond() + i), i, some(random, 6900));
    }
    VolumeProfile profile = builder.build(NOW);
    GravityArtifact artifact = GravityArtifact.of(profile, odd(random), 7);
    assertSound(ProfileJson.PROFILE.bytes(profile));
    assertSound(
        ProfileJson.VIEW.bytes(
            ProfileView.of(profile, VolumeProfile.Mode.TV, odd(random), odd(random))));
    assertSound(GravityJson.ARTIFACT.bytes(artifact));
    assertSound(
        GravityJson.CONTEXT.bytes(
            GravityContext.of("SPX", odd(random), profile, artifact, odd(random), NOW)));
    assertSound(CandleJson.ANSWER.bytes(book.snapshot(NOW, 7)));
  }

  @Property(tries = 200)
  void pins(@ForAll long seed) {
    Random random = new Random(seed);
    Map<Double, Double> gamma = new HashMap<>();
    for (int i = 0; i < 6; i++) {
      gamma.put(some(random, 6900 + i * 10), some(random, 3e8));
    }
    PinProbability.Inputs in =
        new PinProbability.Inputs(
            some(random, 6905), odd(random), gamma, gamma, Map.of(), Set.of(), Set.of(), 6900);
    assertThat(Parsed.leaves(Parsed.array(PinJson.PINS, PinProbability.of(in))))
        .isNotEmpty()
        .noneMatch(SoundNumbersTest::isUnsound);
  }

  private static void assertSound(byte[] json) {
    assertThat(Parsed.leaves(Parsed.object(json))).noneMatch(SoundNumbersTest::isUnsound);
  }

  private static boolean isUnsound(Object leaf) {
    if (leaf instanceof Double number) {
      return !Double.isFinite(number);
    }
    return leaf instanceof String text && (text.contains("NaN") || text.contains("Infinity"));
  }

  private static double odd(Random random) {
    return ODD[random.nextInt(ODD.length)];
  }

  private static double some(Random random, double usual) {
    return random.nextInt(4) == 0 ? odd(random) : usual + random.nextInt(100) / 10.0;
  }

  private static GammaByStrike gamma(Random random) {
    int[] strikes = new int[1 + random.nextInt(40)];
    Arrays.setAll(strikes, i -> 6800 + 5 * i);
    double[] calls = new double[strikes.length];
    double[] puts = new double[strikes.length];
    Arrays.setAll(calls, i -> some(random, 1000));
    Arrays.setAll(puts, i -> some(random, 1000));
    return GammaByStrike.of(strikes, calls, puts);
  }

  private static TestGrid grid(Random random) {
    TestGrid grid = new TestGrid(LocalDate.of(2026, 11, 20), 5);
    int tiles = random.nextInt(60);
    for (int i = 0; i < tiles; i++) {
      int strike = 6880 + 5 * random.nextInt(10);
      ButterflyGrid.Side side =
          random.nextBoolean() ? ButterflyGrid.Side.CALL : ButterflyGrid.Side.PUT;
      int dte = random.nextInt(3);
      grid.theoretical(dte, 20, strike, side, some(random, 0.2));
      grid.market(dte, 20, strike, side, some(random, 0.2));
    }
    return grid;
  }
}
