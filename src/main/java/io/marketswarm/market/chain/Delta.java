package io.marketswarm.market.chain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * How a set of contracts differs from the one before; tickers as the provider writes them, in
 * order.
 */
public record Delta(List<String> entered, List<String> exited) {
  public static final Delta NONE = new Delta(List.of(), List.of());

  public static Delta between(Set<String> before, Set<String> now) {
    return new Delta(without(now, before), without(before, now));
  }

  private static List<String> without(Collection<String> these, Set<String> those) {
    List<String> rest = new ArrayList<>();
    for (String ticker : these) {
      if (!those.contains(ticker)) {
        rest.add(ticker);
      }
    }
    rest.sort(null);
    return List.copyOf(rest);
  }

  public boolean isEmpty() {
    return entered.isEmpty() && exited.isEmpty();
  }

  int size() {
    return entered.size() + exited.size();
  }
}
