package io.marketswarm.sim.core;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a simulated market is made of.
 *
 * @param speed how many market seconds pass in a second
 * @param alwaysOpen whether sessions follow each other around the clock; else exchange hours hold
 * @param date the first session; empty for the one going on or coming next
 * @param tradesPerSecond option prints of the SPX contracts expiring today, on average
 * @param pin whether the last hour is drawn to the strike with the largest open interest
 * @param opens first opening prices that differ from the usual ones, by symbol
 * @param underlyings the indices with an option chain
 */
public record MarketOptions(
    long seed,
    double speed,
    Scenario scenario,
    boolean alwaysOpen,
    Optional<LocalDate> date,
    double tradesPerSecond,
    boolean pin,
    Map<String, Double> opens,
    List<String> underlyings) {
  public static final double MAX_SPEED = 60;
  public static final double MAX_TRADES_PER_SECOND = 1_000;
  public static final MarketOptions DEFAULT =
      new MarketOptions(
          42,
          1,
          Scenario.NORMAL,
          true,
          Optional.empty(),
          60,
          false,
          Map.of(),
          OptionClass.underlyings());

  public MarketOptions {
    checkSpeed(speed);
    if (!(tradesPerSecond >= 0 && tradesPerSecond <= MAX_TRADES_PER_SECOND)) {
      throw new IllegalArgumentException(
          "trade rate " + tradesPerSecond + " is not between 0 and " + MAX_TRADES_PER_SECOND);
    }
    opens = Map.copyOf(opens);
    opens.forEach(
        (symbol, open) -> {
          if (!(open > 0 && open < 1e6)) {
            throw new IllegalArgumentException("opening price " + open + " of " + symbol);
          }
        });
    underlyings = List.copyOf(underlyings);
    underlyings.forEach(OptionClass::of);
  }

  static double checkSpeed(double speed) {
    if (!(speed > 0 && speed <= MAX_SPEED)) {
      throw new IllegalArgumentException(
          "speed " + speed + " is not above 0 and at most " + MAX_SPEED);
    }
    return speed;
  }

  public MarketOptions withSeed(long seed) {
    return new MarketOptions(
        seed, speed, scenario, alwaysOpen, date, tradesPerSecond, pin, opens, underlyings);
  }

  public MarketOptions withSpeed(double speed) {
    return new MarketOptions(
        seed, speed, scenario, alwaysOpen, date, tradesPerSecond, pin, opens, underlyings);
  }

  public MarketOptions withScenario(Scenario scenario) {
    return new MarketOptions(
        seed, speed, scenario, alwaysOpen, date, tradesPerSecond, pin, opens, underlyings);
  }

  public MarketOptions withAlwaysOpen(boolean alwaysOpen) {
    return new MarketOptions(
        seed, speed, scenario, alwaysOpen, date, tradesPerSecond, pin, opens, underlyings);
  }

  public MarketOptions withDate(LocalDate date) {
    return new MarketOptions(
        seed,
        speed,
        scenario,
        alwaysOpen,
        Optional.of(date),
        tradesPerSecond,
        pin,
        opens,
        underlyings);
  }

  public MarketOptions withUnderlyings(List<String> underlyings) {
    return new MarketOptions(
        seed, speed, scenario, alwaysOpen, date, tradesPerSecond, pin, opens, underlyings);
  }

  public MarketOptions withOpens(Map<String, Double> opens) {
    return new MarketOptions(
        seed, speed, scenario, alwaysOpen, date, tradesPerSecond, pin, opens, underlyings);
  }

  public MarketOptions withTradesPerSecond(double tradesPerSecond) {
    return new MarketOptions(
        seed, speed, scenario, alwaysOpen, date, tradesPerSecond, pin, opens, underlyings);
  }
}
