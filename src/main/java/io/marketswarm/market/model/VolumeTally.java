package io.marketswarm.market.model;

import java.util.Arrays;

/** Traded volume per live bucket between two flushes, an open-addressed table of primitives. */
public final class VolumeTally {
  private static final int INITIAL_SLOTS = 256;
  private static final int MAX_FUND_PRICE = 1_000_000;

  private int[] buckets = new int[INITIAL_SLOTS];
  private long[] volumes = new long[INITIAL_SLOTS];
  private int size;
  private long total;

  /** Receives what was counted. */
  @FunctionalInterface
  public interface Sink {
    void accept(int bucket, long volume);
  }

  /** Counts a trade in the fund; says whether it was one. */
  public boolean trade(double fundPrice, long shares) {
    if (!(fundPrice > 0 && fundPrice < MAX_FUND_PRICE) || shares <= 0) {
      return false;
    }
    add(VolumeBuckets.of(fundPrice), shares);
    return true;
  }

  private void add(int bucket, long volume) {
    int slot = slotOf(bucket);
    if (volumes[slot] == 0) {
      buckets[slot] = bucket;
      size++;
    }
    volumes[slot] += volume;
    total += volume;
    if (size * 2 > buckets.length) {
      grow();
    }
  }

  private int slotOf(int bucket) {
    int mask = buckets.length - 1;
    // Buckets are multiples of ten; the odd factor spreads them over the table.
    int slot = bucket * 0x9E3779B9 >>> 16 & mask;
    while (volumes[slot] != 0 && buckets[slot] != bucket) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldBuckets = buckets;
    long[] oldVolumes = volumes;
    buckets = new int[oldBuckets.length * 2];
    volumes = new long[oldVolumes.length * 2];
    for (int i = 0; i < oldBuckets.length; i++) {
      if (oldVolumes[i] != 0) {
        int slot = slotOf(oldBuckets[i]);
        buckets[slot] = oldBuckets[i];
        volumes[slot] = oldVolumes[i];
      }
    }
  }

  public int size() {
    return size;
  }

  public long total() {
    return total;
  }

  /** Hands out every bucket once and starts again from nothing. */
  public void drain(Sink sink) {
    for (int i = 0; i < buckets.length && size > 0; i++) {
      if (volumes[i] != 0) {
        sink.accept(buckets[i], volumes[i]);
      }
    }
    Arrays.fill(volumes, 0);
    size = 0;
    total = 0;
  }
}
