package io.marketswarm.bus;

/** The families of news for one user: each is counted by itself and has its own channel. */
public enum EventFamily {
  ALERTS("alerts", "copilot:alerts:events", false),
  TRADE_LOG("trade-log", "trade_log_updates:", true),
  RISK_GRAPH("risk-graph", "risk_graph_updates:", true),
  POSITIONS("positions", "positions:updates", false),
  LOGS("logs", "log_lifecycle_updates", false);

  private final String stream;
  private final String channel;
  private final boolean channelPerUser;

  EventFamily(String stream, String channel, boolean channelPerUser) {
    this.stream = stream;
    this.channel = channel;
    this.channelPerUser = channelPerUser;
  }

  /** The family of this name. */
  public static EventFamily ofStream(String stream) {
    for (EventFamily family : values()) {
      if (family.stream.equals(stream)) {
        return family;
      }
    }
    throw new IllegalArgumentException("there is no family " + stream);
  }

  /** Its name in keys and on the event bus. */
  public String stream() {
    return stream;
  }

  /** The channel on which integrators hear it. */
  public String channel(long userId) {
    return channelPerUser ? channel + userId : channel;
  }

  /** The bounded stream that keeps its latest events for replay. */
  public String streamKey(long userId) {
    return "user:events:" + userId + ":" + stream;
  }

  /** The key of its latest sequence number. */
  public String sequenceKey(long userId) {
    return streamKey(userId) + ":seq";
  }
}
