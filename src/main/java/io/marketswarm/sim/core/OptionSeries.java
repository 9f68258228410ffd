package io.marketswarm.sim.core;

import java.time.LocalDate;
import java.util.Locale;

/**
 * The contracts of one root expiring on one date. A contract's number is {@code first + 2 * strike
 * index}, plus one for the put.
 */
public final class OptionSeries {
  private final OptionClass optionClass;
  private final String root;
  private final LocalDate expiration;
  private final long expiryMillis;
  private final int dte;
  private final int first;
  private final double[] strikes;
  private final double[] logStrikes;

  /**
   * @param expiryMillis when the contracts cease, in market time
   * @param dte calendar days from the session to the expiration
   */
  OptionSeries(
      OptionClass optionClass,
      String root,
      LocalDate expiration,
      long expiryMillis,
      int dte,
      int first,
      double[] strikes) {
    this.optionClass = optionClass;
    this.root = root;
    this.expiration = expiration;
    this.expiryMillis = expiryMillis;
    this.dte = dte;
    this.first = first;
    this.strikes = strikes;
    this.logStrikes = new double[strikes.length];
    for (int i = 0; i < strikes.length; i++) {
      logStrikes[i] = Math.log(strikes[i]);
    }
  }

  public String underlying() {
    return optionClass.underlying;
  }

  public int instrument() {
    return optionClass.instrument;
  }

  OptionClass optionClass() {
    return optionClass;
  }

  boolean settlesAtTheClose() {
    return root.equals(optionClass.pmRoot);
  }

  public LocalDate expiration() {
    return expiration;
  }

  long expiryMillis() {
    return expiryMillis;
  }

  int dte() {
    return dte;
  }

  int first() {
    return first;
  }

  int end() {
    return first + 2 * strikes.length;
  }

  boolean isCall(int contract) {
    return ((contract - first) & 1) == 0;
  }

  double strike(int contract) {
    return strikes[(contract - first) >> 1];
  }

  double logStrike(int contract) {
    return logStrikes[(contract - first) >> 1];
  }

  /** The call at a strike, or -1 when the strike is not listed. */
  int callAt(double strike) {
    int found = java.util.Arrays.binarySearch(strikes, strike);
    return found < 0 ? -1 : first + 2 * found;
  }

  /** The call whose strike is nearest to a price. */
  int callNear(double price) {
    int found = java.util.Arrays.binarySearch(strikes, price);
    if (found < 0) {
      int above = Math.min(-found - 1, strikes.length - 1);
      int below = Math.max(0, above - 1);
      found = price - strikes[below] < strikes[above] - price ? below : above;
    }
    return first + 2 * found;
  }

  String ticker(int contract) {
    return String.format(
        Locale.ROOT,
        "O:%s%02d%02d%02d%s%08d",
        root,
        expiration.getYear() % 100,
        expiration.getMonthValue(),
        expiration.getDayOfMonth(),
        isCall(contract) ? "C" : "P",
        Math.round(strike(contract) * QuoteRule.MILLS));
  }
}
