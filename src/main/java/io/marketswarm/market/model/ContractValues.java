package io.marketswarm.market.model;

/**
 * The numbers of one contract on their way into a {@link ChainState}: filled by whoever reads the
 * provider's answer, and reused for the next contract. What was not given is missing.
 */
public final class ContractValues {
  double bid;
  double ask;
  double mid;
  double last;
  double volatility;
  double gamma;
  double delta;
  double openInterest;
  double volume;
  long quoteMillis;
  long tradeMillis;

  public ContractValues() {
    clear();
  }

  /** Forgets everything. */
  public ContractValues clear() {
    bid = ask = mid = last = Double.NaN;
    volatility = gamma = delta = Double.NaN;
    openInterest = volume = Double.NaN;
    quoteMillis = tradeMillis = 0;
    return this;
  }

  public ContractValues bid(double value) {
    bid = value;
    return this;
  }

  public ContractValues ask(double value) {
    ask = value;
    return this;
  }

  /** The vendor's middle of the quote; without one the middle of bid and ask counts. */
  public ContractValues mid(double value) {
    mid = value;
    return this;
  }

  /** When the quote was made, epoch milliseconds. */
  public ContractValues quotedAt(long millis) {
    quoteMillis = millis;
    return this;
  }

  public ContractValues last(double value) {
    last = value;
    return this;
  }

  /** When the last trade was made, epoch milliseconds. */
  public ContractValues tradedAt(long millis) {
    tradeMillis = millis;
    return this;
  }

  /** Implied volatility as a decimal. */
  public ContractValues volatility(double value) {
    volatility = value;
    return this;
  }

  public ContractValues gamma(double value) {
    gamma = value;
    return this;
  }

  public ContractValues delta(double value) {
    delta = value;
    return this;
  }

  public ContractValues openInterest(double value) {
    openInterest = value;
    return this;
  }

  /** Contracts traded today. */
  public ContractValues volume(double value) {
    volume = value;
    return this;
  }
}
