package io.marketswarm.market.tape;

import io.marketswarm.market.feed.FrameEvents;
import java.util.Arrays;

/**
 * Trades and quotes of one symbol on their way from the thread that parsed them to the desk that
 * wants them, in order.
 */
final class Prints {
  private static final int FIRST_CAPACITY = 64;

  private static final byte TRADE = 0;
  private static final byte TRADE_OUT_OF_LINE = 1;
  private static final byte QUOTE = 2;

  private byte[] kinds = new byte[FIRST_CAPACITY];
  private long[] tickers = new long[FIRST_CAPACITY];

  /** Price of a trade, bid of a quote. */
  private double[] prices = new double[FIRST_CAPACITY];

  private double[] asks = new double[FIRST_CAPACITY];
  private long[] sizes = new long[FIRST_CAPACITY];
  private long[] millis = new long[FIRST_CAPACITY];
  private int count;
  private int repeated;

  void trade(long ticker, double price, long size, long at, boolean outOfLine) {
    add(outOfLine ? TRADE_OUT_OF_LINE : TRADE, ticker, price, at);
    sizes[count++] = size;
  }

  void quote(long ticker, double bid, double ask, long at) {
    add(QUOTE, ticker, bid, at);
    asks[count++] = ask;
  }

  private void add(byte kind, long ticker, double price, long at) {
    if (count == kinds.length) {
      grow(2 * count);
    }
    kinds[count] = kind;
    tickers[count] = ticker;
    prices[count] = price;
    millis[count] = at;
  }

  private void grow(int capacity) {
    kinds = Arrays.copyOf(kinds, capacity);
    tickers = Arrays.copyOf(tickers, capacity);
    prices = Arrays.copyOf(prices, capacity);
    asks = Arrays.copyOf(asks, capacity);
    sizes = Arrays.copyOf(sizes, capacity);
    millis = Arrays.copyOf(millis, capacity);
  }

  /** What is here so far was read, and counted, before a restart. */
  void markRepeated() {
    repeated = count;
  }

  /** How many at the front were read before a restart. */
  int repeated() {
    return repeated;
  }

  int count() {
    return count;
  }

  void tell(int from, int to, FrameEvents events) {
    for (int i = from; i < to; i++) {
      if (kinds[i] == QUOTE) {
        events.optionQuote(tickers[i], prices[i], asks[i], millis[i]);
      } else {
        boolean outOfLine = kinds[i] == TRADE_OUT_OF_LINE;
        events.optionTrade(tickers[i], prices[i], sizes[i], millis[i], outOfLine);
      }
    }
  }
}
