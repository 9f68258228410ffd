package io.marketswarm.web.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. */
public final class HandClock implements InstantSource {
  private volatile Instant now;

  public HandClock(Instant now) {
    this.now = now;
  }

  public static HandClock at(long epochSeconds) {
    return new HandClock(Instant.ofEpochSecond(epochSeconds));
  }

  public void set(long epochSeconds) {
    now = Instant.ofEpochSecond(epochSeconds);
  }

  public void advance(Duration step) {
    now = now.plus(step);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
