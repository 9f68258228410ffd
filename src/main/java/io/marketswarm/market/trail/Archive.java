package io.marketswarm.market.trail;

/** Where the past of underlyings is kept: a replayed past stands apart from the real one. */
public enum Archive {
  LIVE("massive:"),
  REPLAY("massive:replay:");

  private final String prefix;

  Archive(String prefix) {
    this.prefix = prefix;
  }

  /** An underlying's values of the last days, scored by the second they were received. */
  public String trail(String symbol) {
    return prefix + "model:spot:" + symbol + ":trail";
  }

  /** The minute bars of its trail, scored by the start of the minute. */
  public String bars(String symbol) {
    return prefix + "bars:1m:" + symbol;
  }
}
