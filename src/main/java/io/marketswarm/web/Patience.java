package io.marketswarm.web;

import java.time.Duration;

/**
 * How long a leaving server waits for its clients.
 *
 * @param polite how long an idle connection may stay to send one more request and be told to go
 * @param overall after this everything still open is cut
 */
public record Patience(Duration polite, Duration overall) {
  /** Stays below the five seconds in which a verticle must have stopped. */
  public static final Patience DEFAULT =
      new Patience(Duration.ofSeconds(1), Duration.ofMillis(4_500));

  public Patience {
    if (polite.isNegative() || overall.compareTo(polite) <= 0) {
      throw new IllegalArgumentException(
          "polite " + polite + " does not end before overall " + overall);
    }
  }
}
