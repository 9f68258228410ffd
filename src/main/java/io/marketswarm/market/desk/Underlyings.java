package io.marketswarm.market.desk;

import io.marketswarm.bus.MarketTick;
import io.marketswarm.service.MarketClock;
import java.util.HashMap;
import java.util.Map;

/** The latest values of all underlyings, and when they came. */
final class Underlyings {
  static final String VIX = "I:VIX";
  static final String SP_500 = "I:SPX";

  private final MarketClock clock;
  private final Map<String, Value> values = new HashMap<>();

  /**
   * A value.
   *
   * @param wallMillis when it came
   * @param marketMillis what time it was for the market then
   */
  private record Value(double value, long wallMillis, long marketMillis) {}

  private static final Value UNKNOWN = new Value(Double.NaN, 0, 0);

  Underlyings(MarketClock clock) {
    this.clock = clock;
  }

  void take(MarketTick tick) {
    put(tick.symbol(), tick.value(), clock.wallMillis());
  }

  /** A value that came before we did; a younger one stays. */
  void restore(String symbol, double value, long wallMillis) {
    if (wallMillis > of(symbol).wallMillis && wallMillis <= clock.wallMillis()) {
      put(symbol, value, wallMillis);
    }
  }

  private void put(String symbol, double value, long wallMillis) {
    if (value > 0 && value < Double.POSITIVE_INFINITY) {
      long ago = Math.round((clock.wallMillis() - wallMillis) * clock.speed());
      values.put(symbol, new Value(value, wallMillis, clock.nowMillis() - ago));
    }
  }

  private Value of(String symbol) {
    return values.getOrDefault(symbol, UNKNOWN);
  }

  /** The latest value, NaN when there never was one. */
  double value(String symbol) {
    return of(symbol).value;
  }

  /**
   * How long ago it came; very long when it never did. What came in the future, the clock having
   * been set back, is no fresher than what is as old.
   */
  long ageMillis(String symbol) {
    return Math.abs(clock.wallMillis() - of(symbol).wallMillis);
  }

  /** When it came by the market's clock. */
  long seenAt(String symbol) {
    return of(symbol).marketMillis;
  }
}
