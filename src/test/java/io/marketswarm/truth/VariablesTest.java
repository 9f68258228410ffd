package io.marketswarm.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {

  private static Variables of(String name, String value) {
    return new Variables(Map.of(name, value));
  }

  @ParameterizedTest
  @CsvSource({
    "A_SEC, 5, 5000",
    "A_SEC, 2.5, 2500",
    "A_MS, 250, 250",
    "A_MINUTES, 2, 120000",
    "A_MIN, 30, 1800000",
    "A_SECONDS, 1, 1000",
    "A_HOURS, 1, 3600000",
    "A_DAYS, 1, 86400000",
    "ANY, 250ms, 250",
    "ANY, 10 m, 600000",
    "A_SEC, 1h, 3600000",
    "A_SEC, 0, 0"
  })
  void aDurationTakesItsUnitFromTheValueOrTheName(String name, String value, long millis) {
    assertThat(of(name, value).duration(name, Duration.ofDays(99)))
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"ANY, 5", "A_SEC, five", "A_SEC, -1", "A_SEC, 1 fortnight"})
  void whatIsNoDurationIsNamedWithItsValue(String name, String value) {
    assertThatThrownBy(() -> of(name, value).duration(name, Duration.ZERO))
        .isInstanceOf(TruthException.class)
        .hasMessage(name + " is '" + value + "', not a duration");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "TRUE", "1", "yes", "on", " true "})
  void yesComesInManyWords(String value) {
    assertThat(of("A", value).bool("A", false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "0", "No", "off"})
  void soDoesNo(String value) {
    assertThat(of("A", value).bool("A", true)).isFalse();
  }

  @Test
  void wrongValuesAreNamedUnlessTheyMayBeSecret() {
    assertThatThrownBy(() -> of("A", "maybe").bool("A", true))
        .hasMessage("A is 'maybe', not true or false");
    assertThatThrownBy(() -> of("A", "1e999").number("A", 0)).hasMessageContaining("'1e999'");
    assertThatThrownBy(() -> of("A", "1.5").integer("A", 0))
        .hasMessage("A is '1.5', not a whole number");
    assertThatThrownBy(() -> of("MY_TOKEN", "hush").integer("MY_TOKEN", 0))
        .hasMessage("MY_TOKEN is '********', not a whole number");
  }

  @Test
  void blankMeansNotSet() {
    Variables blank = of("A", "  ");

    assertThat(blank.integer("A", 7)).isEqualTo(7);
    assertThat(blank.number("A", 0.5)).isEqualTo(0.5);
    assertThat(blank.string("A", "x")).isEqualTo("x");
    assertThat(blank.find("A")).isEmpty();
    assertThat(blank.raw("A")).contains("  ");
    assertThatThrownBy(() -> blank.string("A")).hasMessage("A is not set");
  }

  @Test
  void listsAreSplitAtCommas() {
    assertThat(of("A", "I:SPX, I:NDX,,").list("A")).containsExactly("I:SPX", "I:NDX");
    assertThat(of("A", "").list("A")).isEmpty();
    assertThat(of("A", "x").list("B")).isEmpty();
  }
}
