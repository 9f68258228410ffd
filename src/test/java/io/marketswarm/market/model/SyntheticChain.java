package io.marketswarm.market.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A made-up chain with a flat volatility: as many strikes as the chain rule keeps for the expected
 * move, quotes around the exact price, and open interest in a bell around spot.
 */
public final class SyntheticChain {
  public static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  public static final double VOLATILITY = 0.15;

  private static final double TICK = 0.05;

  private final OptionRoot root;
  private final double spot;
  private final double vix;
  private final int grid;
  private final double moves;
  private final ChainGeometry geometry;
  private final ContractValues values = new ContractValues();

  private SyntheticChain(
      OptionRoot root, double spot, double vix, int grid, double moves, int lastDte) {
    this.root = root;
    this.spot = spot;
    this.vix = vix;
    this.grid = grid;
    this.moves = moves;
    this.geometry =
        ChainGeometry.of(
            root.symbol(),
            IntStream.rangeClosed(0, lastDte)
                .mapToObj(this::tickers)
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .toArray());
  }

  /** SPX at 6900, every fifth point. */
  public static SyntheticChain spx(double vix, int lastDte) {
    return new SyntheticChain(OptionRoot.SPXW, 6900, vix, 5, 2.25, lastDte);
  }

  /** NDX at 25000, every tenth point. */
  public static SyntheticChain ndx(double vix, int lastDte) {
    return new SyntheticChain(OptionRoot.NDXP, 25000, vix, 10, 3.5, lastDte);
  }

  private List<Long> tickers(int dte) {
    double halfWidth = Math.rint(moves * spot * vix / 100 * Math.sqrt(Math.max(1, dte) / 252.0));
    long middle = Math.round(spot / grid) * grid;
    long steps = (long) (halfWidth / grid);
    List<Long> tickers = new ArrayList<>();
    for (long strike = middle - steps * grid; strike <= middle + steps * grid; strike += grid) {
      for (OptionSide side : OptionSide.values()) {
        tickers.add(Ticker.of(root, TODAY.plusDays(dte), strike * Ticker.STRIKE_SCALE, side));
      }
    }
    return tickers;
  }

  public ChainGeometry geometry() {
    return geometry;
  }

  public double spot() {
    return spot;
  }

  public double vix() {
    return vix;
  }

  /** A state holding this chain, fully quoted. */
  public ChainState state(long nowMillis) {
    ChainState state = new ChainState(root.symbol());
    state.reshape(geometry);
    requote(state, spot, nowMillis, new SplittableRandom(1));
    return state;
  }

  /** New quotes, greeks and open interest for every contract, as a chain request brings them. */
  public void requote(ChainState state, double spot, long nowMillis, SplittableRandom random) {
    state.spot(spot);
    ExpiryClock clock = ExpiryClock.newYork();
    for (int slot = 0; slot < geometry.slots(); slot++) {
      long ticker = geometry.ticker(slot);
      double years = clock.years(Ticker.expiry(ticker), nowMillis);
      double strike = Ticker.strike(ticker);
      OptionSide side = Ticker.side(ticker);
      double price = BlackScholes.price(side, spot, strike, years, VOLATILITY, BlackScholes.RATE);
      Greeks greeks =
          BlackScholes.greeks(side, spot, strike, years, VOLATILITY, BlackScholes.RATE, 0);
      double bid = Math.floor(price / TICK) * TICK;
      double distance = (strike / spot - 1) / 0.02;
      values
          .clear()
          .bid(bid)
          .ask(bid + TICK * (1 + random.nextInt(3)))
          .last(price)
          .quotedAt(nowMillis)
          .tradedAt(nowMillis)
          .volatility(VOLATILITY)
          .gamma(greeks.gamma())
          .delta(greeks.delta())
          .openInterest(Math.rint(1 + 3000 * Math.exp(-distance * distance)))
          .volume(random.nextInt(5000));
      state.replace(slot, values);
    }
  }
}
