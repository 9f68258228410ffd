package io.marketswarm.sim.core;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.MarketCalendar.Session;
import io.marketswarm.sim.core.Instrument.Derived;
import io.marketswarm.sim.core.Instrument.Factor;
import io.marketswarm.sim.core.Instrument.Market;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Two years that lead up to the first session. Days are chained backwards from its previous closes;
 * the minutes of a day are a random bridge from its open to its close, made when asked for.
 * Immutable, safe for any thread.
 */
public final class PriceHistory {
  private static final int YEARS = 2;
  private static final double DAILY_DRIFT = 0.0004;
  private static final double GAP_SHARE = 0.35;
  private static final double VIX_ANSWER = -3.3;
  private static final double VIX_PULL = 0.95;
  private static final double VIX_NOISE = 0.03;

  private final Universe universe;
  private final long seed;
  private final NavigableMap<LocalDate, Span> days = new TreeMap<>();

  /** A day from bell to bell. */
  record Span(Session session, Levels opens, Levels closes) {}

  PriceHistory(Universe universe, MarketCalendar calendar, long seed, Opening first) {
    this.universe = universe;
    this.seed = seed;
    LocalDate firstDate = first.session().date();
    LocalDate date = calendar.previousTradingDay(firstDate);
    Levels closes = first.previousCloses();
    while (date.isAfter(firstDate.minusYears(YEARS))) {
      Span span = spanEndingAt(calendar.sessionOf(date), closes);
      days.put(date, span);
      closes = closesBefore(span);
      date = calendar.previousTradingDay(date);
    }
  }

  private Span spanEndingAt(Session session, Levels closes) {
    double deviation = Paths.dailyDeviation(closes.get(Universe.VIX));
    double[] moves = moves(session.date(), "history day", deviation, DAILY_DRIFT);
    return new Span(session, back(closes, moves), closes);
  }

  private Levels closesBefore(Span span) {
    double deviation = GAP_SHARE * Paths.dailyDeviation(span.opens().get(Universe.VIX));
    return back(span.opens(), moves(span.session().date(), "history gap", deviation, 0));
  }

  private Levels back(Levels from, double[] moves) {
    double[] levels = from.copy();
    for (int i = 0; i < levels.length; i++) {
      levels[i] *= StrictMath.exp(-moves[i]);
    }
    double usual = universe.get(Universe.VIX).open();
    double pulled = usual * StrictMath.pow(levels[Universe.VIX] / usual, VIX_PULL);
    levels[Universe.VIX] = Paths.clampVix(pulled);
    return Levels.of(levels);
  }

  /** One joint log return of all instruments. */
  private double[] moves(LocalDate date, String purpose, double deviation, double drift) {
    double[] moves = new double[universe.size()];
    for (int i = 0; i < moves.length; i++) {
      Instrument of = universe.get(i);
      double z = Seeds.stream(seed, date, of.symbol(), purpose).gaussian();
      if (of.motion() instanceof Market) {
        moves[i] = drift + deviation * z;
      } else if (of.motion() instanceof Derived derived) {
        moves[i] = moves[derived.parent()];
      } else {
        moves[i] = answer(of, moves[Universe.SPX], deviation * z, VIX_NOISE * z);
      }
    }
    return moves;
  }

  /** How an instrument answers a move of the market, given noise of its own. */
  private static double answer(Instrument of, double market, double noise, double vixNoise) {
    return of.motion() instanceof Factor factor
        ? factor.beta() * market + factor.volatility() * factor.idiosyncratic() * noise
        : VIX_ANSWER * market + vixNoise;
  }

  public LocalDate firstDate() {
    return days.firstKey();
  }

  /** The sessions between two dates, both included. */
  List<LocalDate> dates(LocalDate from, LocalDate to) {
    return from.isAfter(to) ? List.of() : List.copyOf(days.subMap(from, true, to, true).keySet());
  }

  /** The minutes of one session. */
  public List<Bar> minutes(int instrument, LocalDate date) {
    Span span = days.get(date);
    if (universe.get(instrument).motion() instanceof Derived derived) {
      return scaled(instrument, minutes(derived.parent(), date), derived.ratio(), date);
    }
    MinuteBridge bridge = new MinuteBridge(span.session(), walk(instrument, span));
    return bridge.bars(
        span.opens().get(instrument), span.closes().get(instrument), turnover(instrument, date));
  }

  private List<Bar> scaled(int instrument, List<Bar> parents, double ratio, LocalDate date) {
    MinuteTurnover turnover = turnover(instrument, date);
    List<Bar> bars = new ArrayList<>(parents.size());
    for (Bar parent : parents) {
      double fraction = (double) bars.size() / parents.size();
      bars.add(
          turnover.fill(
              parent.t(),
              Cents.round(parent.open() * ratio),
              Cents.round(parent.high() * ratio),
              Cents.round(parent.low() * ratio),
              Cents.round(parent.close() * ratio),
              fraction));
    }
    return bars;
  }

  private MinuteTurnover turnover(int instrument, LocalDate date) {
    Instrument of = universe.get(instrument);
    return new MinuteTurnover(
        of.sharesPerSecond(), Seeds.stream(seed, date, of.symbol(), "history turnover"));
  }

  /** A random walk of the session, in log prices; it shares the market's steps. */
  private double[] walk(int instrument, Span span) {
    double deviation = Paths.dailyDeviation(span.opens().get(Universe.VIX));
    LocalDate date = span.session().date();
    Dice market = minuteNoise(Universe.SPX, date);
    Dice own = minuteNoise(instrument, date);
    int steps = MinuteBridge.steps(span.session());
    double perStep = deviation / Math.sqrt(steps);
    double[] walk = new double[steps + 1];
    Instrument of = universe.get(instrument);
    for (int step = 1; step <= steps; step++) {
      double scale = perStep * Intraday.activity((double) step / steps);
      double shared = scale * market.gaussian();
      double z = own.gaussian();
      double vixNoise = VIX_NOISE * z / Math.sqrt(steps);
      boolean isMarket = of.motion() instanceof Market;
      double move = isMarket ? shared : answer(of, shared, scale * z, vixNoise);
      walk[step] = walk[step - 1] + move;
    }
    return walk;
  }

  private Dice minuteNoise(int instrument, LocalDate date) {
    return Seeds.stream(seed, date, universe.get(instrument).symbol(), "history minutes");
  }

  /** The daily bar of one session, stamped with midnight in New York. */
  public Bar day(int instrument, LocalDate date) {
    return minutes(instrument, date).stream()
        .reduce(Bar::then)
        .orElseThrow()
        .at(Days.midnight(date));
  }
}
