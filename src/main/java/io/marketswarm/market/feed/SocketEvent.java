package io.marketswarm.market.feed;

import java.util.Locale;

/** What happens to a connection, and is counted. */
public enum SocketEvent {
  /** A connection that was live was lost. */
  RECONNECT,
  /** Nothing came while the market was open. */
  STALL,
  /** No answer to pings. */
  PONG_MISSING,
  /** The provider did not let us in. */
  AUTH_FAILURE,
  /** A frame that could not be read. */
  GARBAGE,
  /** A subscription that was refused. */
  SUBSCRIPTION_ERROR;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
