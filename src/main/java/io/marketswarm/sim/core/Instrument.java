package io.marketswarm.sim.core;

/**
 * Something with a price path.
 *
 * @param open the price at the very first opening
 * @param sharesPerSecond average turnover; zero for indices
 */
public record Instrument(
    String symbol, Kind kind, String name, double open, Motion motion, double sharesPerSecond) {

  /** Which of the provider's clusters an instrument trades on. */
  public enum Kind {
    INDEX,
    STOCK,
    FUTURE
  }

  /** Whether the price is a multiple of another one. */
  public boolean isDerived() {
    return motion instanceof Derived;
  }

  /** How a price is moved. */
  sealed interface Motion {}

  /** The market itself: moved by its own noise, jumps and drifts. */
  record Market() implements Motion {}

  /** The volatility index: answers the market with the opposite sign. */
  record Volatility() implements Motion {}

  /**
   * Follows the market in part.
   *
   * @param volatility in units of the market's volatility
   * @param correlation with the market
   */
  record Factor(double volatility, double correlation) implements Motion {
    /** What a move of the market is expected to do to this instrument. */
    double beta() {
      return volatility * correlation;
    }

    double idiosyncratic() {
      return Math.sqrt(1 - correlation * correlation);
    }
  }

  /** A fixed multiple of another instrument. */
  record Derived(int parent, double ratio) implements Motion {}
}
