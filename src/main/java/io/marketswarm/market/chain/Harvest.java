package io.marketswarm.market.chain;

import io.marketswarm.market.feed.ChainContract;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What one round of fetching brought for one underlying.
 *
 * @param spot the value its strikes were chosen by
 * @param listed the expirations that are followed
 * @param slices what came of each of them
 * @param millis how long it took
 */
record Harvest(
    String symbol, double spot, SortedSet<LocalDate> listed, List<Slice> slices, long millis) {

  /**
   * One expiry.
   *
   * @param contracts ascending by packed ticker
   * @param failure why it could not be fetched, null when it could
   */
  record Slice(
      LocalDate expiry, StrikeWindow window, List<ChainContract> contracts, String failure) {
    boolean failed() {
      return failure != null;
    }
  }

  boolean failed() {
    return slices.stream().allMatch(Slice::failed);
  }

  boolean partial() {
    return slices.stream().anyMatch(Slice::failed);
  }

  /** What went wrong, in the words of the first failure. */
  Optional<String> trouble() {
    return slices.stream()
        .filter(Slice::failed)
        .findFirst()
        .map(slice -> symbol + " " + slice.expiry + " not fetched: " + slice.failure);
  }
}
