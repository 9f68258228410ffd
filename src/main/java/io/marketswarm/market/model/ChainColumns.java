package io.marketswarm.market.model;

import java.util.Arrays;

/**
 * The numbers of a chain, one array per quantity, addressed by the slots of a {@link
 * ChainGeometry}; NaN is a missing number. Revisions grow whenever something of their group
 * changes, so that readers know cheaply what to look at again.
 */
public final class ChainColumns {
  private static final int PRICES = 4;
  private static final int COLUMNS = 9;

  private ChainGeometry geometry;
  private double spot = Double.NaN;

  /** Bid, ask, mid and last, the columns that follow every tick; then what the vendor computes. */
  private double[][] columns;

  double[] bid;
  double[] ask;
  double[] mid;
  double[] last;
  double[] volatility;
  double[] gamma;
  double[] delta;
  double[] openInterest;
  double[] volume;
  long[] quoteMillis;
  long[] tradeMillis;

  private long[] priceRevisions;
  private long priceRevision;
  private long greekRevision;

  ChainColumns(ChainGeometry geometry) {
    allocate(geometry);
  }

  private void allocate(ChainGeometry geometry) {
    this.geometry = geometry;
    columns = new double[COLUMNS][geometry.slots()];
    for (double[] column : columns) {
      Arrays.fill(column, Double.NaN);
    }
    bid = columns[0];
    ask = columns[1];
    mid = columns[2];
    last = columns[3];
    volatility = columns[4];
    gamma = columns[5];
    delta = columns[6];
    openInterest = columns[7];
    volume = columns[8];
    quoteMillis = new long[geometry.slots()];
    tradeMillis = new long[geometry.slots()];
    priceRevisions = new long[geometry.expiries()];
  }

  public ChainGeometry geometry() {
    return geometry;
  }

  /** The underlying's value that came with the chain, NaN without. */
  public double spot() {
    return spot;
  }

  public double bid(int slot) {
    return bid[slot];
  }

  public double ask(int slot) {
    return ask[slot];
  }

  public double mid(int slot) {
    return mid[slot];
  }

  public double last(int slot) {
    return last[slot];
  }

  /** What the contract costs in the market: the middle of the quote, else the last trade. */
  public double market(int slot) {
    double middle = mid[slot];
    if (middle > 0) {
      return middle;
    }
    double trade = last[slot];
    return trade > 0 ? trade : Double.NaN;
  }

  public double volatility(int slot) {
    return volatility[slot];
  }

  public double gamma(int slot) {
    return gamma[slot];
  }

  public double delta(int slot) {
    return delta[slot];
  }

  public double openInterest(int slot) {
    return openInterest[slot];
  }

  public double volume(int slot) {
    return volume[slot];
  }

  /** When the quote was made, epoch milliseconds, 0 without; a repetition alone is no revision. */
  public long quoteMillis(int slot) {
    return quoteMillis[slot];
  }

  /** When the last trade was made, epoch milliseconds, 0 without; likewise. */
  public long tradeMillis(int slot) {
    return tradeMillis[slot];
  }

  /** Grows with every changed bid, ask, mid or last. */
  public long priceRevision() {
    return priceRevision;
  }

  /** Grows with every changed price of that expiry. */
  public long priceRevision(int expiry) {
    return priceRevisions[expiry];
  }

  /** Grows with every changed volatility, gamma, delta, open interest or volume. */
  public long greekRevision() {
    return greekRevision;
  }

  void spot(double value) {
    spot = value;
  }

  void pricesChanged(int slot) {
    priceRevision++;
    priceRevisions[geometry.expiryOfRow(slot >> 1)] = priceRevision;
  }

  void greeksChanged() {
    greekRevision++;
  }

  /** Becomes the columns of another geometry; contracts that stay keep their numbers. */
  void reshape(ChainGeometry to) {
    ChainGeometry from = geometry;
    double[][] old = columns;
    long[] oldQuotes = quoteMillis;
    long[] oldTrades = tradeMillis;
    allocate(to);
    int source = 0;
    for (int slot = 0; slot < to.slots(); slot++) {
      long ticker = to.ticker(slot);
      while (source < from.slots() && from.ticker(source) < ticker) {
        source++;
      }
      if (source == from.slots()) {
        break;
      }
      if (from.ticker(source) == ticker && to.lists(slot)) {
        for (int column = 0; column < COLUMNS; column++) {
          columns[column][slot] = old[column][source];
        }
        quoteMillis[slot] = oldQuotes[source];
        tradeMillis[slot] = oldTrades[source];
      }
    }
    priceRevision++;
    greekRevision++;
    Arrays.fill(priceRevisions, priceRevision);
  }

  /** Becomes equal to the other, copying only what differs by revision. */
  void copy(ChainColumns other) {
    if (geometry != other.geometry) {
      allocate(other.geometry);
      Arrays.fill(priceRevisions, -1);
      greekRevision = -1;
    }
    for (int expiry = 0; expiry < priceRevisions.length; expiry++) {
      if (priceRevisions[expiry] != other.priceRevisions[expiry]) {
        copyPrices(other, expiry);
      }
    }
    if (greekRevision != other.greekRevision) {
      for (int column = PRICES; column < COLUMNS; column++) {
        System.arraycopy(other.columns[column], 0, columns[column], 0, geometry.slots());
      }
      greekRevision = other.greekRevision;
    }
    priceRevision = other.priceRevision;
    spot = other.spot;
  }

  private void copyPrices(ChainColumns other, int expiry) {
    int from = 2 * geometry.firstRow(expiry);
    int length = 2 * geometry.endRow(expiry) - from;
    for (int column = 0; column < PRICES; column++) {
      System.arraycopy(other.columns[column], from, columns[column], from, length);
    }
    System.arraycopy(other.quoteMillis, from, quoteMillis, from, length);
    System.arraycopy(other.tradeMillis, from, tradeMillis, from, length);
    priceRevisions[expiry] = other.priceRevisions[expiry];
  }
}
