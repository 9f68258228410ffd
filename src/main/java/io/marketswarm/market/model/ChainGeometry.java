package io.marketswarm.market.model;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;

/**
 * Which contracts a chain has. A row is one class, expiry and strike; rows ascend by expiry, strike
 * and preference of the class. A row has two slots, call and put; a slot that is not listed stays
 * empty. Rows of one expiry stand together, so that each expiry is a block.
 */
public final class ChainGeometry {
  /** No such contract. */
  public static final int NONE = -1;

  private static final int CALL_BIT = 1;
  private static final int PUT_BIT = 2;

  private final String symbol;
  private final long[] series;
  private final byte[] listed;
  private final double[] strike;
  private final int[] expiryOfRow;
  private final LocalDate[] expiries;
  private final int[] firstRow;
  private final int contracts;

  private ChainGeometry(String symbol, long[] series, byte[] listed, int contracts) {
    this.symbol = symbol;
    this.series = series;
    this.listed = listed;
    this.contracts = contracts;
    this.strike = new double[series.length];
    this.expiryOfRow = new int[series.length];
    int[] first = new int[series.length + 1];
    LocalDate[] dates = new LocalDate[series.length];
    int count = 0;
    for (int row = 0; row < series.length; row++) {
      long ticker = series[row] << 1;
      strike[row] = Ticker.strike(ticker);
      if (row == 0 || Ticker.epochDay(ticker) != Ticker.epochDay(series[row - 1] << 1)) {
        first[count] = row;
        dates[count++] = Ticker.expiry(ticker);
      }
      expiryOfRow[row] = count - 1;
    }
    first[count] = series.length;
    this.firstRow = Arrays.copyOf(first, count + 1);
    this.expiries = Arrays.copyOf(dates, count);
  }

  /** A chain without contracts. */
  public static ChainGeometry empty(String symbol) {
    return of(symbol);
  }

  /** The geometry of a set of packed {@linkplain Ticker tickers}, all of that symbol. */
  public static ChainGeometry of(String symbol, long... tickers) {
    Objects.requireNonNull(symbol, "symbol");
    long[] sorted = tickers.clone();
    Arrays.sort(sorted);
    long[] series = new long[sorted.length];
    byte[] listed = new byte[sorted.length];
    int rows = 0;
    int contracts = 0;
    for (int i = 0; i < sorted.length; i++) {
      long ticker = sorted[i];
      if (ticker < 0 || !Ticker.root(ticker).symbol().equals(symbol)) {
        throw new IllegalArgumentException(
            (ticker < 0 ? "ticker " + ticker : Ticker.format(ticker)) + " is not of " + symbol);
      }
      if (i > 0 && ticker == sorted[i - 1]) {
        continue;
      }
      if (rows == 0 || series[rows - 1] != Ticker.series(ticker)) {
        series[rows++] = Ticker.series(ticker);
      }
      listed[rows - 1] |= Ticker.side(ticker) == OptionSide.CALL ? CALL_BIT : PUT_BIT;
      contracts++;
    }
    return new ChainGeometry(
        symbol, Arrays.copyOf(series, rows), Arrays.copyOf(listed, rows), contracts);
  }

  public String symbol() {
    return symbol;
  }

  public int contracts() {
    return contracts;
  }

  public int rows() {
    return series.length;
  }

  public int slots() {
    return 2 * series.length;
  }

  public int expiries() {
    return expiries.length;
  }

  public LocalDate expiry(int index) {
    return expiries[index];
  }

  /** First row of an expiry's block. */
  public int firstRow(int expiry) {
    return firstRow[expiry];
  }

  /** Row after the last of an expiry's block. */
  public int endRow(int expiry) {
    return firstRow[expiry + 1];
  }

  public int expiryOfRow(int row) {
    return expiryOfRow[row];
  }

  /** Strike of a row in points. */
  public double strike(int row) {
    return strike[row];
  }

  /** Strike of a row in thousandths of a point. */
  public long strikeMillis(int row) {
    return Ticker.strikeMillis(series[row] << 1);
  }

  public static int callSlot(int row) {
    return 2 * row;
  }

  public static int putSlot(int row) {
    return 2 * row + 1;
  }

  /** Whether the slot's contract is listed. */
  public boolean lists(int slot) {
    return (listed[slot >> 1] & (slot & 1) + 1) != 0;
  }

  public long ticker(int slot) {
    return series[slot >> 1] << 1 | slot & 1;
  }

  /** The slot of a packed ticker, or {@link #NONE}. */
  public int slot(long ticker) {
    int row = Arrays.binarySearch(series, Ticker.series(ticker));
    if (row < 0) {
      return NONE;
    }
    int slot = 2 * row + (int) (ticker & 1);
    return lists(slot) ? slot : NONE;
  }

  /** Whether both list the same contracts. */
  public boolean sameAs(ChainGeometry other) {
    return symbol.equals(other.symbol)
        && Arrays.equals(series, other.series)
        && Arrays.equals(listed, other.listed);
  }
}
