package io.marketswarm.bus.bridge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** What an operator can count on: clients, messages in and out, and what was refused and why. */
final class BridgeMetrics {
  private static final String PREFIX = "marketswarm.bridge.";
  private static final String TRANSPORT = "transport";

  private final LongTaskTimer connections;
  private final Counter in;
  private final Counter out;
  private final Counter dropped;
  private final Map<BridgeError, Counter> refused = new EnumMap<>(BridgeError.class);

  BridgeMetrics(MeterRegistry meters, String transport) {
    // Unlike a gauge it adds up over the instances of a verticle.
    this.connections =
        LongTaskTimer.builder(PREFIX + "connections").tag(TRANSPORT, transport).register(meters);
    this.in = meters.counter(PREFIX + "messages", TRANSPORT, transport, "direction", "in");
    this.out = meters.counter(PREFIX + "messages", TRANSPORT, transport, "direction", "out");
    this.dropped = meters.counter(PREFIX + "dropped", TRANSPORT, transport);
    for (BridgeError error : BridgeError.values()) {
      refused.put(
          error, meters.counter(PREFIX + "refused", TRANSPORT, transport, "reason", error.code()));
    }
  }

  LongTaskTimer.Sample connected() {
    return connections.start();
  }

  void received() {
    in.increment();
  }

  void delivered() {
    out.increment();
  }

  void dropped() {
    dropped.increment();
  }

  void refused(BridgeError error) {
    refused.get(error).increment();
  }
}
