package io.marketswarm.gateway.streams;

import io.marketswarm.gateway.models.HeatmapDiff;
import io.marketswarm.gateway.models.Heatmaps;
import io.marketswarm.gateway.models.Model;
import io.marketswarm.gateway.models.TopFields;
import io.marketswarm.stream.DiffTopic;
import io.marketswarm.stream.Hub;
import io.marketswarm.stream.SseEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The heatmap of one symbol. A newcomer gets the last whole as its publisher encoded it and the
 * changes since, so nothing is encoded anew however fast tiles change.
 */
final class HeatmapTopic {
  private static final String WHOLE = "heatmap";
  private static final String CHANGE = "heatmap_diff";

  private final String symbol;
  private final Heatmaps heatmaps;
  private final DiffTopic topic;
  private final Deque<Change> since = new ArrayDeque<>();
  private Model whole;
  private long version = Long.MIN_VALUE;
  private SseEvent framed;

  private record Change(long version, SseEvent event) {}

  HeatmapTopic(Hub hub, Heatmaps heatmaps, String symbol) {
    this.symbol = symbol;
    this.heatmaps = heatmaps;
    this.topic = hub.changes("heatmap:" + symbol, this::base);
  }

  DiffTopic topic() {
    return topic;
  }

  /** A change, in the order of versions. */
  void changed(HeatmapDiff diff) {
    SseEvent event = SseEvent.of(CHANGE, diff.model().json()).about(symbol);
    synchronized (since) {
      takeWhole();
      if (diff.version() > version) {
        since.addLast(new Change(diff.version(), event));
      }
    }
    topic.publish(event);
  }

  /** Changes were missed. */
  void replaced() {
    topic.restart();
  }

  private Optional<SseEvent> base() {
    SseEvent start;
    List<SseEvent> changes;
    synchronized (since) {
      takeWhole();
      if (whole == null) {
        return Optional.empty();
      }
      if (framed == null) {
        framed = SseEvent.of(WHOLE, whole.json()).about(symbol);
      }
      start = framed;
      changes = since.stream().map(Change::event).toList();
    }
    return Optional.of(SseEvent.series(start, changes));
  }

  /** Takes over a newer whole; changes that are part of it are not needed any more. */
  private void takeWhole() {
    Model known = heatmaps.known(symbol).orElse(null);
    if (known == null || known == whole) {
      return;
    }
    whole = known;
    framed = null;
    long before = version;
    version = TopFields.of(known.json(), "version").whole("version", Long.MIN_VALUE);
    if (version < before) {
      // Its publisher counts anew; no change of before belongs to it.
      since.clear();
    }
    while (!since.isEmpty() && since.peekFirst().version() <= version) {
      since.removeFirst();
    }
  }
}
