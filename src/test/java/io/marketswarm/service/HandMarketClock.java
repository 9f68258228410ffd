package io.marketswarm.service;

import io.marketswarm.market.model.MarketCalendar;
import java.time.Instant;

/** A market's clock that is moved by hand; market time and wall time may differ. */
public final class HandMarketClock implements MarketClock {
  private volatile long wallMillis;
  private volatile long ahead;
  private volatile double speed = 1;
  private volatile MarketCalendar calendar = MarketCalendar.us();

  public HandMarketClock(long wallMillis) {
    this.wallMillis = wallMillis;
  }

  public static HandMarketClock at(String instant) {
    return new HandMarketClock(Instant.parse(instant).toEpochMilli());
  }

  public void move(long millis) {
    wallMillis += millis;
  }

  public void set(String instant) {
    wallMillis = Instant.parse(instant).toEpochMilli();
  }

  /** Lets market time be that of a session played at another hour. */
  public void marketTime(String instant, double newSpeed) {
    ahead = Instant.parse(instant).toEpochMilli() - wallMillis;
    speed = newSpeed;
  }

  public void calendar(MarketCalendar newCalendar) {
    calendar = newCalendar;
  }

  @Override
  public long nowMillis() {
    return wallMillis + ahead;
  }

  @Override
  public long wallMillis() {
    return wallMillis;
  }

  @Override
  public double speed() {
    return speed;
  }

  @Override
  public MarketCalendar calendar() {
    return calendar;
  }
}
