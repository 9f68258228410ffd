package io.marketswarm.sim.core;

/**
 * A trade in an option.
 *
 * @param offset seconds into its step, below one
 * @param priceMills thousandths of a dollar
 * @param sequence counts the prints of the contract
 */
public record OptionPrint(
    int contract,
    double offset,
    long wallMillis,
    int priceMills,
    int size,
    int exchange,
    int condition,
    int sequence) {

  public double price() {
    return (double) priceMills / QuoteRule.MILLS;
  }
}
