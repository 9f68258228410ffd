package io.marketswarm.market.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What happened to one socket since it was made. */
public final class SocketCounts {
  private final long[] events = new long[SocketEvent.values().length];
  private final Map<SocketEvent, Counter> meters = new EnumMap<>(SocketEvent.class);
  private final Counter frameMeter;
  private long frames;
  private long bytes;
  private long elements;

  SocketCounts(Cluster cluster, MeterRegistry registry) {
    String name = cluster.name().toLowerCase(Locale.ROOT);
    for (SocketEvent event : SocketEvent.values()) {
      meters.put(
          event,
          registry.counter(
              "marketswarm.feed.socket.events", "cluster", name, "event", event.text()));
    }
    frameMeter = registry.counter("marketswarm.feed.socket.frames", "cluster", name);
  }

  void happened(SocketEvent event) {
    events[event.ordinal()]++;
    meters.get(event).increment();
  }

  void frame(int length, int count) {
    frames++;
    bytes += length;
    elements += count;
    frameMeter.increment();
  }

  public long of(SocketEvent event) {
    return events[event.ordinal()];
  }

  /** Frames received. */
  public long frames() {
    return frames;
  }

  /** Bytes of these frames. */
  public long bytes() {
    return bytes;
  }

  /** Events in these frames. */
  public long elements() {
    return elements;
  }
}
