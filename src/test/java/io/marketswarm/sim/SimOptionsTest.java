package io.marketswarm.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.sim.core.Scenario;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimOptionsTest {

  @Test
  void anEmptyEnvironmentMeansTheDefaults() {
    assertThat(SimOptions.from(Map.of("HOME", "/", "SIM_SEED", " "))).isEqualTo(SimOptions.DEFAULT);
    assertThat(SimOptions.DEFAULT.port()).isEqualTo(8190);
    assertThat(SimOptions.DEFAULT.host()).isEqualTo("127.0.0.1");
    assertThat(SimOptions.DEFAULT.market().seed()).isEqualTo(42);
  }

  @Test
  void readsItsVariables() {
    SimOptions options =
        SimOptions.from(
            Map.ofEntries(
                Map.entry("SIM_PORT", "9000"),
                Map.entry("SIM_SEED", "7"),
                Map.entry("SIM_SPEED", "2.5"),
                Map.entry("SIM_SCENARIO", "CRASH"),
                Map.entry("SIM_ALWAYS_OPEN", "false"),
                Map.entry("SIM_DATE", "2026-01-27"),
                Map.entry("SIM_TRADE_RATE", "10"),
                Map.entry("SIM_PIN", "true"),
                Map.entry("SIM_STRICT_AUTH", "yes"),
                Map.entry("SIM_API_KEY", "s3cret"),
                Map.entry("SIM_MAX_CONN", "1"),
                Map.entry("SIM_OPEN_SPX", "7000"),
                Map.entry("SIM_OPEN_SPY", "700")));
    assertThat(options.port()).isEqualTo(9_000);
    assertThat(options.strictAuth()).isTrue();
    assertThat(options.maxConnections()).isEqualTo(1);
    assertThat(options.market().seed()).isEqualTo(7);
    assertThat(options.market().speed()).isEqualTo(2.5);
    assertThat(options.market().scenario()).isEqualTo(Scenario.CRASH);
    assertThat(options.market().alwaysOpen()).isFalse();
    assertThat(options.market().date()).contains(LocalDate.of(2026, 1, 27));
    assertThat(options.market().pin()).isTrue();
    assertThat(options.market().opens())
        .containsEntry("I:SPX", 7_000.0)
        .containsEntry("SPY", 700.0);
    assertThat(options.toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "SIM_PORT, many",
    "SIM_PORT, 70000",
    "SIM_SPEED, 0",
    "SIM_SPEED, 61",
    "SIM_SCENARIO, boom",
    "SIM_ALWAYS_OPEN, perhaps",
    "SIM_DATE, tomorrow",
    "SIM_TRADE_RATE, -1",
    "SIM_OPEN_SPX, -7000"
  })
  void saysWhichValueMakesNoSense(String name, String value) {
    assertThatThrownBy(() -> SimOptions.from(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(value.replaceFirst("^-?(\\d+)$", "$1"));
  }
}
