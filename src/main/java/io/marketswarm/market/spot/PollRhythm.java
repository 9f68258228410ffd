package io.marketswarm.market.spot;

import io.marketswarm.market.MassiveSettings.Hours;
import io.marketswarm.market.model.MarketCalendar.Phase;
import io.marketswarm.service.MarketClock;
import java.time.Duration;

/** How often the provider is asked, by the hours of the market. */
final class PollRhythm {
  static final Duration WHILE_CLOSED = Duration.ofSeconds(30);

  /** Timers come a little early or late. */
  private static final long SLACK_MILLIS = 20;

  private final Hours hours;
  private final Duration interval;
  private final MarketClock clock;
  private long lastMillis = Long.MIN_VALUE;
  private long restFrom;
  private Duration rest = Duration.ZERO;

  PollRhythm(Hours hours, Duration interval, MarketClock clock) {
    this.hours = hours;
    this.interval = interval;
    this.clock = clock;
  }

  /** Whether it is time; the first time it is, whatever the hour, so that there is something. */
  boolean due() {
    long now = clock.wallMillis();
    if (now >= restFrom && now - restFrom < rest.toMillis()) {
      return false;
    }
    if (lastMillis == Long.MIN_VALUE || now < lastMillis) {
      lastMillis = now;
      return true;
    }
    boolean closed = hours != Hours.ALWAYS && clock.phase() == Phase.CLOSED;
    if (closed && hours == Hours.CALENDAR_STRICT) {
      return false;
    }
    Duration every = closed && WHILE_CLOSED.compareTo(interval) > 0 ? WHILE_CLOSED : interval;
    if (now - lastMillis < every.toMillis() - SLACK_MILLIS) {
      return false;
    }
    lastMillis = now;
    return true;
  }

  /** Asks for nothing for a while. */
  void rest(Duration pause) {
    restFrom = clock.wallMillis();
    rest = pause;
  }
}
