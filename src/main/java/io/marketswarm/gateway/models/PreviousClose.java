package io.marketswarm.gateway.models;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.MarketCalendar.Session;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Instant;
import java.time.LocalDate;

/**
 * When the previous session closed: its last quote stands in the trail of spot values within a few
 * minutes after the bell, or before it when the feed was quiet.
 *
 * @param fromSeconds the bell, seconds since the epoch
 * @param toSeconds when prices have settled
 */
record PreviousClose(LocalDate session, long fromSeconds, long toSeconds) {

  /** The close before a moment's New York date. */
  static PreviousClose before(Instant now, MarketCalendar calendar) {
    LocalDate day = calendar.previousTradingDay(MarketCalendar.dateOf(now));
    Session session = calendar.sessionOf(day);
    long bell = session.close().getEpochSecond();
    return new PreviousClose(
        day, bell, bell + MarketCalendar.POST_AFTER_CLOSE.toSeconds());
  }

  /** The last member of the window, or else the last before it. */
  Request in(String trail) {
    return Request.cmd(Command.ZRANGE)
        .arg(trail)
        .arg(toSeconds)
        .arg("-inf")
        .arg("BYSCORE")
        .arg("REV")
        .arg("LIMIT")
        .arg(0)
        .arg(1);
  }
}
