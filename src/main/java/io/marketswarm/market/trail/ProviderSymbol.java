package io.marketswarm.market.trail;

import java.util.Set;

/** What the provider calls an underlying. */
public final class ProviderSymbol {
  /** Indices that may be listed by their bare names, by which they are then stored. */
  private static final Set<String> BARE_INDICES = Set.of("SPX", "NDX", "VIX", "RUT", "XSP");

  private ProviderSymbol() {}

  public static String of(String symbol) {
    return BARE_INDICES.contains(symbol) ? "I:" + symbol : symbol;
  }
}
