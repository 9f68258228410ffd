package io.marketswarm.market.chain;

import io.marketswarm.market.feed.ChainContract;
import java.time.LocalDate;
import java.util.List;
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
   * @param contracts null when it could not be fetched
   */
  record Slice(LocalDate expiry, StrikeWindow window, List<ChainContract> contracts) {
    boolean failed() {
      return contracts == null;
    }
  }

  boolean failed() {
    return slices.stream().allMatch(Slice::failed);
  }

  boolean partial() {
    return slices.stream().anyMatch(Slice::failed);
  }
}
