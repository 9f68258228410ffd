package io.marketswarm.market.feed;

import java.time.Duration;

/**
 * The patience of a connection.
 *
 * @param open to connect
 * @param auth to be let in
 * @param ping between two pings
 * @param pong without an answer to a ping before the connection counts as dead
 * @param silence without a frame, while the market is open, before it counts as stalled
 * @param reconnect before the first new attempt
 * @param reconnectLongest attempts without success double the wait up to this
 * @param jitter added at random to each wait
 * @param refused before the next attempt when the provider did not let us in
 */
public record SocketRhythm(
    Duration open,
    Duration auth,
    Duration ping,
    Duration pong,
    Duration silence,
    Duration reconnect,
    Duration reconnectLongest,
    Duration jitter,
    Duration refused) {

  /** For sockets of stocks, indices and futures. */
  public static final SocketRhythm USUAL =
      new SocketRhythm(
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60));

  /** The same wait before every attempt, as ticks of options are not to be missed. */
  public SocketRhythm steady(Duration wait, Duration jitter) {
    return new SocketRhythm(open, auth, ping, pong, silence, wait, wait, jitter, refused);
  }

  /** How often the clocks above are looked at. */
  long tickMillis() {
    long shortest = Math.min(silence.toMillis(), Math.min(auth.toMillis(), ping.toMillis()));
    return Math.max(10, Math.min(1_000, shortest / 4));
  }
}
