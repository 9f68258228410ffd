package io.marketswarm.sim;

import io.marketswarm.sim.core.Instrument.Kind;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The provider's WebSocket end points, and what can be subscribed there. */
enum Cluster {
  OPTIONS(Set.of("T", "Q")),
  STOCKS(Set.of("T", "A")),
  INDICES(Set.of("V")),
  FUTURES(Set.of("A"));

  private static final Map<Kind, Cluster> BY_KIND =
      new EnumMap<>(Map.of(Kind.STOCK, STOCKS, Kind.INDEX, INDICES, Kind.FUTURE, FUTURES));

  private final Set<String> events;

  Cluster(Set<String> events) {
    this.events = events;
  }

  String path() {
    return "/" + name().toLowerCase(Locale.ROOT);
  }

  static Optional<Cluster> at(String path) {
    return Stream.of(values()).filter(cluster -> cluster.path().equals(path)).findFirst();
  }

  static Cluster of(Kind kind) {
    return BY_KIND.get(kind);
  }

  boolean offers(Channel channel) {
    return events.contains(channel.event())
        && (channel.all() || (this == OPTIONS) == channel.symbol().startsWith("O:"));
  }
}
