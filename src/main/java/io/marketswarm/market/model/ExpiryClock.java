package io.marketswarm.market.model;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * When options expire, in New York. Time to expiry runs to the closing bell of the expiry date and
 * never falls below an hour.
 */
public final class ExpiryClock {
  /** The regular closing bell. */
  public static final LocalTime CLOSE = LocalTime.of(16, 0);

  /** Calendar time per year that volatility is quoted for. */
  public static final double MILLIS_PER_YEAR = 365.0 * 24 * 3_600_000;

  /** Shortest time to expiry a model prices with: one hour. */
  public static final double SHORTEST_YEARS = 1.0 / 8760;

  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final ZoneId FIXED_EASTERN = ZoneOffset.ofHours(-5);
  private static final long MILLIS_PER_DAY = 24 * 3_600_000L;

  private final ZoneId zone;
  private final Closes closes;

  private ExpiryClock(ZoneId zone, Closes closes) {
    this.zone = zone;
    this.closes = Objects.requireNonNull(closes, "closes");
  }

  /** Closing bells of trading days; half days close early. */
  @FunctionalInterface
  public interface Closes {
    LocalTime on(LocalDate day);
  }

  /** Every day closes at 16:00 New York. */
  public static ExpiryClock newYork() {
    return new ExpiryClock(NEW_YORK, day -> CLOSE);
  }

  /** Days close when the calendar says so. */
  public static ExpiryClock newYork(Closes closes) {
    return new ExpiryClock(NEW_YORK, closes);
  }

  /**
   * Every day closes at 16:00 UTC-5, also in summer, one hour late: only for comparing with clients
   * that compute so.
   */
  public static ExpiryClock fixedEastern() {
    return new ExpiryClock(FIXED_EASTERN, day -> CLOSE);
  }

  /** The closing bell of that day in epoch milliseconds. */
  public long closeMillis(LocalDate expiry) {
    return expiry.atTime(closes.on(expiry)).atZone(zone).toInstant().toEpochMilli();
  }

  /** Years to expiry, at least an hour. */
  public double years(LocalDate expiry, long nowMillis) {
    return years(closeMillis(expiry), nowMillis);
  }

  /** Years from now to a closing bell, at least an hour. */
  public static double years(long closeMillis, long nowMillis) {
    return Math.max((closeMillis - nowMillis) / MILLIS_PER_YEAR, SHORTEST_YEARS);
  }

  /** Calendar days to expiry: 0 on the day itself and after. */
  public static int dte(LocalDate expiry, LocalDate today) {
    return (int) Math.max(0, ChronoUnit.DAYS.between(today, expiry));
  }

  /** Started days to the closing bell, as positions count them: 0 once it has rung. */
  public int daysLeft(LocalDate expiry, long nowMillis) {
    long left = closeMillis(expiry) - nowMillis;
    return (int) Math.max(0, -Math.floorDiv(-left, MILLIS_PER_DAY));
  }
}
