package io.marketswarm.sim.core;

import io.marketswarm.market.model.MarketCalendar.Session;
import java.util.ArrayList;
import java.util.List;

/** Minute bars of a session along a random walk that is bent to end where the day ended. */
final class MinuteBridge {
  private static final int STEPS_PER_MINUTE = 4;
  private static final int MINUTE_SECONDS = 60;

  private final Session session;
  private final double[] walk;

  MinuteBridge(Session session, double[] walk) {
    this.session = session;
    this.walk = walk;
  }

  static int steps(Session session) {
    return session.seconds() / MINUTE_SECONDS * STEPS_PER_MINUTE;
  }

  List<Bar> bars(double open, double close, MinuteTurnover turnover) {
    int steps = walk.length - 1;
    double bend = StrictMath.log(close / open) - walk[steps];
    List<Bar> bars = new ArrayList<>(steps / STEPS_PER_MINUTE);
    for (int start = 0; start < steps; start += STEPS_PER_MINUTE) {
      double first = price(open, bend, start);
      double high = first;
      double low = first;
      double last = first;
      for (int step = start + 1; step <= start + STEPS_PER_MINUTE; step++) {
        last = price(open, bend, step);
        high = Math.max(high, last);
        low = Math.min(low, last);
      }
      long t = session.open().toEpochMilli() + bars.size() * MINUTE_SECONDS * 1_000L;
      bars.add(turnover.fill(t, first, high, low, last, (double) start / steps));
    }
    return bars;
  }

  private double price(double open, double bend, int step) {
    double fraction = (double) step / (walk.length - 1);
    return Cents.round(open * StrictMath.exp(walk[step] + fraction * bend));
  }
}
