package io.marketswarm.market.trail;

/** Where the values of an underlying are kept on the market bus. */
public final class SpotKeys {
  private static final String SPOT = "massive:model:spot:";

  private SpotKeys() {}

  /** The latest value. */
  public static String latest(String symbol) {
    return SPOT + symbol;
  }

  /** Its values of the last days, scored by the second they were received. */
  public static String trail(String symbol) {
    return Archive.LIVE.trail(symbol);
  }

  /** The minute bars of its trail, scored by the start of the minute. */
  public static String bars(String symbol) {
    return Archive.LIVE.bars(symbol);
  }
}
