package io.marketswarm.node;

import io.vertx.core.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Feels whether the event loops of a service's verticles still turn. Each round every verticle is
 * asked to answer on its own context; one that has not answered by a later round is hung.
 */
final class Pulse {
  private final Map<Context, Long> answered = new ConcurrentHashMap<>();
  private volatile long round;

  void add(Context context) {
    answered.put(context, round);
  }

  void remove(Context context) {
    answered.remove(context);
  }

  /** Asks every verticle for a sign of life. */
  void ask() {
    long asked = ++round;
    answered
        .keySet()
        .forEach(c -> c.runOnContext(v -> answered.computeIfPresent(c, (k, r) -> asked)));
  }

  /** How many verticles have not answered for the given number of rounds. */
  long hung(int rounds) {
    long oldest = round - rounds;
    return answered.values().stream().filter(r -> r < oldest).count();
  }

  int beats() {
    return (int) Math.min(round, Integer.MAX_VALUE);
  }
}
