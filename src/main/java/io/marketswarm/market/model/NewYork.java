package io.marketswarm.market.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** The exchange's clock: every date, session and close is New York time. */
public final class NewYork {
  public static final ZoneId ZONE = ZoneId.of("America/New_York");

  private static final LocalTime CLOSE = LocalTime.of(16, 0);
  private static final double NANOS_PER_HOUR = 3.6e12;

  private NewYork() {}

  /** The hour of day with its fraction, 10.5 for half past ten. */
  public static double hour(Instant time) {
    return time.atZone(ZONE).toLocalTime().toNanoOfDay() / NANOS_PER_HOUR;
  }

  public static LocalDate date(Instant time) {
    return LocalDate.ofInstant(time, ZONE);
  }

  /** The moment options of that expiry date settle. */
  public static Instant close(LocalDate expiry) {
    return ZonedDateTime.of(expiry, CLOSE, ZONE).toInstant();
  }
}
