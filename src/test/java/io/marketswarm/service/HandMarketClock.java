package io.marketswarm.service;

import io.marketswarm.market.model.MarketCalendar;
import java.time.Duration;
import java.time.Instant;

/** A market's clock that is moved by hand; market time may be a line of its own. */
public final class HandMarketClock implements MarketClock {
  private record Line(long wallAnchor, long marketAnchor, double speed) {}

  private volatile long wallMillis;
  private volatile Line line;
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
  public void play(String marketInstant, double speed) {
    line = new Line(wallMillis, Instant.parse(marketInstant).toEpochMilli(), speed);
  }

  public void calendar(MarketCalendar newCalendar) {
    calendar = newCalendar;
  }

  @Override
  public long nowMillis() {
    Line told = line;
    return told == null
        ? wallMillis
        : told.marketAnchor + Math.round((wallMillis - told.wallAnchor) * told.speed);
  }

  @Override
  public long wallMillis() {
    return wallMillis;
  }

  @Override
  public double speed() {
    Line told = line;
    return told == null ? 1 : told.speed;
  }

  /** The hand may move it at any time. */
  @Override
  public boolean isSteady(Duration span) {
    return false;
  }

  @Override
  public MarketCalendar calendar() {
    return calendar;
  }
}
