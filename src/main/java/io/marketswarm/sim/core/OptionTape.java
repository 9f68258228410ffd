package io.marketswarm.sim.core;

/** What traded in each contract since the opening. */
final class OptionTape {
  private final int[] open;
  private final int[] high;
  private final int[] low;
  private final long[] volume;
  private final double[] turnover;
  private final OptionPrint[] last;

  OptionTape(int contracts) {
    this.open = new int[contracts];
    this.high = new int[contracts];
    this.low = new int[contracts];
    this.volume = new long[contracts];
    this.turnover = new double[contracts];
    this.last = new OptionPrint[contracts];
  }

  void record(OptionPrint print) {
    int contract = print.contract();
    int price = print.priceMills();
    if (last[contract] == null) {
      open[contract] = price;
      high[contract] = price;
      low[contract] = price;
    }
    high[contract] = Math.max(high[contract], price);
    low[contract] = Math.min(low[contract], price);
    volume[contract] += print.size();
    turnover[contract] += (double) price * print.size();
    last[contract] = print;
  }

  boolean traded(int contract) {
    return last[contract] != null;
  }

  OptionPrint last(int contract) {
    return last[contract];
  }

  int open(int contract) {
    return open[contract];
  }

  int high(int contract) {
    return high[contract];
  }

  int low(int contract) {
    return low[contract];
  }

  long volume(int contract) {
    return volume[contract];
  }

  /** The volume-weighted average price in dollars. */
  double vwap(int contract) {
    return turnover[contract] / volume[contract] / QuoteRule.MILLS;
  }
}
