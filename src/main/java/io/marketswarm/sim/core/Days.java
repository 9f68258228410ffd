package io.marketswarm.sim.core;

import io.marketswarm.market.model.MarketCalendar;
import java.time.LocalDate;
import java.time.LocalTime;

/** Where days begin in epoch milliseconds. */
final class Days {
  private Days() {}

  static long midnight(LocalDate date) {
    return MarketCalendar.at(date, LocalTime.MIDNIGHT).toEpochMilli();
  }
}
