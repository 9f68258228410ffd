package io.marketswarm.market.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Counts what one client found wrong with the provider's data. For one context. */
public final class Flaws {
  private final Map<Flaw, Counter> meters = new EnumMap<>(Flaw.class);
  private final long[] counts = new long[Flaw.values().length];

  public Flaws(MeterRegistry registry) {
    for (Flaw flaw : Flaw.values()) {
      meters.put(flaw, registry.counter("marketswarm.feed.flaws", "kind", flaw.text()));
    }
  }

  public void found(Flaw flaw) {
    counts[flaw.ordinal()]++;
    meters.get(flaw).increment();
  }

  /** How often that was found here. */
  public long count(Flaw flaw) {
    return counts[flaw.ordinal()];
  }

  /** How often anything was found here. */
  public long total() {
    return Arrays.stream(counts).sum();
  }
}
