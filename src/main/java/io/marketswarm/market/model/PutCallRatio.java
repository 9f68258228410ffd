package io.marketswarm.market.model;

/** Puts per call. */
final class PutCallRatio {
  private double puts;
  private double calls;

  void add(double morePuts, double moreCalls) {
    puts += morePuts;
    calls += moreCalls;
  }

  void add(PutCallRatio other) {
    add(other.puts, other.calls);
  }

  /** Whether neither puts nor calls were counted. */
  boolean isEmpty() {
    return puts == 0 && calls == 0;
  }

  /** NaN without calls. */
  double value() {
    return calls > 0 ? puts / calls : Double.NaN;
  }
}
