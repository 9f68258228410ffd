package io.marketswarm.sim.core;

import io.marketswarm.market.model.OptionRoot;
import io.marketswarm.market.model.OptionSide;
import io.marketswarm.market.model.Ticker;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * The contracts of one root expiring on one date. A contract's number is {@code first + 2 * strike
 * index}, plus one for the put.
 */
public final class OptionSeries {
  private final OptionClass optionClass;
  private final OptionRoot root;
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
      OptionRoot root,
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
    return root == optionClass.pmRoot;
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
    int found = Arrays.binarySearch(strikes, strike);
    return found < 0 ? -1 : first + 2 * found;
  }

  /** The call whose strike is nearest to a price. */
  int callNear(double price) {
    int found = Arrays.binarySearch(strikes, price);
    if (found < 0) {
      int above = Math.min(-found - 1, strikes.length - 1);
      int below = Math.max(0, above - 1);
      found = price - strikes[below] < strikes[above] - price ? below : above;
    }
    return first + 2 * found;
  }

  String ticker(int contract) {
    OptionSide side = isCall(contract) ? OptionSide.CALL : OptionSide.PUT;
    long strike = Math.round(strike(contract) * Ticker.STRIKE_SCALE);
    return Ticker.format(Ticker.of(root, expiration, strike, side));
  }
}
