package io.marketswarm.sim.core;

import java.util.SplittableRandom;

/** Bursts of drift, a few a day, some minutes each. */
final class Momentum {
  private static final double BURSTS_PER_DAY = 3;
  private static final double FULL_SESSION = 23_400;
  private static final int SHORTEST = 120;
  private static final int LONGEST = 600;
  private static final double SHARE = 0.15;

  private final SplittableRandom random;
  private int left;
  private double drift;

  Momentum(SplittableRandom random) {
    this.random = random;
  }

  /** The drift of the next second, in daily standard deviations. */
  double next() {
    if (left == 0) {
      if (random.nextDouble() >= BURSTS_PER_DAY / FULL_SESSION) {
        return 0;
      }
      left = random.nextInt(SHORTEST, LONGEST + 1);
      drift = (random.nextBoolean() ? SHARE : -SHARE) / left;
    }
    left--;
    return drift;
  }
}
