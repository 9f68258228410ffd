package io.marketswarm.market.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Counts what was wrong with the provider's data. */
public final class Flaws {
  private final Map<Flaw, Counter> counters = new EnumMap<>(Flaw.class);

  public Flaws(MeterRegistry meters) {
    for (Flaw flaw : Flaw.values()) {
      counters.put(flaw, meters.counter("marketswarm.feed.flaws", "kind", flaw.text()));
    }
  }

  public void found(Flaw flaw) {
    counters.get(flaw).increment();
  }

  /** How often that was found since the start. */
  public long count(Flaw flaw) {
    return (long) counters.get(flaw).count();
  }
}
