package io.marketswarm.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubOptionsTest {
  @ParameterizedTest
  @CsvSource({"0,51", "0,-1", "51,20", "-1,20"})
  void gathersForAtMostFiftyMilliseconds(int settle, int gather) {
    assertThatThrownBy(
            () ->
                HubOptions.DEFAULT.withGather(Duration.ofMillis(settle), Duration.ofMillis(gather)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 to 50 ms");
  }
}
