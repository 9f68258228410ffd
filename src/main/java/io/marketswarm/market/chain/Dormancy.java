package io.marketswarm.market.chain;

import java.time.Duration;

/** Notices when the ticks of an open market stop coming. */
final class Dormancy {
  /** So many times in a row, and everything is looked at afresh. */
  static final int TIMES_TO_FORCE = 3;

  /** What to make of the latest tick. */
  enum Finding {
    /** Nothing new. */
    NOTHING,
    /** Ticks come again, or for the first time. */
    STIRRED,
    /** No tick for too long. */
    DORMANT,
    /** That happened several times in a row. */
    DORMANT_FOR_LONG
  }

  private final long thresholdMillis;
  private boolean watching;
  private long since;
  private long lastTick;
  private int inARow;

  Dormancy(Duration threshold) {
    this.thresholdMillis = threshold.toMillis();
  }

  /** Nothing is expected to come: the market is closed, or nothing is subscribed to. */
  void rest() {
    watching = false;
    inARow = 0;
  }

  /**
   * Looks at the time of the latest tick, 0 without one.
   *
   * @param nowMillis the wall clock, as all times here
   */
  Finding look(long tickMillis, long nowMillis) {
    if (!watching) {
      watching = true;
      since = nowMillis;
      lastTick = tickMillis;
      return Finding.NOTHING;
    }
    if (tickMillis > lastTick) {
      lastTick = tickMillis;
      since = nowMillis;
      inARow = 0;
      return Finding.STIRRED;
    }
    if (Math.abs(nowMillis - since) <= thresholdMillis) {
      return Finding.NOTHING;
    }
    since = nowMillis;
    if (++inARow < TIMES_TO_FORCE) {
      return Finding.DORMANT;
    }
    inARow = 0;
    return Finding.DORMANT_FOR_LONG;
  }
}
