package io.marketswarm.market.feed;

import java.util.Locale;

/** What can be wrong with data that arrives; each is counted, and the rest of the data is used. */
public enum Flaw {
  /** A contract or item without a ticker. */
  NO_TICKER,
  /** An option class we do not follow, or a ticker that is none. */
  UNKNOWN_TICKER,
  /** A contract of another underlying or expiry than was asked for. */
  STRAY,
  /** The same contract twice in one answer. */
  DUPLICATE,
  /** NaN, an infinity, or something else where a number should be. */
  NOT_A_NUMBER,
  /** A price, volatility or count below zero, or a delta beyond one. */
  IMPOSSIBLE,
  /** A bid above its ask. */
  CROSSED,
  /** The provider's own complaint about one item. */
  ITEM_ERROR,
  /** A page that leads back to one we had. */
  PAGE_LOOP,
  /** An answer or frame that is no JSON of the agreed shape. */
  MALFORMED;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
