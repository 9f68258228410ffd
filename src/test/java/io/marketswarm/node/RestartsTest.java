package io.marketswarm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketswarm.store.Backoff;
import io.marketswarm.truth.TruthException;
import io.marketswarm.truth.Variables;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestartsTest {
  private static Backoff of(Map<String, String> variables) {
    return Restarts.of("massive", new Variables(variables));
  }

  private static List<Long> seconds(Backoff restarts, double random) {
    return IntStream.rangeClosed(1, 7)
        .mapToObj(failures -> restarts.delayMillis(failures, () -> random) / 1_000)
        .toList();
  }

  @Test
  void aWorkerWaitsLongerEachTime() {
    assertThat(seconds(of(Map.of()), 0)).containsExactly(2L, 4L, 8L, 16L, 32L, 60L, 60L);
    assertThat(of(Map.of()).delayMillis(1, () -> 1)).isEqualTo(2_400);
  }

  @Test
  void aServiceMayHaveDelaysOfItsOwn() {
    Map<String, String> variables =
        Map.of("RESTART_BASE_SEC", "3", "MASSIVE_RESTART_BASE_SEC", "5", "RESTART_MAX_SEC", "0.5m");
    assertThat(seconds(of(variables), 0)).containsExactly(5L, 10L, 20L, 30L, 30L, 30L, 30L);
    assertThat(seconds(Restarts.of("rss_agg", new Variables(variables)), 0)).startsWith(3L, 6L);
  }

  @Test
  void delaysWithoutASenseAreRefused() {
    assertThatThrownBy(() -> of(Map.of("MASSIVE_RESTART_BASE_SEC", "soon")))
        .isInstanceOf(TruthException.class)
        .hasMessage("MASSIVE_RESTART_BASE_SEC is 'soon', not a duration");
    assertThatThrownBy(() -> of(Map.of("RESTART_MAX_SEC", "1")))
        .isInstanceOf(TruthException.class)
        .hasMessageStartingWith("the restart delays of massive: base PT2S and max PT1S");
  }
}
