package io.marketswarm.sim.core;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.sim.core.TradingDay.Intervention;
import java.util.List;
import java.util.Optional;

/**
 * A session to be begun, perhaps in its middle. Building it may take a second or two, so it is done
 * on another thread while the market goes on.
 *
 * @param known the board of the session if it has been made before
 * @param fresh whether the simulation starts over with it
 * @param manual whether somebody moved the clock by hand
 */
public record Plan(
    Universe universe,
    MarketCalendar calendar,
    MarketOptions options,
    Opening opening,
    Optional<Board> known,
    List<Intervention> interventions,
    int target,
    SimClock clock,
    boolean fresh,
    boolean manual) {

  /** A session ready to go on. */
  public record Ready(Plan plan, TradingDay day, PriceHistory history) {}

  /** Works the session out; on any thread. The history may be null when the plan is fresh. */
  public Ready build(PriceHistory soFar) {
    long openMillis = opening.session().open().toEpochMilli();
    WallTimes times = new SteadyWall(clock, openMillis);
    Board board = known.orElseGet(() -> Board.of(universe, calendar, options, opening));
    TradingDay day = TradingDay.replay(board, interventions, target, times);
    PriceHistory history =
        fresh ? new PriceHistory(universe, calendar, options.seed(), opening) : soFar;
    return new Ready(this, day, history);
  }

  /** Wall times of steps on a clock that runs steadily. */
  record SteadyWall(SimClock clock, long openMillis) implements WallTimes {
    @Override
    public long at(int step, double offset) {
      return clock.wallOf(openMillis + step * 1_000L + (long) (offset * 1_000));
    }
  }
}
