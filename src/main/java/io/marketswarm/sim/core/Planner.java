package io.marketswarm.sim.core;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.MarketCalendar.Phase;
import io.marketswarm.market.model.MarketCalendar.Session;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Decides which session comes when. */
final class Planner {
  /** Readers get this long after the close before the next session begins, in wall time. */
  static final long REST_MILLIS = 60_000;

  private static final long SECOND = 1_000;

  private final Universe universe;
  private final MarketCalendar calendar;
  private final MarketOptions options;

  Planner(Universe universe, MarketCalendar calendar, MarketOptions options) {
    this.universe = universe;
    this.calendar = calendar;
    this.options = options;
  }

  /** The session to start with. */
  Plan first(long wall) {
    Optional<LocalDate> date = options.date();
    LocalDate today = MarketCalendar.dateOf(Instant.ofEpochMilli(wall));
    boolean now = date.isEmpty() || date.get().equals(today);
    if (now && inRegularHours(wall) && options.speed() == 1) {
      return first(calendar.sessionOf(today), SimClock.following(wall));
    }
    if (options.alwaysOpen() || date.isPresent()) {
      Session session =
          date.map(calendar::tradingDayFrom).map(calendar::sessionOf).orElse(upcoming(wall));
      return first(session, fromTheOpening(session, wall));
    }
    SimClock clock = new SimClock(wall, wall, options.speed(), false);
    return first(latest(wall), clock);
  }

  private Plan first(Session session, SimClock clock) {
    Opening opening = Opening.first(universe, options, session);
    int target = stepAt(session, clock.simAt(clock.wallAnchor()));
    return new Plan(
        universe,
        calendar,
        options,
        opening,
        Optional.empty(),
        List.of(),
        target,
        clock,
        true,
        false);
  }

  /** The session that has to take over from a running one, if it is time. */
  Optional<Plan> due(long wall, TradingDay day, SimClock clock, boolean manual) {
    if (clock.paused()) {
      return Optional.empty();
    }
    if (!options.alwaysOpen()) {
      return nextByCalendar(wall, day, clock, manual);
    }
    boolean realTime = !manual && options.date().isEmpty() && clock.speed() == 1;
    if (realTime && !clock.followsTheWall() && inRegularHours(wall)) {
      Session session = calendar.sessionOf(MarketCalendar.dateOf(Instant.ofEpochMilli(wall)));
      return Optional.of(next(session, day, SimClock.following(wall), wall, manual));
    }
    if (day.over() && wall >= day.tape().wall(day.length()) + REST_MILLIS) {
      Session session = calendar.sessionOf(calendar.nextTradingDay(day.session().date()));
      long open = session.open().toEpochMilli();
      SimClock fromOpen = new SimClock(wall / SECOND * SECOND, open, clock.speed(), false);
      return Optional.of(next(session, day, fromOpen, wall, manual));
    }
    return Optional.empty();
  }

  private Optional<Plan> nextByCalendar(long wall, TradingDay day, SimClock clock, boolean manual) {
    Session session = latest(clock.simAt(wall));
    return session.date().isAfter(day.session().date())
        ? Optional.of(next(session, day, clock, wall, manual))
        : Optional.empty();
  }

  private Plan next(Session session, TradingDay before, SimClock clock, long wall, boolean manual) {
    Opening opening =
        Opening.after(
            universe, options, session, before.regime().tomorrow(), before.tape().closes());
    int target = stepAt(session, clock.simAt(wall));
    return new Plan(
        universe,
        calendar,
        options,
        opening,
        Optional.empty(),
        List.of(),
        target,
        clock,
        false,
        manual);
  }

  /** The running session moved to another moment of it. */
  Plan seek(long wall, long sim, TradingDay day, SimClock clock) {
    Session session = day.session();
    if (sim < session.open().toEpochMilli() || sim > session.close().toEpochMilli()) {
      throw new IllegalArgumentException(
          "moment " + Instant.ofEpochMilli(sim) + " lies outside the session of " + session.date());
    }
    int target = stepAt(session, sim);
    SimClock moved = clock.movedTo(wall, sim);
    return new Plan(
        universe,
        calendar,
        options,
        day.board().opening(),
        Optional.of(day.board()),
        day.interventionsUntil(target),
        target,
        moved,
        false,
        true);
  }

  private SimClock fromTheOpening(Session session, long wall) {
    long open = session.open().toEpochMilli();
    return new SimClock(wall / SECOND * SECOND, open, options.speed(), false);
  }

  private boolean inRegularHours(long wall) {
    return calendar.phase(Instant.ofEpochMilli(wall)) == Phase.OPEN;
  }

  /** Today's session unless it is over, else the next one. */
  private Session upcoming(long wall) {
    Instant now = Instant.ofEpochMilli(wall);
    Session session = calendar.sessionOf(calendar.tradingDayFrom(MarketCalendar.dateOf(now)));
    return now.isBefore(session.close())
        ? session
        : calendar.sessionOf(calendar.nextTradingDay(session.date()));
  }

  /** The last session that has opened. */
  private Session latest(long sim) {
    Instant now = Instant.ofEpochMilli(sim);
    Session session = calendar.sessionOf(calendar.tradingDayUntil(MarketCalendar.dateOf(now)));
    return now.isBefore(session.open())
        ? calendar.sessionOf(calendar.previousTradingDay(session.date()))
        : session;
  }

  private static int stepAt(Session session, long sim) {
    long step = (sim - session.open().toEpochMilli()) / SECOND;
    return (int) Math.max(0, Math.min(session.seconds(), step));
  }
}
