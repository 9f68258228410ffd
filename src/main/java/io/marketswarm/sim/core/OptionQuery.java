package io.marketswarm.sim.core;

import io.marketswarm.market.model.Ticker;
import io.marketswarm.sim.core.OptionListing.Order;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A question for listed contracts. All bounds are included.
 *
 * @param underlying empty for all
 * @param after the ticker the answer continues behind, empty to start from the beginning
 */
public record OptionQuery(
    Optional<String> underlying,
    Optional<Boolean> call,
    LocalDate firstExpiration,
    LocalDate lastExpiration,
    double lowestStrike,
    double highestStrike,
    Order order,
    boolean ascending,
    int limit,
    Optional<String> after) {

  /** Contracts that answer, and whether there are more behind them. */
  public record Page(int[] contracts, boolean more) {
    public static final Page EMPTY = new Page(new int[0], false);

    public static Page of(OptionalInt contract) {
      return new Page(contract.stream().toArray(), false);
    }
  }

  public Page run(OptionListing listing) {
    int[] sorted = listing.sorted(order);
    int[] found = new int[limit];
    int count = 0;
    int step = ascending ? 1 : -1;
    for (int at = start(listing, sorted); at >= 0 && at < sorted.length; at += step) {
      if (matches(listing.seriesOf(sorted[at]), sorted[at])) {
        if (count == limit) {
          return new Page(found, true);
        }
        found[count++] = sorted[at];
      }
    }
    return new Page(Arrays.copyOf(found, count), false);
  }

  private boolean matches(OptionSeries series, int contract) {
    double strike = series.strike(contract);
    return strike >= lowestStrike
        && strike <= highestStrike
        && !series.expiration().isBefore(firstExpiration)
        && !series.expiration().isAfter(lastExpiration)
        && (call.isEmpty() || call.get() == series.isCall(contract))
        && (underlying.isEmpty() || underlying.get().equals(series.underlying()));
  }

  private int start(OptionListing listing, int[] sorted) {
    if (after.isEmpty()) {
      return ascending ? 0 : sorted.length - 1;
    }
    long last = Ticker.parse(after.get());
    if (last == Ticker.UNKNOWN) {
      throw new IllegalArgumentException("not an option ticker: " + after.get());
    }
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int compared = compare(listing, sorted[middle], last);
      if (compared < 0 || (ascending && compared == 0)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return ascending ? low : low - 1;
  }

  /** Where a listed contract stands compared with the last one told, which need not be listed. */
  private int compare(OptionListing listing, int contract, long last) {
    int compared =
        switch (order) {
          case TICKER -> 0;
          case STRIKE_PRICE -> Double.compare(listing.strike(contract), Ticker.strike(last));
          case EXPIRATION_DATE -> listing.expiration(contract).compareTo(Ticker.expiry(last));
        };
    return compared != 0 ? compared : listing.ticker(contract).compareTo(after.get());
  }
}
