package io.marketswarm.sim.core;

import java.util.Optional;

/**
 * Everything a feed tells about one contract. Prices in mills are thousandths of a dollar.
 *
 * @param spotMillis when the underlying had its value, in wall time
 * @param quotedMillis when the quote last changed, in wall time
 * @param valuation empty when the contract is so far in or out of the money that the provider
 *     withholds greeks
 */
public record OptionSnapshot(
    String ticker,
    OptionSeries series,
    boolean call,
    double strike,
    double spot,
    long spotMillis,
    int bidMills,
    int askMills,
    int bidSize,
    int askSize,
    long quotedMillis,
    double iv,
    Optional<Valuation> valuation,
    int openInterest,
    int previousCloseMills,
    Optional<DayBar> day,
    Optional<OptionPrint> lastTrade) {

  /** What traded since the opening. */
  public record DayBar(
      int openMills, int highMills, int lowMills, int closeMills, long volume, double vwap) {}

  public double bid() {
    return dollars(bidMills);
  }

  public double ask() {
    return dollars(askMills);
  }

  public double midpoint() {
    return dollars((bidMills + askMills) / 2);
  }

  /** The price of the underlying at which a buyer at the midpoint gets his money back. */
  public double breakEven() {
    double price = (call ? 1 : -1) * (bidMills + askMills) / 2.0;
    return Math.rint(strike * QuoteRule.MILLS + price) / QuoteRule.MILLS;
  }

  public static double dollars(int mills) {
    return (double) mills / QuoteRule.MILLS;
  }
}
