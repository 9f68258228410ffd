package io.marketswarm.bus.bridge;

/**
 * What one client may ask of the bridge.
 *
 * @param maxFrameBytes largest frame a client may send; what it receives is not limited by this
 * @param messagesPerSecond frames a client may send per second on average; twice as many at once
 * @param maxRegistrations addresses a client may listen to
 * @param maxConnections open sockets per instance of a bridge verticle
 * @param idleSeconds a client that is silent for so long is gone; it keeps alive by pings
 * @param replySeconds how long a client's request waits for its reply
 */
public record BridgeLimits(
    int maxFrameBytes,
    int messagesPerSecond,
    int maxRegistrations,
    int maxConnections,
    int idleSeconds,
    int replySeconds) {
  private static final int SMALLEST_FRAME_BYTES = 256;
  private static final int LARGEST_FRAME_BYTES = 16 << 20;
  private static final int DAY_SECONDS = 86_400;

  public static final BridgeLimits DEFAULTS = new BridgeLimits(64 << 10, 200, 100, 1_000, 30, 30);

  public BridgeLimits {
    require("maxFrameBytes", maxFrameBytes, SMALLEST_FRAME_BYTES, LARGEST_FRAME_BYTES);
    require("messagesPerSecond", messagesPerSecond, 1, 1_000_000);
    require("maxRegistrations", maxRegistrations, 1, 100_000);
    require("maxConnections", maxConnections, 1, 1_000_000);
    require("idleSeconds", idleSeconds, 1, DAY_SECONDS);
    require("replySeconds", replySeconds, 1, DAY_SECONDS);
  }

  private static void require(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " " + value + " is not " + min + ".." + max);
    }
  }
}
