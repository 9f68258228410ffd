package io.marketswarm.market.feed;

/** The provider's WebSocket end points; usual plans allow one connection to each. */
public enum Cluster {
  OPTIONS,
  STOCKS,
  INDICES,
  FUTURES
}
