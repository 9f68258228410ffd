package io.marketswarm.market.desk;

import io.marketswarm.market.model.MarketCalendar.Phase;
import io.marketswarm.market.tape.HydrationReport;
import io.marketswarm.market.tape.Hydrator;
import io.marketswarm.market.tape.Tape;
import io.marketswarm.market.tape.TapeReport;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

/** When what the stream has changed counts as passed on, and what is reported of it. */
final class Hydration {
  private static final long KEEP_ALIVE_MILLIS = Duration.ofSeconds(2).toMillis();

  private final Hydrator hydrator;
  private final Tape.Seat seat;
  private final HydrationReport report;
  private final Optional<TapeReport> tapeReport;
  private long passedOnMillis;
  private LocalDate day;

  /**
   * @param tapeReport of the desk that reports for all
   */
  Hydration(
      Hydrator hydrator, Tape.Seat seat, HydrationReport report, Optional<TapeReport> tapeReport) {
    this.hydrator = hydrator;
    this.seat = seat;
    this.report = report;
    this.tapeReport = tapeReport;
  }

  /** Whether the past is still being read. */
  boolean isBehind() {
    return seat.isBehind();
  }

  /** Whether a new day has begun, which knows nothing of the one before. */
  boolean isNewDay(LocalDate today) {
    boolean isNew = day != null && !day.equals(today);
    if (isNew) {
      hydrator.forget();
    }
    day = today;
    return isNew;
  }

  /**
   * The tiles have taken over everything.
   *
   * @param newChain whether they have taken over a chain as well
   */
  void passedOn(boolean newChain, int contracts, Moment at) {
    boolean due =
        hydrator.dirty() > 0
            || newChain
            || at.phase() == Phase.OPEN
                && Math.abs(at.wallMillis() - passedOnMillis) >= KEEP_ALIVE_MILLIS;
    if (due) {
      passedOnMillis = at.wallMillis();
      report.emit(contracts, at.wallMillis());
    }
  }

  /** The counters since the last time. */
  void tellCounters(Moment at) {
    long emits = report.counters(at.wallMillis());
    tapeReport.ifPresent(tape -> tape.tell(emits, at.wallMillis()));
  }
}
