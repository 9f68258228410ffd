package io.marketswarm.sim.core;

/** Adds volumes to the minutes of a past session, with the shape of the day. */
final class MinuteTurnover {
  private static final double NOISE = 0.35;
  private static final double SHARES_PER_TRADE = 120;
  private static final int MINUTE_SECONDS = 60;

  private final double sharesPerSecond;
  private final Dice random;

  MinuteTurnover(double sharesPerSecond, Dice random) {
    this.sharesPerSecond = sharesPerSecond;
    this.random = random;
  }

  Bar fill(long t, double open, double high, double low, double close, double fraction) {
    if (sharesPerSecond == 0) {
      return new Bar(t, open, high, low, close, 0, 0, 0);
    }
    double noise = StrictMath.exp(NOISE * random.gaussian());
    double activity = Intraday.squared(fraction);
    long volume = Math.max(1, Math.round(MINUTE_SECONDS * sharesPerSecond * activity * noise));
    double vwap = Math.rint((open + high + low + close) / 4 * 10_000) / 10_000;
    int trades = (int) Math.max(1, Math.round(volume / SHARES_PER_TRADE));
    return new Bar(t, open, high, low, close, volume, vwap, trades);
  }
}
