package io.marketswarm.gateway.models;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads times as publishers write them: ISO text, seconds or milliseconds since the epoch. */
public final class Moments {
  /** Seconds reach this in the year 5138, milliseconds did in 1973. */
  private static final double FIRST_MILLIS = 1e11;

  private static final double MILLIS_PER_SECOND = 1_000;

  private Moments() {}

  /** The moment a value tells; empty when it tells none. */
  public static Optional<Instant> of(Object value) {
    if (value instanceof Number number) {
      double time = number.doubleValue();
      return Double.isFinite(time) && time > 0
          ? Optional.of(
              Instant.ofEpochMilli(
                  Math.round(time < FIRST_MILLIS ? time * MILLIS_PER_SECOND : time)))
          : Optional.empty();
    }
    return value instanceof String text ? of(text.strip()) : Optional.empty();
  }

  private static Optional<Instant> of(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException withoutZone) {
      return ofUtc(text);
    }
  }

  private static Optional<Instant> ofUtc(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }
}
