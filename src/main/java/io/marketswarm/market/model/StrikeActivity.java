package io.marketswarm.market.model;

import java.util.Arrays;

/** What the stream has changed at each strike since the last look, all expiries together. */
public final class StrikeActivity {
  private final double[] strikes;
  private final int[] strikeOfRow;
  private final int[] ticks;
  private final int[] bids;
  private final int[] asks;
  private final int[] calls;
  private final int[] active;
  private int activeCount;

  public StrikeActivity(ChainGeometry geometry) {
    double[] ofRows = new double[geometry.rows()];
    Arrays.setAll(ofRows, geometry::strike);
    strikes = Arrays.stream(ofRows).sorted().distinct().toArray();
    strikeOfRow = new int[ofRows.length];
    Arrays.setAll(strikeOfRow, row -> Arrays.binarySearch(strikes, ofRows[row]));
    ticks = new int[strikes.length];
    bids = new int[strikes.length];
    asks = new int[strikes.length];
    calls = new int[strikes.length];
    active = new int[strikes.length];
  }

  /** A contract has got another price or size. */
  public void tick(int slot, boolean bidChanged, boolean askChanged) {
    int strike = strikeOfRow[slot >> 1];
    if (ticks[strike]++ == 0) {
      active[activeCount++] = strike;
    }
    bids[strike] += bidChanged ? 1 : 0;
    asks[strike] += askChanged ? 1 : 0;
    calls[strike] += (slot & 1) == 0 ? 1 : 0;
  }

  /** Forgets everything. */
  public void clear() {
    for (int i = 0; i < activeCount; i++) {
      int strike = active[i];
      ticks[strike] = bids[strike] = asks[strike] = calls[strike] = 0;
    }
    activeCount = 0;
  }

  /** How many strikes have ticks. */
  public int size() {
    return activeCount;
  }

  /** The strikes with ticks, the busiest first; of equals the one that had a tick first. */
  public int[] busiest(int most) {
    return Arrays.stream(active, 0, activeCount)
        .boxed()
        .sorted((one, other) -> Integer.compare(ticks[other], ticks[one]))
        .limit(most)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** A strike that has ticks. */
  public int active(int index) {
    return active[index];
  }

  public double strike(int strike) {
    return strikes[strike];
  }

  public int ticks(int strike) {
    return ticks[strike];
  }

  public int bids(int strike) {
    return bids[strike];
  }

  public int asks(int strike) {
    return asks[strike];
  }

  public int calls(int strike) {
    return calls[strike];
  }

  public int puts(int strike) {
    return ticks[strike] - calls[strike];
  }
}
