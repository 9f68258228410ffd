package io.marketswarm.stream;

import java.time.Clock;
import java.time.Duration;

/**
 * How a hub behaves.
 *
 * @param settle how long the first event after a quiet while waits for its companions: long enough
 *     for what one tick of the market publishes, too short to be noticed
 * @param gather at least this much lies between two writes to a stream, so that many events leave
 *     in one; 0 to 50 ms
 * @param heartbeat a stream silent for this long gets a comment, so that proxies and radios keep it
 * @param patience a client that took nothing of what waits for it for so long is cut off
 * @param look how often heartbeats, patience and expiry are looked at
 * @param pending bytes of changes and events that may wait for one client
 * @param retry what clients are told to wait before they come back
 * @param fastWriter whether to write past the HTTP codec where that is possible
 * @param clock the time in heartbeats and ids, and of expiry
 */
public record HubOptions(
    Duration settle,
    Duration gather,
    Duration heartbeat,
    Duration patience,
    Duration look,
    int pending,
    Duration retry,
    boolean fastWriter,
    Clock clock) {
  private static final Duration MOST_GATHER = Duration.ofMillis(50);

  public static final HubOptions DEFAULT =
      new HubOptions(
          Duration.ofMillis(1),
          Duration.ofMillis(20),
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          1 << 20,
          Duration.ofSeconds(3),
          true,
          Clock.systemUTC());

  public HubOptions {
    if (gather.isNegative() || gather.compareTo(MOST_GATHER) > 0) {
      throw new IllegalArgumentException("gather " + gather + " is not within 0 to 50 ms");
    }
    if (settle.isNegative() || settle.compareTo(MOST_GATHER) > 0) {
      throw new IllegalArgumentException("settle " + settle + " is not within 0 to 50 ms");
    }
    if (heartbeat.isNegative() || heartbeat.isZero() || look.isNegative() || look.isZero()) {
      throw new IllegalArgumentException("heartbeat " + heartbeat + ", look " + look);
    }
    if (pending < 1) {
      throw new IllegalArgumentException("pending " + pending + " bytes");
    }
  }

  public HubOptions withGather(Duration newSettle, Duration newGather) {
    return new HubOptions(
        newSettle, newGather, heartbeat, patience, look, pending, retry, fastWriter, clock);
  }

  public HubOptions withHeartbeat(Duration newHeartbeat, Duration newLook) {
    return new HubOptions(
        settle, gather, newHeartbeat, patience, newLook, pending, retry, fastWriter, clock);
  }

  public HubOptions withPatience(Duration newPatience) {
    return new HubOptions(
        settle, gather, heartbeat, newPatience, look, pending, retry, fastWriter, clock);
  }

  public HubOptions withPending(int bytes) {
    return new HubOptions(
        settle, gather, heartbeat, patience, look, bytes, retry, fastWriter, clock);
  }

  public HubOptions withFastWriter(boolean wanted) {
    return new HubOptions(settle, gather, heartbeat, patience, look, pending, retry, wanted, clock);
  }

  public HubOptions withClock(Clock newClock) {
    return new HubOptions(
        settle, gather, heartbeat, patience, look, pending, retry, fastWriter, newClock);
  }
}
