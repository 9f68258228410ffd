package io.marketswarm.market.volume;

import io.marketswarm.market.model.VolumeTally;
import java.time.LocalDate;
import java.util.Arrays;

/** Volumes on their way into the store, and what will be stored in all when they are there. */
final class VolumeBatch {
  private final int[] buckets;
  private final long[] volumes;
  private final LocalDate session;
  private final long volume;
  private final long tradesAfter;
  private final long volumeAfter;
  private int size;

  /** Empties the tally. */
  VolumeBatch(VolumeTally tally, long trades, VolumeTotals before, LocalDate session) {
    this.buckets = new int[tally.size()];
    this.volumes = new long[tally.size()];
    this.session = session;
    this.volume = tally.total();
    this.tradesAfter = before.trades() + trades;
    this.volumeAfter = before.volume() + volume;
    tally.drain(this::take);
  }

  private void take(int bucket, long shares) {
    buckets[size] = bucket;
    volumes[size++] = shares;
  }

  int size() {
    return size;
  }

  LocalDate session() {
    return session;
  }

  long volume() {
    return volume;
  }

  long tradesAfter() {
    return tradesAfter;
  }

  long volumeAfter() {
    return volumeAfter;
  }

  void each(VolumeTally.Sink sink) {
    for (int i = 0; i < size; i++) {
      sink.accept(buckets[i], volumes[i]);
    }
  }

  VolumeTotals added(VolumeTotals before) {
    int lowest = Arrays.stream(buckets).min().orElseThrow();
    int highest = Arrays.stream(buckets).max().orElseThrow();
    return new VolumeTotals(
        tradesAfter,
        volumeAfter,
        before.lowest() == 0 ? lowest : Math.min(lowest, before.lowest()),
        Math.max(highest, before.highest()),
        0);
  }
}
