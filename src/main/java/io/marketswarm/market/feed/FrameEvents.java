package io.marketswarm.market.feed;

/** Hears what a frame of the provider's socket says, event by event and in its order. */
public interface FrameEvents {
  /**
   * A trade of an option.
   *
   * @param ticker packed
   * @param price more than zero
   * @param size contracts, 0 when not said
   * @param millis when it was made, epoch milliseconds
   * @param outOfLine whether it was reported late or cancelled, so that it tells no price
   */
  default void optionTrade(long ticker, double price, long size, long millis, boolean outOfLine) {}

  /**
   * A quote of an option; a side nobody quotes is NaN.
   *
   * @param ticker packed
   */
  default void optionQuote(long ticker, double bid, double ask, long millis) {}

  /** A trade of a stock. */
  default void stockTrade(String symbol, double price, long size, long millis) {}

  /** What happened to a stock or future in one second. */
  default void second(SecondBar bar) {}

  /** The value of an index. */
  default void indexValue(String symbol, double value, long millis) {}

  /** The provider about the connection and its subscriptions. */
  default void status(String status, String message) {}

  /** An event that says nothing usable. */
  default void unusable(Flaw flaw) {}
}
