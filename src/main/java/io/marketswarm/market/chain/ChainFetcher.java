package io.marketswarm.market.chain;

import io.marketswarm.log.Log;
import io.marketswarm.market.MassiveSettings;
import io.marketswarm.market.MassiveSettings.Grid;
import io.marketswarm.market.feed.ChainContract;
import io.marketswarm.market.feed.ProviderRest;
import io.marketswarm.market.model.MarketCalendar;
import io.marketswarm.market.model.OptionRoot;
import io.marketswarm.market.model.Ticker;
import io.marketswarm.service.MarketClock;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;

/** Fetches the chains of underlyings around the money, several expirations at a time. */
final class ChainFetcher {
  private static final int IN_FLIGHT = 8;

  /** Contracts of these classes settle at the opening of their last day. */
  private static final Set<OptionRoot> MORNING_SETTLED = Set.of(OptionRoot.SPX, OptionRoot.NDX);

  private final ProviderRest rest;
  private final MassiveSettings.Chain settings;
  private final MarketClock clock;
  private final ChainBook book;
  private final Log log;
  private final Expirations expirations;

  private record Order(
      String symbol,
      LocalDate expiry,
      StrikeWindow window,
      Set<Long> held,
      double low,
      double high) {}

  private record Plan(Quote quote, SortedSet<LocalDate> listed, List<Order> orders) {}

  private record Caught(Order order, Harvest.Slice slice, long atNanos) {}

  /** What an underlying is worth. */
  record Quote(String symbol, double spot) {}

  ChainFetcher(
      ProviderRest rest,
      MassiveSettings.Chain settings,
      MarketClock clock,
      ChainBook book,
      Log log) {
    this.rest = rest;
    this.settings = settings;
    this.clock = clock;
    this.book = book;
    this.log = log;
    this.expirations = new Expirations(rest, clock, settings.expirations());
  }

  /**
   * Fetches the chains of all underlyings; an underlying whose expirations are unknown is missing.
   *
   * @param vix NaN when unknown
   */
  Future<List<Harvest>> fetch(List<Quote> quotes, double vix) {
    long began = System.nanoTime();
    return Lanes.run(IN_FLIGHT, quotes, quote -> plan(quote, vix))
        .map(plans -> plans.stream().flatMap(Optional::stream).toList())
        .compose(
            plans ->
                Lanes.run(
                        IN_FLIGHT,
                        plans.stream().flatMap(plan -> plan.orders.stream()).toList(),
                        this::carryOut)
                    .map(caught -> plans.stream().map(p -> harvest(p, caught, began)).toList()));
  }

  private Future<Optional<Plan>> plan(Quote quote, double vix) {
    return expirations
        .next(quote.symbol, quote.spot)
        .map(
            listed ->
                Optional.of(
                    new Plan(
                        quote,
                        listed,
                        listed.stream().map(expiry -> order(quote, expiry, vix)).toList())))
        .recover(
            cause -> {
              log.warn("expirations of " + quote.symbol + " are unknown: " + cause.getMessage());
              return Future.succeededFuture(Optional.empty());
            });
  }

  private Order order(Quote quote, LocalDate expiry, double vix) {
    Grid grid = settings.grid(quote.symbol);
    int dte = (int) Math.max(0, ChronoUnit.DAYS.between(clock.today(), expiry));
    StrikeWindow window = StrikeWindow.around(quote.spot, vix, grid, dte);
    Set<Long> held = new HashSet<>();
    double low = window.low();
    double high = window.high();
    for (ChainContract contract : book.contracts(quote.symbol, expiry)) {
      double strike = Ticker.strike(contract.ticker());
      if (window.holds(strike)) {
        held.add(contract.ticker());
        low = Math.min(low, strike);
        high = Math.max(high, strike);
      }
    }
    return new Order(quote.symbol, expiry, window, held, low, high);
  }

  private Future<Caught> carryOut(Order order) {
    return rest.chain(order.symbol, order.expiry, order.low, order.high)
        .map(contracts -> checked(order, sifted(order, contracts)))
        .map(contracts -> new Harvest.Slice(order.expiry, order.window, contracts, null))
        .otherwise(
            cause -> new Harvest.Slice(order.expiry, order.window, List.of(), cause.getMessage()))
        .map(slice -> new Caught(order, slice, System.nanoTime()));
  }

  /** An expiry that was full of contracts is not empty all of a sudden. */
  private List<ChainContract> checked(Order order, List<ChainContract> contracts) {
    if (contracts.isEmpty() && !order.held.isEmpty()) {
      throw new IllegalStateException("no contracts, where there were " + order.held.size());
    }
    return contracts;
  }

  private List<ChainContract> sifted(Order order, List<ChainContract> fetched) {
    Grid grid = settings.grid(order.symbol);
    boolean opened = !time().isBefore(MarketCalendar.OPEN);
    boolean settled = opened && order.expiry.equals(clock.today());
    return fetched.stream()
        .filter(c -> !grid.onGridOnly() || isOnGrid(c.ticker(), grid.increment()))
        .filter(c -> !settled || !MORNING_SETTLED.contains(Ticker.root(c.ticker())))
        .filter(
            c ->
                order.window.contains(Ticker.strike(c.ticker())) || order.held.contains(c.ticker()))
        .toList();
  }

  private static boolean isOnGrid(long ticker, int increment) {
    return Ticker.strikeMillis(ticker) % ((long) increment * Ticker.STRIKE_SCALE) == 0;
  }

  private LocalTime time() {
    return clock.now().atZone(MarketCalendar.ZONE).toLocalTime();
  }

  private static Harvest harvest(Plan plan, List<Caught> caught, long began) {
    List<Caught> ours =
        caught.stream().filter(c -> c.order.symbol.equals(plan.quote.symbol)).toList();
    long ended = ours.stream().mapToLong(Caught::atNanos).max().orElse(began);
    return new Harvest(
        plan.quote.symbol,
        plan.quote.spot,
        plan.listed,
        ours.stream().map(Caught::slice).toList(),
        TimeUnit.NANOSECONDS.toMillis(ended - began));
  }
}
