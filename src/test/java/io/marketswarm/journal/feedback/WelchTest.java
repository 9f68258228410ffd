package io.marketswarm.journal.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.marketswarm.journal.feedback.Welch.Sample;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class WelchTest {
  private static final Sample NONE = new Sample(0, 0, 0);

  @Property(tries = 200)
  void betaHasItsClosedForms(@ForAll @DoubleRange(min = 0, max = 1) double x) {
    assertThat(Welch.beta(x, 1, 1)).isCloseTo(x, within(1e-12));
    assertThat(Welch.beta(x, 2, 2)).isCloseTo(x * x * (3 - 2 * x), within(1e-12));
    assertThat(Welch.beta(x, 0.5, 0.5))
        .isCloseTo(2 / Math.PI * Math.asin(Math.sqrt(x)), within(1e-10));
    assertThat(Welch.beta(x, 3.5, 1.25) + Welch.beta(1 - x, 1.25, 3.5)).isCloseTo(1, within(1e-12));
  }

  @Test
  void aFigureOfTheTextbook() {
    // 1..5 against its double: t = -1.8974 with 5.88 degrees of freedom.
    double p = Welch.pValue(new Sample(5, 3, 2.5), new Sample(5, 6, 10));
    assertThat(p).isCloseTo(0.1075, within(5e-4));
    assertThat(Welch.pValue(new Sample(500, 10, 4), new Sample(500, 11, 4))).isLessThan(1e-6);
  }

  @Test
  void saysNothingWhereThereIsNothing() {
    assertThat(Welch.pValue(NONE, new Sample(100, 5, 1))).isEqualTo(1);
    assertThat(Welch.pValue(new Sample(1, 9, 0), new Sample(100, 5, 1))).isEqualTo(1);
    assertThat(Welch.pValue(new Sample(9, 5, 0), new Sample(9, 5, 0))).isEqualTo(1);
    assertThat(Welch.pValue(new Sample(9, 5, 0), new Sample(9, 6, 0))).isZero();
  }
}
