package io.marketswarm.market.recording;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.service.MarketClock;

/** The clock of a replay: it stands where the session was when the line being played came. */
final class ReplayClock implements MarketClock {
  private volatile MarketTime now = new MarketTime(0, 0, 1);

  /** The market's time runs along another line from here on. */
  void follow(MarketTime line) {
    now = line;
  }

  /** Goes to a moment of the session. */
  void go(long wallMillis) {
    now = now.at(wallMillis);
  }

  MarketTime moment() {
    return now;
  }

  @Override
  public long nowMillis() {
    return now.marketMillis();
  }

  @Override
  public long wallMillis() {
    return now.wallMillis();
  }

  @Override
  public double speed() {
    return now.speed();
  }

  @Override
  public MarketCalendar calendar() {
    return now.calendar();
  }
}
