package io.marketswarm.market.model;

import java.util.List;

/**
 * The points that stand for a minute of which only the bar is known: open, the extremes in the
 * likelier order, close, a quarter of a minute apart.
 */
public final class BarPath {
  private static final int STEP_SECONDS = 15;

  private BarPath() {}

  /**
   * @param minute its start, seconds since the epoch
   */
  public static List<TrailPoint> of(
      long minute, double open, double high, double low, double close) {
    boolean rose = close >= open;
    return List.of(
        at(minute, 0, open),
        at(minute, 1, rose ? low : high),
        at(minute, 2, rose ? high : low),
        at(minute, 3, close));
  }

  private static TrailPoint at(long minute, int step, double value) {
    double seconds = minute + (double) step * STEP_SECONDS;
    return new TrailPoint(seconds, seconds, value);
  }
}
