package io.marketswarm.market.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketswarm.market.options.FrameQueue.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameQueueTest {
  private final FrameQueue queue = new FrameQueue(3);

  private void add(int... times) {
    for (int time : times) {
      queue.add(new Frame(new byte[10], time, 0));
    }
  }

  private static List<Long> times(List<Frame> frames) {
    return frames.stream().map(Frame::millis).toList();
  }

  @Test
  void givesUpTheOldest() {
    add(1, 2, 3, 4, 5);
    assertThat(queue.dropped()).isEqualTo(2);
    assertThat(times(queue.take())).containsExactly(3L, 4L, 5L);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void whatIsPutBackIsStillTheOldest() {
    add(1, 2);
    List<Frame> batch = queue.take();
    add(3, 4);
    queue.putBack(batch);
    assertThat(queue.dropped()).isEqualTo(1);
    assertThat(times(queue.take())).containsExactly(2L, 3L, 4L);
  }

  @Test
  void batchesAreLimitedInNumberAndSize() {
    FrameQueue large = new FrameQueue();
    for (int i = 0; i < 600; i++) {
      large.add(new Frame(new byte[1], i, 0));
    }
    assertThat(large.take()).hasSize(500);
    assertThat(large.take()).hasSize(100);
    for (int i = 0; i < 20; i++) {
      large.add(new Frame(new byte[1 << 20], i, 0));
    }
    assertThat(large.take()).hasSize(4);
  }

  @Test
  void memoryIsLimitedToo() {
    FrameQueue large = new FrameQueue();
    for (int i = 0; i < 70; i++) {
      large.add(new Frame(new byte[1 << 20], i, 0));
    }
    assertThat(large.dropped()).isEqualTo(6);
  }
}
