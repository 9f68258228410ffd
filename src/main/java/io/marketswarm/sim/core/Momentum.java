package io.marketswarm.sim.core;

/** Bursts of drift, a few a day, some minutes each. */
final class Momentum {
  private static final double BURSTS_PER_DAY = 3;
  private static final double FULL_SESSION = 23_400;
  private static final int SHORTEST = 120;
  private static final int LONGEST = 600;
  private static final double SHARE = 0.15;

  private final Dice random;
  private int left;
  private double drift;

  Momentum(Dice random) {
    this.random = random;
  }

  /** The drift of the next second, in daily standard deviations. */
  double next() {
    if (left == 0) {
      if (random.uniform() >= BURSTS_PER_DAY / FULL_SESSION) {
        return 0;
      }
      left = SHORTEST + random.below(LONGEST - SHORTEST + 1);
      drift = (random.coin() ? SHARE : -SHARE) / left;
    }
    left--;
    return drift;
  }
}
