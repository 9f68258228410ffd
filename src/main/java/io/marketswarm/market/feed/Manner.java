package io.marketswarm.market.feed;

import java.time.Duration;

/**
 * How patiently something is asked for.
 *
 * @param timeout of one attempt
 * @param retries after a broken connection or a failure of the server
 * @param limitRetries after being told that we ask too often
 * @param limitPause how long to be quiet then; zero for one, two, four... up to thirty seconds
 */
public record Manner(Duration timeout, int retries, int limitRetries, Duration limitPause) {
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

  /** For what is asked again and again: chains, expirations, calendars. */
  public static final Manner LIVE = new Manner(USUAL_TIMEOUT, 3, 5, Duration.ZERO);

  /** For what is asked once and has time: the past. */
  public static final Manner HISTORY = new Manner(USUAL_TIMEOUT, 3, 20, Duration.ofSeconds(60));

  /** One attempt: whoever asks does so again in a second. */
  public static Manner once(Duration timeout) {
    return new Manner(timeout, 0, 0, Duration.ZERO);
  }
}
