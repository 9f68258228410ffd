package io.marketswarm.ops;

import static io.marketswarm.ops.HeartbeatStatus.DEAD;
import static io.marketswarm.ops.HeartbeatStatus.HEALTHY;
import static io.marketswarm.ops.Snapshots.beat;
import static io.marketswarm.ops.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.ops.HealthEvent.Severity;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HealthHistoryTest {
  private static final Set<Severity> ALL = EnumSet.allOf(Severity.class);

  private final HealthHistory history = new HealthHistory();

  @Test
  void hasNothingToCompareTheFirstSnapshotWith() {
    assertThat(history.add(snapshot().score(0.1).taken())).isEmpty();
    assertThat(history.add(snapshot().score(0.9).taken())).hasSize(1);
  }

  @Test
  void keepsAnHourOfSnapshotsOldestFirst() {
    for (int i = 0; i <= HealthHistory.SNAPSHOTS; i++) {
      history.add(snapshot().score(i).taken());
    }

    assertThat(history.snapshots()).isEqualTo(240);
    assertThat(history.course(2).stream().map(HealthHistory.Point::score))
        .containsExactly(239.0, 240.0);
    assertThat(history.course(1_000).get(0).score()).isEqualTo(1);
  }

  @Test
  void keepsTheLatestEventsNewestLast() {
    for (int i = 0; i < 102; i++) {
      history.add(snapshot().heartbeat("mesh", beat(i % 2 == 0 ? HEALTHY : DEAD)).taken());
    }

    List<HealthEvent> events = history.events(1_000, ALL);
    assertThat(events).hasSize(100);
    assertThat(events.get(99).type()).isEqualTo("service_down");
    assertThat(history.events(3, EnumSet.of(Severity.CRITICAL)))
        .hasSize(3)
        .allMatch(event -> event.type().equals("service_down"));
    assertThat(history.events(0, ALL)).isEmpty();
  }
}
