package io.marketswarm.market.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Candles of one size, kept up to date point by point. Points may come late: each belongs to the
 * candle of its own time, and only the earliest and the latest decide open and close.
 */
public final class CandleSeries {
  private static final int INITIAL_CANDLES = 64;

  private final int size;
  private long[] starts = new long[INITIAL_CANDLES];
  private double[] opens = new double[INITIAL_CANDLES];
  private double[] highs = new double[INITIAL_CANDLES];
  private double[] lows = new double[INITIAL_CANDLES];
  private double[] closes = new double[INITIAL_CANDLES];

  /** Time and arrival of the points that made open and close. */
  private long[] openTimes = new long[INITIAL_CANDLES];

  private double[] openArrivals = new double[INITIAL_CANDLES];
  private long[] closeTimes = new long[INITIAL_CANDLES];
  private double[] closeArrivals = new double[INITIAL_CANDLES];
  private int count;

  /**
   * @param size seconds per candle; candles start at multiples of it since the epoch
   */
  public CandleSeries(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("candles must last a second or more, not " + size);
    }
    this.size = size;
  }

  /**
   * Adds a point; one that is not a number is skipped.
   *
   * @param time seconds since the epoch, whole
   * @param arrival orders points of the same second
   */
  public void add(long time, double arrival, double value) {
    if (!Double.isFinite(value)) {
      return;
    }
    long start = Math.floorDiv(time, size) * size;
    int index = count > 0 && starts[count - 1] == start ? count - 1 : find(start);
    if (index < 0) {
      index = -index - 1;
      insert(index, start, time, arrival, value);
      return;
    }
    highs[index] = Math.max(highs[index], value);
    lows[index] = Math.min(lows[index], value);
    if (isBefore(time, arrival, openTimes[index], openArrivals[index])) {
      opens[index] = value;
      openTimes[index] = time;
      openArrivals[index] = arrival;
    }
    if (!isBefore(time, arrival, closeTimes[index], closeArrivals[index])) {
      closes[index] = value;
      closeTimes[index] = time;
      closeArrivals[index] = arrival;
    }
  }

  private static boolean isBefore(long time, double arrival, long otherTime, double otherArrival) {
    return time < otherTime || time == otherTime && arrival < otherArrival;
  }

  private int find(long start) {
    return Arrays.binarySearch(starts, 0, count, start);
  }

  private void insert(int index, long start, long time, double arrival, double value) {
    if (count == starts.length) {
      resize(count * 2);
    }
    shift(index, index + 1, count - index);
    starts[index] = start;
    opens[index] = value;
    highs[index] = value;
    lows[index] = value;
    closes[index] = value;
    openTimes[index] = time;
    openArrivals[index] = arrival;
    closeTimes[index] = time;
    closeArrivals[index] = arrival;
    count++;
  }

  /** Forgets candles that ended before a moment. */
  public void forgetBefore(long time) {
    int first = firstEndingAfter(time);
    shift(first, 0, count - first);
    count -= first;
  }

  private void shift(int from, int to, int length) {
    System.arraycopy(starts, from, starts, to, length);
    for (double[] values : List.of(opens, highs, lows, closes, openArrivals, closeArrivals)) {
      System.arraycopy(values, from, values, to, length);
    }
    System.arraycopy(openTimes, from, openTimes, to, length);
    System.arraycopy(closeTimes, from, closeTimes, to, length);
  }

  private void resize(int capacity) {
    starts = Arrays.copyOf(starts, capacity);
    opens = Arrays.copyOf(opens, capacity);
    highs = Arrays.copyOf(highs, capacity);
    lows = Arrays.copyOf(lows, capacity);
    closes = Arrays.copyOf(closes, capacity);
    openTimes = Arrays.copyOf(openTimes, capacity);
    openArrivals = Arrays.copyOf(openArrivals, capacity);
    closeTimes = Arrays.copyOf(closeTimes, capacity);
    closeArrivals = Arrays.copyOf(closeArrivals, capacity);
  }

  public int count() {
    return count;
  }

  /** Candles that reach beyond a moment, oldest first. */
  public List<Candle> since(long time) {
    int first = firstEndingAfter(time);
    List<Candle> candles = new ArrayList<>(count - first);
    for (int i = first; i < count; i++) {
      candles.add(new Candle(starts[i], opens[i], highs[i], lows[i], closes[i]));
    }
    return candles;
  }

  private int firstEndingAfter(long time) {
    int index = find(Math.floorDiv(time, size) * size);
    return index < 0 ? -index - 1 : index;
  }
}
