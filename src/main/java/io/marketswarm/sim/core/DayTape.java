package io.marketswarm.sim.core;

import java.util.Arrays;

/**
 * What every instrument did, second by second. Step {@code s} is the moment {@code s} seconds after
 * the opening; the volume at a step is that of the second beginning then.
 */
public final class DayTape {
  private final double[][] value;
  private final int[][] soFar;
  private final long[] wall;
  private final double[] high;
  private final double[] low;
  private int step = -1;

  DayTape(Universe universe, int length) {
    int instruments = universe.size();
    this.value = new double[instruments][length + 1];
    this.soFar = new int[instruments][];
    for (int i = 0; i < instruments; i++) {
      soFar[i] = universe.get(i).sharesPerSecond() > 0 ? new int[length + 1] : new int[0];
    }
    this.wall = new long[length + 1];
    this.high = new double[instruments];
    this.low = new double[instruments];
    Arrays.fill(low, Double.MAX_VALUE);
  }

  void begin(long wallMillis) {
    step++;
    for (int[] volume : soFar) {
      if (volume.length > 0 && step > 0) {
        volume[step] = volume[step - 1];
      }
    }
    wall[step] = step == 0 ? wallMillis : Math.max(wallMillis, wall[step - 1]);
  }

  void price(int instrument, double price) {
    value[instrument][step] = price;
    high[instrument] = Math.max(high[instrument], price);
    low[instrument] = Math.min(low[instrument], price);
  }

  void turnover(int instrument, int shares) {
    soFar[instrument][step] = volumeUntil(instrument, step) + shares;
  }

  /** The last step that has happened. */
  public int step() {
    return step;
  }

  public double value(int instrument, int at) {
    return value[instrument][at];
  }

  public double last(int instrument) {
    return value[instrument][step];
  }

  public double open(int instrument) {
    return value[instrument][0];
  }

  public double high(int instrument) {
    return high[instrument];
  }

  public double low(int instrument) {
    return low[instrument];
  }

  public boolean hasVolume(int instrument) {
    return soFar[instrument].length > 0;
  }

  int volume(int instrument, int at) {
    return volumeUntil(instrument, at + 1) - volumeUntil(instrument, at);
  }

  /** Shares traded since the opening before a step. */
  public int volumeUntil(int instrument, int at) {
    return at == 0 ? 0 : soFar[instrument][at - 1];
  }

  public int totalVolume(int instrument) {
    return soFar[instrument][step];
  }

  /** When a step happened on the wall clock, in epoch milliseconds. */
  public long wall(int at) {
    return wall[at];
  }

  /** The first step not before a moment of the wall clock; one past the last if there is none. */
  public int firstStepFrom(long wallMillis) {
    int low = 0;
    int high = step + 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (wall[middle] < wallMillis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  Levels closes() {
    double[] closes = new double[value.length];
    for (int i = 0; i < closes.length; i++) {
      closes[i] = last(i);
    }
    return Levels.of(closes);
  }
}
