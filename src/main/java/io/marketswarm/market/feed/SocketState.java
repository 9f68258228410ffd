package io.marketswarm.market.feed;

/** How a connection to the provider stands. */
public enum SocketState {
  /** Not wanted: closed, or nothing to subscribe to. */
  IDLE,
  /** Connecting, or waiting to be let in. */
  CONNECTING,
  /** Let in and subscribed. */
  LIVE,
  /** Lost; tries again soon. */
  WAITING,
  /** Not let in; tries again later, so as not to hammer. */
  REFUSED
}
