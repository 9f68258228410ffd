package io.marketswarm.stream;

import java.time.Duration;

/**
 * How much of a topic is kept for clients that come back: events younger than an age, up to a count
 * and a size.
 */
public record Retention(Duration age, int events, long bytes) {
  public static final Retention DEFAULT = new Retention(Duration.ofSeconds(60), 1_000, 16L << 20);

  public Retention {
    if (age.isNegative() || events < 0 || bytes < 0) {
      throw new IllegalArgumentException(
          "age %s, %d events, %d bytes keep nothing".formatted(age, events, bytes));
    }
  }
}
