package io.marketswarm.market.model;

/** A call or a put. */
public enum OptionSide {
  CALL('C'),
  PUT('P');

  private final char letter;

  OptionSide(char letter) {
    this.letter = letter;
  }

  /** The letter in a ticker. */
  public char letter() {
    return letter;
  }

  /** What is left of the option at expiry, per share. */
  public double intrinsic(double spot, double strike) {
    return Math.max(this == CALL ? spot - strike : strike - spot, 0);
  }
}
