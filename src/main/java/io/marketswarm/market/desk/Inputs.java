package io.marketswarm.market.desk;

import io.marketswarm.bus.ChainUpdate;
import io.marketswarm.bus.MarketTick;
import io.marketswarm.market.model.MarketCalendar.Phase;
import io.marketswarm.market.model.PricingSpot;
import io.marketswarm.service.MarketClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a desk hears of the market, and how old it is. */
final class Inputs {
  /**
   * What is built from older data than this would carry a time stamp that promises more than it
   * holds.
   */
  static final long FRESH_MILLIS = Duration.ofMinutes(1).toMillis();

  /** Another symbol's chain is fetched at least this often, also at night. */
  private static final long OTHERS_MILLIS = Duration.ofMinutes(15).toMillis();

  private final String symbol;
  private final Set<String> others;
  private final MarketClock clock;
  private final LiveChain chain;
  private final Underlyings underlyings;
  private final Map<String, ChainUpdate> otherChains = new HashMap<>();
  private long heardMillis;

  /**
   * @param others symbols whose chains are wanted as well
   */
  Inputs(String symbol, Set<String> others, MarketClock clock) {
    this.symbol = symbol;
    this.others = others;
    this.clock = clock;
    this.chain = new LiveChain(symbol);
    this.underlyings = new Underlyings(clock);
  }

  String symbol() {
    return symbol;
  }

  LiveChain chain() {
    return chain;
  }

  Underlyings underlyings() {
    return underlyings;
  }

  /** Takes a chain; true when it is ours and brings news. */
  boolean take(ChainUpdate update) {
    if (update.symbol().equals(symbol)) {
      return chain.take(update);
    }
    if (others.contains(update.symbol()) && update.contracts() > 0) {
      otherChains.put(update.symbol(), update);
    }
    return false;
  }

  /** Takes a value; true when it is of our underlying. */
  boolean take(MarketTick tick) {
    underlyings.take(tick);
    return tick.symbol().equals(symbol);
  }

  /** The stream has told something. */
  void heard() {
    heardMillis = clock.wallMillis();
  }

  Moment moment() {
    long nowMillis = clock.nowMillis();
    return new Moment(
        clock.wallMillis(),
        nowMillis,
        clock.today(),
        clock.phase(),
        PricingSpot.of(underlyings.value(symbol), underlyings.ageMillis(symbol), chain.spot()),
        underlyings.value(Underlyings.VIX));
  }

  /** Whether nothing was heard for so long that what we know cannot be passed off as the market. */
  boolean isSilent(Moment at) {
    return at.phase() != Phase.CLOSED
        && age(heardMillis, at) > FRESH_MILLIS
        && age(chain.fetchedMillis(), at) > FRESH_MILLIS
        && underlyings.ageMillis(symbol) > FRESH_MILLIS;
  }

  /** Whether the market moves and the chain is recent. */
  boolean hasFreshChain(Moment at) {
    return at.phase() != Phase.CLOSED && age(chain.fetchedMillis(), at) <= FRESH_MILLIS;
  }

  /** Whether the market is open and the chain is not of now. */
  boolean hasOldChain(Moment at) {
    return at.phase() == Phase.OPEN && age(chain.fetchedMillis(), at) > FRESH_MILLIS;
  }

  boolean hasFreshVix() {
    return underlyings.ageMillis(Underlyings.VIX) <= FRESH_MILLIS;
  }

  /** A time to come is no fresher than one past: the clock was set back, or is ahead elsewhere. */
  private static long age(long wallMillis, Moment at) {
    return Math.abs(at.wallMillis() - wallMillis);
  }

  /** The other symbols, those left out of which nothing was heard for long. */
  GammaBoard.Others others(Moment at) {
    Map<String, ChainUpdate> chains = new HashMap<>();
    Map<String, Double> spots = new HashMap<>();
    otherChains.forEach(
        (other, update) -> {
          if (age(update.epochMillis(), at) <= OTHERS_MILLIS) {
            chains.put(other, update);
            boolean live = underlyings.ageMillis(other) < PricingSpot.FRESH_MILLIS;
            spots.put(other, live ? underlyings.value(other) : Double.NaN);
          }
        });
    return new GammaBoard.Others(chains, spots);
  }
}
