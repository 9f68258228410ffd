package io.marketswarm.sim;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that is moved by hand. */
public final class HandClock extends Clock {
  private final AtomicLong millis;

  HandClock(long millis) {
    this.millis = new AtomicLong(millis);
  }

  public void move(long forward) {
    millis.addAndGet(forward);
  }

  @Override
  public long millis() {
    return millis.get();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
