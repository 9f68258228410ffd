package io.marketswarm.market.spot;

import io.marketswarm.market.model.SpotValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;

/** Holds streamed values back while others are being written, and then writes them together. */
final class SpotQueue {
  /** Beyond this the oldest are dropped: what is late is worth least. */
  private static final int MOST_WAITING = 10_000;

  private final SpotWriter writer;
  private final Counter dropped;
  private final Counter lost;
  private List<SpotValue> waiting = new ArrayList<>();
  private boolean writing;

  SpotQueue(SpotWriter writer, MeterRegistry metrics) {
    this.writer = writer;
    this.dropped = metrics.counter("marketswarm.market.stocks.dropped");
    this.lost = metrics.counter("marketswarm.market.stocks.lost");
  }

  void add(SpotValue value) {
    if (waiting.size() == MOST_WAITING) {
      waiting.remove(0);
      dropped.increment();
    }
    waiting.add(value);
  }

  void flush() {
    if (writing || waiting.isEmpty()) {
      return;
    }
    List<SpotValue> values = waiting;
    waiting = new ArrayList<>();
    writing = true;
    writer
        .write(values, List.of())
        .onFailure(cause -> lost.increment(values.size()))
        .onComplete(
            done -> {
              writing = false;
              flush();
            });
  }
}
