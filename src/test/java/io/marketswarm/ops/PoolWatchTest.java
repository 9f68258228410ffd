package io.marketswarm.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.store.Database;
import org.junit.jupiter.api.Test;

class PoolWatchTest {
  private static final long SECOND = 1_000_000_000L;

  private int waiting;
  private long now = Long.MAX_VALUE - SECOND;
  private final PoolWatch watch =
      new PoolWatch(() -> new Database.Stats(16, 16, waiting, 0), () -> now);

  @Test
  void measuresAWaitWithoutABreak() {
    look(3, 0);
    look(1, 2);
    look(9, 8);

    assertThat(watch.waitingSeconds()).isEqualTo(10);
  }

  @Test
  void beginsAgainAfterABreak() {
    look(3, 0);
    look(0, 8);
    assertThat(watch.waitingSeconds()).isZero();
    look(1, 2);
    look(1, 3);

    assertThat(watch.waitingSeconds()).isEqualTo(3);
  }

  private void look(int waitingNow, long secondsLater) {
    waiting = waitingNow;
    now += secondsLater * SECOND;
    watch.look();
  }
}
