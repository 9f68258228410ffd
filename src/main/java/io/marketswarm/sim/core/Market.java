package io.marketswarm.sim.core;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.MarketCalendar.Phase;
import io.marketswarm.market.model.MarketCalendar.Session;
import io.marketswarm.sim.core.BarQuery.Lived;
import io.marketswarm.sim.core.Plan.Ready;
import io.marketswarm.sim.core.TradingDay.Shock;
import io.marketswarm.sim.core.TradingDay.Turn;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * A market that lives: sessions one after another, driven by whoever tells it the time. One thread
 * at a time may use it. Only {@link #open} and {@link Plan#build} are slow; the latter runs on
 * another thread while the market goes on.
 */
public final class Market {
  private static final int MILLIS = 1_000;

  private final MarketCalendar calendar;
  private MarketOptions options;
  private Universe universe;
  private Planner planner;
  private Archive archive;
  private PriceHistory history;
  private TradingDay day;
  private OptionDesk desk;
  private SimClock clock;
  private boolean manual;

  private Market(MarketCalendar calendar) {
    this.calendar = calendar;
  }

  /** Starts a market; may take seconds. */
  public static Market open(MarketOptions options, MarketCalendar calendar, long wall) {
    Market market = new Market(calendar);
    Universe universe = new Universe(options.opens());
    Plan first = new Planner(universe, calendar, options).first(wall);
    market.begin(first.build(null));
    return market;
  }

  /** Hears what happens, in the order in which it happens. */
  public interface Listener extends TradingDay.Trades {
    /** A second began. */
    void stepped(TradingDay day);
  }

  /**
   * Lives up to a moment of the wall clock, or one second of market time towards it.
   *
   * @return how far the market has come, on the wall clock
   */
  public long advance(long wall, Listener listener) {
    long open = session().open().toEpochMilli();
    long sim = clock.simAt(wall) - open;
    long target = Math.min(Math.floorDiv(sim, MILLIS), day.length());
    if (day.tape().step() < target) {
      day.advance(new Plan.SteadyWall(clock, open), listener);
      listener.stepped(day);
    }
    day.release((double) sim / MILLIS - day.tape().step(), listener);
    int step = day.tape().step();
    return step < target ? day.tape().wall(step) : wall;
  }

  /** The session that has to begin now, if any: build it, then {@link #begin} it. */
  public Optional<Plan> due(long wall) {
    return planner.due(wall, day, clock, manual);
  }

  /**
   * The running session at another moment of it, in market time; build it, then {@link #begin} it.
   */
  public Plan seek(long wall, long sim) {
    return planner.seek(wall, sim, day, clock);
  }

  /** A new simulation; build it, then {@link #begin} it. */
  public Plan reset(long wall, long seed, Optional<LocalDate> date) {
    MarketOptions changed = options.withSeed(seed).withSpeed(clock.speed());
    changed = date.isPresent() ? changed.withDate(date.get()) : changed;
    return new Planner(universe, calendar, changed).first(wall);
  }

  /** Replaces the running session. */
  public void begin(Ready ready) {
    Plan plan = ready.plan();
    if (plan.fresh()) {
      options = plan.options();
      universe = plan.universe();
      planner = new Planner(universe, calendar, options);
      archive = new Archive(universe.size());
    } else if (plan.known().isEmpty()) {
      archive.keep(day);
    }
    history = ready.history();
    day = ready.day();
    desk = new OptionDesk(day);
    clock = plan.clock();
    manual = plan.manual();
  }

  public void pause(long wall) {
    clock = clock.pausedAt(wall);
    manual = true;
  }

  public void resume(long wall) {
    clock = clock.resumedAt(wall);
    manual = true;
  }

  public void speed(long wall, double speed) {
    clock = clock.atSpeed(wall, speed);
    manual = true;
  }

  public void turn(Scenario scenario) {
    day.intervene(new Turn(day.tape().step(), scenario));
  }

  /** Moves an instrument by a share of its price within some seconds. */
  public void shock(int instrument, double share, int seconds) {
    day.intervene(new Shock(day.tape().step(), instrument, share, seconds));
  }

  public MarketOptions options() {
    return options;
  }

  public MarketCalendar calendar() {
    return calendar;
  }

  public Universe universe() {
    return universe;
  }

  public PriceHistory history() {
    return history;
  }

  public TradingDay day() {
    return day;
  }

  public Session session() {
    return day.session();
  }

  public OptionDesk desk() {
    return desk;
  }

  public SimClock clock() {
    return clock;
  }

  public boolean followsTheWall() {
    return clock.followsTheWall();
  }

  /** Whether trading goes on. */
  public boolean isOpen() {
    return !day.over();
  }

  /** Where exchange hours are at the market's time. */
  public Phase phase(long wall) {
    return calendar.phase(Instant.ofEpochMilli(clock.simAt(wall)));
  }

  /** The bar of the running minute of the wall clock. */
  public Bar minuteNow(int instrument) {
    return TapeBars.minuteNow(day.tape(), instrument);
  }

  /** The bar over the steps from one to another, the latter not included. */
  public Bar bar(int instrument, int from, int end) {
    return TapeBars.bar(day.tape(), instrument, from, end, day.tape().wall(from));
  }

  public Bar today(int instrument) {
    return TapeBars.day(day.tape(), instrument, session().date());
  }

  /** The daily bar of the session before the running one. */
  public Bar previousDay(int instrument) {
    NavigableMap<LocalDate, Bar> lived = archive.days(instrument).headMap(session().date(), false);
    LocalDate before = calendar.previousTradingDay(session().date());
    Bar known = lived.get(before);
    return known != null || lived.isEmpty()
        ? Optional.ofNullable(known).orElseGet(() -> history.day(instrument, before))
        : lived.lastEntry().getValue();
  }

  /** What happened to an instrument since the simulation began. */
  public Lived lived(int instrument) {
    List<Bar> minutes = new ArrayList<>(archive.minutes(instrument));
    minutes.addAll(TapeBars.minutes(day.tape(), instrument));
    NavigableMap<LocalDate, Bar> days = archive.days(instrument);
    days.put(session().date(), today(instrument));
    return new Lived(minutes, days);
  }
}
