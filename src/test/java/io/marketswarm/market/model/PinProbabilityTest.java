package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marketswarm.market.model.PinProbability.Inputs;
import io.marketswarm.market.model.PinProbability.Pin;
import io.marketswarm.market.model.PinProbability.Tier;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinProbabilityTest {
  private static final Inputs EXAMPLE =
      new Inputs(
          6705.45,
          6680,
          Map.of(
              6620.0, 5e7, 6650.0, 2.4e8, 6670.0, 1.5e8, 6680.0, 2.1e8, 6700.0, 5.2e8, 6725.0, 1e8),
          Map.of(6700.0, 41000.0, 6650.0, 20000.0, 6670.0, 12000.0),
          Map.of(6700.0, 28000.0, 6650.0, 15000.0, 6620.0, 9000.0, 6670.0, 10000.0),
          Set.of(6650.0, 6700.0, 6900.0),
          Set.of(6620.0, 6815.0),
          6700);

  @ParameterizedTest
  @CsvSource({"6700, 120", "6650, 48", "6680, 30", "6670, 10", "6725, 10", "6620, -20"})
  void everythingThatHoldsAStrikeCounts(double strike, int score) {
    assertThat(PinProbability.score(EXAMPLE, strike)).isEqualTo(score);
  }

  @Test
  void theThreeLikeliestStrikesShareWhatIsPositive() {
    assertThat(PinProbability.of(EXAMPLE))
        .containsExactly(
            new Pin(Tier.HIGH, 6700, 55.05),
            new Pin(Tier.BEST_GUESS, 6650, 22.02),
            new Pin(Tier.LOW, 6680, 13.76));
  }

  @Test
  void equalScoresGoToTheStrikeCloserToSpot() {
    Inputs in =
        new Inputs(
            6700,
            Double.NaN,
            Map.of(6600.0, 0.0, 6790.0, 0.0, 6500.0, 0.0, 6400.0, 0.0),
            Map.of(),
            Map.of(),
            Set.of(),
            Set.of(),
            Double.NaN);
    assertThat(PinProbability.of(in))
        .extracting(Pin::strike)
        .containsExactly(6790.0, 6600.0, 6500.0);
    assertThat(PinProbability.of(in)).extracting(Pin::percent).containsOnly(0.0);
  }

  @Test
  void withoutGammaThereIsNoPin() {
    Inputs in =
        new Inputs(6700, 6680, Map.of(), Map.of(), Map.of(), Set.of(), Set.of(), Double.NaN);
    assertThat(PinProbability.of(in)).isEmpty();
  }

  @Test
  void shareGammaBecomesDollarsPerPercent() {
    assertThat(PinProbability.dollarGamma(1945, 6900)).isEqualTo(1945 * 6900.0 * 6900 * 0.01);
  }

  @Property(tries = 300)
  void percentsNeverExceedTheWhole(
      @ForAll @Size(max = 12)
          Map<
                  @DoubleRange(min = 6500, max = 6900) Double,
                  @DoubleRange(min = -1e9, max = 1e9) Double>
              gamma) {
    Inputs in =
        new Inputs(6705, 6680, gamma, Map.of(), Map.of(), Set.of(6700.0), Set.of(6650.0), 6700);
    assertThat(PinProbability.of(in)).hasSize(Math.min(3, gamma.size()));
    double sum = PinProbability.of(in).stream().mapToDouble(Pin::percent).sum();
    assertThat(sum).isLessThanOrEqualTo(100.02);
    assertThat(PinProbability.of(in)).allMatch(pin -> pin.percent() >= 0);
    if (gamma.size() <= 3 && sum > 0) {
      assertThat(sum).isEqualTo(100, within(0.02));
    }
  }
}
