package io.marketswarm.sim.core;

/**
 * Market time as a straight line through wall time, in epoch milliseconds: at {@code wallAnchor} it
 * was {@code simAnchor}, and since then it ran {@code speed} times as fast, or stood still.
 */
public record SimClock(long wallAnchor, long simAnchor, double speed, boolean paused) {

  static SimClock following(long wall) {
    return new SimClock(wall, wall, 1, false);
  }

  public long simAt(long wall) {
    return paused ? simAnchor : simAnchor + (long) ((wall - wallAnchor) * speed);
  }

  /** When a market moment was or will be on the wall clock, as the line runs now. */
  long wallOf(long sim) {
    return wallAnchor + (long) Math.floor((sim - simAnchor) / speed);
  }

  SimClock atSpeed(long wall, double newSpeed) {
    return new SimClock(wall, simAt(wall), MarketOptions.checkSpeed(newSpeed), paused);
  }

  SimClock pausedAt(long wall) {
    return new SimClock(wall, simAt(wall), speed, true);
  }

  SimClock resumedAt(long wall) {
    return new SimClock(wall, simAt(wall), speed, false);
  }

  SimClock movedTo(long wall, long sim) {
    return new SimClock(wall, sim, speed, paused);
  }

  /** Whether market time is wall time. */
  boolean followsTheWall() {
    return !paused && speed == 1 && wallAnchor == simAnchor;
  }
}
