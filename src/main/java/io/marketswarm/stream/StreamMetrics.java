package io.marketswarm.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a hub tells about itself. */
final class StreamMetrics {
  private static final String NAME = "marketswarm.stream.";
  private static final Duration[] OBJECTIVES = {
    Duration.ofMillis(5), Duration.ofMillis(25), Duration.ofMillis(50),
    Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofSeconds(1)
  };

  /** What one event loop counts between two reports; counters are too slow for each event. */
  static final class Tally {
    private long events;
    private long bytes;
    private long writes;
    private long coalesced;
    private long restarted;

    /** Many streams got the same. */
    void shared(int streams, int eventsEach, int bytesEach) {
      events += (long) streams * eventsEach;
      bytes += (long) streams * bytesEach;
      writes += streams;
    }

    /** One stream was written to. */
    void written(int size) {
      bytes += size;
      writes++;
    }

    void event() {
      events++;
    }

    void coalesced() {
      coalesced++;
    }

    void restarted() {
      restarted++;
    }
  }

  private final AtomicInteger open = new AtomicInteger();
  private final Counter opened;
  private final Counter events;
  private final Counter bytes;
  private final Counter writes;
  private final Counter coalesced;
  private final Counter restarted;
  private final Timer latency;
  private final Map<Ended, Counter> ended = new EnumMap<>(Ended.class);

  StreamMetrics(MeterRegistry registry) {
    Gauge.builder(NAME + "open", open, AtomicInteger::get)
        .description("Streams that are open")
        .register(registry);
    opened = counter(registry, "opened", "Streams that were opened");
    events = counter(registry, "events", "Events delivered to streams");
    bytes = counter(registry, "bytes", "Bytes of events delivered to streams");
    writes = counter(registry, "writes", "Writes to streams; one may carry many events");
    coalesced = counter(registry, "coalesced", "States that a newer one replaced unsent");
    restarted = counter(registry, "restarted", "Changes dropped for the whole base");
    latency =
        Timer.builder(NAME + "latency")
            .description("From the publishing of an event to its last write")
            .serviceLevelObjectives(OBJECTIVES)
            .register(registry);
    for (Ended reason : Ended.values()) {
      ended.put(
          reason,
          Counter.builder(NAME + "ended")
              .description("Streams that ended, by reason")
              .tag("reason", reason.id())
              .register(registry));
    }
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(NAME + name).description(description).register(registry);
  }

  int open() {
    return open.get();
  }

  void begun() {
    open.incrementAndGet();
    opened.increment();
  }

  void ended(Ended reason) {
    open.decrementAndGet();
    ended.get(reason).increment();
  }

  void latency(long nanos) {
    latency.record(nanos, TimeUnit.NANOSECONDS);
  }

  void report(Tally tally) {
    report(events, tally.events);
    report(bytes, tally.bytes);
    report(writes, tally.writes);
    report(coalesced, tally.coalesced);
    report(restarted, tally.restarted);
    tally.events = 0;
    tally.bytes = 0;
    tally.writes = 0;
    tally.coalesced = 0;
    tally.restarted = 0;
  }

  private static void report(Counter counter, long more) {
    if (more > 0) {
      counter.increment(more);
    }
  }
}
