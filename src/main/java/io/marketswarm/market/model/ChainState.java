package io.marketswarm.market.model;

/**
 * The chain of one symbol as it is now, written by one thread. Numbers are changed in place; other
 * threads read a {@linkplain #publish published} {@link ChainSnapshot}. What cannot be true
 * (negative, infinite, a bid above its ask) and what comes late never enters, and is counted.
 */
public final class ChainState {
  private final ChainColumns columns;
  private final SnapshotPool snapshots;
  private long badNumbers;
  private long crossedQuotes;
  private long latePrices;

  public ChainState(String symbol) {
    columns = new ChainColumns(ChainGeometry.empty(symbol));
    snapshots = new SnapshotPool(columns);
  }

  /** The live numbers, for the writing thread only. */
  public ChainColumns columns() {
    return columns;
  }

  /** Takes over a new set of contracts; those that stay keep their numbers. */
  public void reshape(ChainGeometry geometry) {
    if (!geometry.symbol().equals(columns.geometry().symbol())) {
      throw new IllegalArgumentException(
          geometry.symbol() + " is not " + columns.geometry().symbol());
    }
    if (!geometry.sameAs(columns.geometry())) {
      columns.reshape(geometry);
    }
  }

  /** The slot of a packed ticker, or {@link ChainGeometry#NONE}. */
  public int slot(long ticker) {
    return columns.geometry().slot(ticker);
  }

  /** The underlying's value that came with the chain. */
  public void spot(double value) {
    if (value > 0 && value < Double.POSITIVE_INFINITY) {
      columns.spot(value);
    } else {
      badNumbers++;
    }
  }

  /**
   * Takes over everything a chain request says about a contract; what it does not say becomes
   * missing. A quote or trade that arrived by stream and is younger stays.
   */
  public void replace(int slot, ContractValues values) {
    requireListed(slot);
    if (values.quoteMillis >= columns.quoteMillis[slot]) {
      replaceQuote(slot, values);
    }
    if (values.tradeMillis >= columns.tradeMillis[slot]) {
      replaceTrade(slot, values);
    }
    boolean changed = set(columns.volatility, slot, clean(values.volatility));
    changed |= set(columns.gamma, slot, clean(values.gamma));
    changed |= set(columns.delta, slot, cleanDelta(values.delta));
    changed |= set(columns.openInterest, slot, clean(values.openInterest));
    changed |= set(columns.volume, slot, clean(values.volume));
    if (changed) {
      columns.greeksChanged();
    }
  }

  /** A quote from the stream; true when it changed something. */
  public boolean quote(int slot, double bid, double ask, long millis) {
    requireListed(slot);
    if (!isPrice(bid) || !isPrice(ask)) {
      badNumbers++;
      return false;
    }
    if (bid > ask) {
      crossedQuotes++;
      return false;
    }
    if (millis < columns.quoteMillis[slot]) {
      latePrices++;
      return false;
    }
    columns.quoteMillis[slot] = millis;
    return setQuote(slot, bid, ask, (bid + ask) / 2);
  }

  /** A trade from the stream; true when it changed something. */
  public boolean trade(int slot, double price, long millis) {
    requireListed(slot);
    if (!isPrice(price)) {
      badNumbers++;
      return false;
    }
    if (millis < columns.tradeMillis[slot]) {
      latePrices++;
      return false;
    }
    columns.tradeMillis[slot] = millis;
    return setLast(slot, price);
  }

  /**
   * Lets a trade that is younger than the quote, and farther from its middle than it is wide, stand
   * for the middle: the quote is stale then. True when that changed something.
   */
  public boolean trustTrade(int slot) {
    requireListed(slot);
    double away = Math.abs(columns.last[slot] - columns.mid[slot]);
    boolean stale =
        columns.tradeMillis[slot] > columns.quoteMillis[slot]
            && away > columns.ask[slot] - columns.bid[slot];
    if (stale) {
      columns.mid[slot] = columns.last[slot];
      columns.pricesChanged(slot);
    }
    return stale;
  }

  /** Lets other threads see the numbers as they are now; nothing is copied when nothing changed. */
  public void publish() {
    snapshots.publish(columns);
  }

  /** The published numbers, for any thread; to be closed when read. */
  public ChainSnapshot snapshot() {
    return snapshots.acquire();
  }

  /** Numbers refused because they are negative, infinite or none at all. */
  public long badNumbers() {
    return badNumbers;
  }

  /** Quotes refused because the bid was above the ask. */
  public long crossedQuotes() {
    return crossedQuotes;
  }

  /** Streamed quotes and trades refused because a younger one was there. */
  public long latePrices() {
    return latePrices;
  }

  private void requireListed(int slot) {
    if (slot < 0 || slot >= columns.geometry().slots() || !columns.geometry().lists(slot)) {
      throw new IllegalArgumentException("slot " + slot + " is not listed");
    }
  }

  private void replaceQuote(int slot, ContractValues values) {
    double bid = clean(values.bid);
    double ask = clean(values.ask);
    double mid = clean(values.mid);
    if (bid > ask) {
      crossedQuotes++;
      bid = ask = mid = Double.NaN;
    }
    columns.quoteMillis[slot] = values.quoteMillis;
    setQuote(slot, bid, ask, mid > 0 ? mid : (bid + ask) / 2);
  }

  private void replaceTrade(int slot, ContractValues values) {
    columns.tradeMillis[slot] = values.tradeMillis;
    setLast(slot, clean(values.last));
  }

  private boolean setQuote(int slot, double bid, double ask, double mid) {
    boolean changed = set(columns.bid, slot, bid);
    changed |= set(columns.ask, slot, ask);
    changed |= set(columns.mid, slot, mid);
    if (changed) {
      columns.pricesChanged(slot);
    }
    return changed;
  }

  private boolean setLast(int slot, double price) {
    boolean changed = set(columns.last, slot, price);
    if (changed) {
      columns.pricesChanged(slot);
    }
    return changed;
  }

  private double clean(double value) {
    if (value < 0 || value == Double.POSITIVE_INFINITY) {
      badNumbers++;
      return Double.NaN;
    }
    return value;
  }

  private double cleanDelta(double value) {
    if (Math.abs(value) > 1) {
      badNumbers++;
      return Double.NaN;
    }
    return value;
  }

  private static boolean isPrice(double value) {
    return value >= 0 && value < Double.POSITIVE_INFINITY;
  }

  private static boolean set(double[] column, int slot, double value) {
    if (Double.compare(column[slot], value) == 0) {
      return false;
    }
    column[slot] = value;
    return true;
  }
}
