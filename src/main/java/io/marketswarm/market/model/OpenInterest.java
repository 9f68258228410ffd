package io.marketswarm.market.model;

/** Options outstanding per strike of one expiry. */
final class OpenInterest {
  private final double[] strikes;
  private final double[] calls;
  private final double[] puts;
  private final PutCallRatio ratio = new PutCallRatio();

  OpenInterest(double[] ascendingStrikes) {
    strikes = ascendingStrikes;
    calls = new double[strikes.length];
    puts = new double[strikes.length];
  }

  void add(int strike, double moreCalls, double morePuts) {
    calls[strike] += moreCalls;
    puts[strike] += morePuts;
    ratio.add(morePuts, moreCalls);
  }

  PutCallRatio ratio() {
    return ratio;
  }

  /**
   * The strike at which all options together pay out least, the closest to spot of equals, then the
   * lower; NaN when there are none. From strike to strike the payout of calls grows with the calls
   * below, that of puts shrinks with the puts not yet passed.
   */
  double maxPain(double spot) {
    double putsAbove = 0;
    double payout = 0;
    for (int i = 1; i < strikes.length; i++) {
      putsAbove += puts[i];
      payout += puts[i] * (strikes[i] - strikes[0]);
    }
    double callsBelow = strikes.length > 0 ? calls[0] : 0;
    double least = payout;
    int at = 0;
    for (int i = 1; i < strikes.length; i++) {
      payout += (callsBelow - putsAbove) * (strikes[i] - strikes[i - 1]);
      callsBelow += calls[i];
      putsAbove -= puts[i];
      boolean closer = Math.abs(strikes[i] - spot) < Math.abs(strikes[at] - spot);
      if (payout < least || payout == least && closer) {
        least = payout;
        at = i;
      }
    }
    return ratio.isEmpty() ? Double.NaN : strikes[at];
  }
}
