package io.marketswarm.market.model;

import java.util.Arrays;

/** The keys of tiles that ceased to exist since clients were last told. */
final class RemovedTiles {
  private long[] keys = new long[64];
  private int count;

  void add(long key) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, 2 * count);
    }
    keys[count++] = key;
  }

  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  long key(int index) {
    return keys[index];
  }
}
