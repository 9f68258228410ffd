package io.marketswarm.market.feed;

import java.util.Arrays;
import java.util.Objects;

/**
 * A contract of a chain as the provider shows it: its numbers, cleaned, NaN where there is none,
 * and the very bytes it was described by.
 *
 * @param ticker packed
 * @param name the ticker as the provider writes it
 * @param quoteMillis when the quote was made, epoch milliseconds, 0 when not said
 * @param tradeMillis when the last trade was made, likewise
 * @param underlying value of the underlying that came with it
 * @param json the provider's object with an explicit null for each member it left out; shared, not
 *     to be written to
 */
public record ChainContract(
    long ticker,
    String name,
    double bid,
    double ask,
    double mid,
    double last,
    double volatility,
    double gamma,
    double delta,
    double openInterest,
    double volume,
    long quoteMillis,
    long tradeMillis,
    double underlying,
    byte[] json) {

  /** Two contracts are the same when they are described by the same bytes. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ChainContract that
        && ticker == that.ticker
        && Arrays.equals(json, that.json);
  }

  @Override
  public int hashCode() {
    return Objects.hash(ticker, Arrays.hashCode(json));
  }

  @Override
  public String toString() {
    return "ChainContract[" + name + "]";
  }
}
