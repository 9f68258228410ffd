package io.marketswarm.gateway.models;

import io.marketswarm.truth.ResolvedConfig;
import io.marketswarm.truth.Variables;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which symbols are looked after from the start, and how often silent publishers are asked.
 *
 * @param spotSymbols those with a spot value
 * @param chainSymbols those with models made of option chains
 */
public record ViewSettings(List<String> spotSymbols, List<String> chainSymbols, Duration beat) {
  private static final List<String> CHAINS = List.of("I:SPX", "I:NDX");
  private static final List<String> SPOTS = List.of("I:SPX", "I:NDX", "I:VIX");
  private static final Duration BEAT = Duration.ofMillis(ModelCache.TRUSTED_MILLIS);

  static ViewSettings of(ResolvedConfig config) {
    return config == null ? new ViewSettings(SPOTS, CHAINS, BEAT) : of(config.env());
  }

  private static ViewSettings of(Variables env) {
    List<String> spots =
        Stream.of("MASSIVE_SPOT_SYMBOLS", "MASSIVE_STOCK_SYMBOLS", "MASSIVE_STOCK_WS_SYMBOLS")
            .flatMap(name -> env.list(name).stream())
            .distinct()
            .toList();
    List<String> chains = env.list("MASSIVE_CHAIN_SYMBOLS");
    return new ViewSettings(
        spots.isEmpty() ? SPOTS : spots,
        chains.isEmpty() ? CHAINS : chains,
        Duration.ofMillis(
            Math.max(1, env.integer("SSE_POLL_INTERVAL_MS", (int) BEAT.toMillis()))));
  }
}
