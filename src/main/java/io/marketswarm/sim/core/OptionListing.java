package io.marketswarm.sim.core;

import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.OptionRoot;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** All contracts listed for a session; fixed from its opening to its close. */
public final class OptionListing {
  /** Strikes off the usual grid, so that readers who want the grid must filter. */
  private static final int OFF_GRID_EACH_SIDE = 5;

  private static final int OFF_GRID_SPACING = 100;
  private static final int OFF_GRID_SHIFT = 5;

  /** In which order contracts are listed; equal ones stand in the order of their tickers. */
  public enum Order {
    TICKER,
    STRIKE_PRICE,
    EXPIRATION_DATE
  }

  private final List<OptionSeries> series;
  private final OptionSeries[] seriesOf;
  private final String[] ticker;
  private final long[] tickerHash;
  private final int[] openInterest;
  private final Map<String, Integer> byTicker = new HashMap<>();
  private final Map<Order, int[]> sorted = new HashMap<>();

  OptionListing(MarketCalendar calendar, MarketOptions options, Opening opening) {
    LocalDate today = opening.session().date();
    this.series = list(calendar, options, opening);
    int count = series.isEmpty() ? 0 : series.get(series.size() - 1).end();
    this.seriesOf = new OptionSeries[count];
    this.ticker = new String[count];
    this.tickerHash = new long[count];
    this.openInterest = new int[count];
    for (OptionSeries each : series) {
      double open = Cents.round(opening.opens().get(each.instrument()));
      for (int contract = each.first(); contract < each.end(); contract++) {
        seriesOf[contract] = each;
        ticker[contract] = each.ticker(contract);
        tickerHash[contract] = Seeds.hash(ticker[contract]);
        byTicker.put(ticker[contract], contract);
        double smooth =
            OpenInterest.smooth(each.strike(contract), each.isCall(contract), open, each.dte());
        openInterest[contract] = OpenInterest.noisy(smooth, tickerHash[contract], today);
      }
    }
    sort();
  }

  private static List<OptionSeries> list(
      MarketCalendar calendar, MarketOptions options, Opening opening) {
    List<OptionSeries> listed = new ArrayList<>();
    LocalDate today = opening.session().date();
    for (String underlying : options.underlyings()) {
      OptionClass optionClass = OptionClass.of(underlying);
      double[] strikes = strikes(optionClass, opening.opens().get(optionClass.instrument));
      for (LocalDate date : Expirations.atTheOpening(calendar, today)) {
        listed.add(series(calendar, optionClass, optionClass.amRoot, date, today, listed, strikes));
      }
      for (LocalDate date : Expirations.atTheClose(calendar, today)) {
        listed.add(series(calendar, optionClass, optionClass.pmRoot, date, today, listed, strikes));
      }
    }
    return listed;
  }

  private static OptionSeries series(
      MarketCalendar calendar,
      OptionClass optionClass,
      OptionRoot root,
      LocalDate date,
      LocalDate today,
      List<OptionSeries> before,
      double[] strikes) {
    int first = before.isEmpty() ? 0 : before.get(before.size() - 1).end();
    long expiry = calendar.sessionOf(date).close().toEpochMilli();
    int dte = (int) ChronoUnit.DAYS.between(today, date);
    return new OptionSeries(optionClass, root, date, expiry, dte, first, strikes);
  }

  static double[] strikes(OptionClass optionClass, double open) {
    SortedSet<Double> strikes = new TreeSet<>();
    grid(strikes, open, OptionClass.NEAR_BAND, optionClass.nearStep);
    grid(strikes, open, OptionClass.MIDDLE_BAND, optionClass.middleStep);
    grid(strikes, open, OptionClass.FAR_BAND, optionClass.farStep);
    if (optionClass.nearStep > OFF_GRID_SHIFT) {
      double center = Math.rint(open / OFF_GRID_SPACING) * OFF_GRID_SPACING;
      IntStream.rangeClosed(-OFF_GRID_EACH_SIDE, OFF_GRID_EACH_SIDE)
          .forEach(i -> strikes.add(center + i * OFF_GRID_SPACING + OFF_GRID_SHIFT));
    }
    return strikes.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void grid(SortedSet<Double> into, double open, double band, int step) {
    double last = open * (1 + band);
    for (double k = Math.ceil(open * (1 - band) / step) * step; k <= last; k += step) {
      into.add(k);
    }
  }

  private void sort() {
    Comparator<Integer> byName = Comparator.comparing(contract -> ticker[contract]);
    Integer[] contracts = IntStream.range(0, ticker.length).boxed().toArray(Integer[]::new);
    Arrays.sort(contracts, byName);
    sorted.put(Order.TICKER, unbox(contracts));
    Arrays.sort(contracts, Comparator.comparingDouble(this::strike));
    sorted.put(Order.STRIKE_PRICE, unbox(contracts));
    Arrays.sort(contracts, byName);
    Arrays.sort(contracts, Comparator.comparing(this::expiration));
    sorted.put(Order.EXPIRATION_DATE, unbox(contracts));
  }

  private static int[] unbox(Integer[] contracts) {
    return IntStream.range(0, contracts.length).map(i -> contracts[i]).toArray();
  }

  public int size() {
    return ticker.length;
  }

  public List<OptionSeries> series() {
    return series;
  }

  /** Contracts in an order; the array is shared, do not write to it. */
  int[] sorted(Order order) {
    return sorted.get(order);
  }

  public OptionalInt find(String name) {
    Integer contract = byTicker.get(name);
    return contract == null ? OptionalInt.empty() : OptionalInt.of(contract);
  }

  public OptionSeries seriesOf(int contract) {
    return seriesOf[contract];
  }

  public String ticker(int contract) {
    return ticker[contract];
  }

  long tickerHash(int contract) {
    return tickerHash[contract];
  }

  public boolean isCall(int contract) {
    return seriesOf[contract].isCall(contract);
  }

  public double strike(int contract) {
    return seriesOf[contract].strike(contract);
  }

  public LocalDate expiration(int contract) {
    return seriesOf[contract].expiration();
  }

  public int openInterest(int contract) {
    return openInterest[contract];
  }

  /** The strike of a series with the most open calls and puts within a share of a price. */
  double busiestStrike(OptionSeries of, double price, double reach) {
    double best = Double.NaN;
    int most = -1;
    for (int call = of.first(); call < of.end(); call += 2) {
      int open = openInterest[call] + openInterest[call + 1];
      double strike = of.strike(call);
      if (Math.abs(strike / price - 1) <= reach && open > most) {
        most = open;
        best = strike;
      }
    }
    return best;
  }
}
