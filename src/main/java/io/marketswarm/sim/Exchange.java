package io.marketswarm.sim;

import io.marketswarm.sim.Faults.Active;
import io.marketswarm.sim.core.Market;
import io.marketswarm.sim.core.OptionSnapshot;
import java.time.Clock;

/**
 * What all parts of the server share: the market, what goes wrong with it, and the count of what
 * was done. Confined to one event loop.
 */
record Exchange(SimOptions options, Clock clock, Market market, Faults faults, Counters counters) {

  /**
   * A contract as clients get to see it, with a quote gone stale if that is the fault of the day.
   */
  OptionSnapshot see(int contract) {
    String ticker = market.day().listing().ticker(contract);
    return faults.afflicts(Faults.Kind.STALE_QUOTES, ticker)
        ? market.desk().snapshot(contract, staleStep())
        : market.desk().snapshot(contract);
  }

  private int staleStep() {
    int now = market.day().tape().step();
    int began = faults.active(Faults.Kind.STALE_QUOTES).map(Active::step).orElse(now);
    return Math.min(began, now);
  }

  boolean tellsGreeks(String ticker) {
    return !faults.afflicts(Faults.Kind.MISSING_GREEKS, ticker);
  }

  boolean accepts(String key) {
    return options.strictAuth() ? options.apiKey().equals(key) : key != null && !key.isBlank();
  }

  String marketStatus() {
    if (market.isOpen()) {
      return "open";
    }
    return switch (market.phase(clock.millis())) {
      case PRE -> "early_trading";
      case POST -> "extended_trading";
      case OPEN, CLOSED -> "closed";
    };
  }
}
