package io.marketswarm.market.desk;

import io.marketswarm.market.model.MarketCalendar.Phase;
import io.marketswarm.market.model.NewYork;
import java.time.Instant;
import java.time.LocalDate;

/**
 * What time it is and what the underlying costs, the same for everything that is built at once.
 *
 * @param wallMillis stamps what is published
 * @param nowMillis the market's time, which decides how much of it is left
 * @param today the market's date in New York
 * @param spot NaN when there is none to be trusted
 * @param vix NaN when unknown
 */
record Moment(
    long wallMillis, long nowMillis, LocalDate today, Phase phase, double spot, double vix) {

  Instant stamp() {
    return Instant.ofEpochMilli(wallMillis);
  }

  Instant now() {
    return Instant.ofEpochMilli(nowMillis);
  }

  /** Fractional hour in New York. */
  double hour() {
    return NewYork.hour(now());
  }

  boolean knowsSpot() {
    return spot > 0;
  }

  boolean knowsVix() {
    return vix > 0;
  }
}
