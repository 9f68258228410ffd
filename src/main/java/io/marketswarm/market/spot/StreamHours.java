package io.marketswarm.market.spot;

import io.marketswarm.market.MassiveSettings.Hours;
import io.marketswarm.service.MarketClock;
import java.time.Duration;
import java.time.Instant;

/** When streams are connected: from shortly before the session until its data has settled. */
public final class StreamHours {
  private static final Duration BEFORE_OPEN = Duration.ofMinutes(5);

  private final Hours hours;
  private final MarketClock clock;

  public StreamHours(Hours hours, MarketClock clock) {
    this.hours = hours;
    this.clock = clock;
  }

  public boolean now() {
    if (hours == Hours.ALWAYS) {
      return true;
    }
    Instant now = clock.now();
    return switch (clock.phase()) {
      case OPEN, POST -> true;
      case PRE -> !now.isBefore(clock.calendar().nextOpen(now).minus(BEFORE_OPEN));
      case CLOSED -> false;
    };
  }
}
