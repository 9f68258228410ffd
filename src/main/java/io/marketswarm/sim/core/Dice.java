package io.marketswarm.sim.core;

import java.util.SplittableRandom;

/**
 * A stream of random numbers that is the same on every Java version and machine; the platform's own
 * normal and exponential numbers are not.
 */
final class Dice {
  private final SplittableRandom random;
  private double spare;
  private boolean hasSpare;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** In [0, 1). */
  double uniform() {
    return Seeds.unit(random.nextLong());
  }

  /** One of 0 to {@code count - 1}. */
  int below(int count) {
    return (int) (uniform() * count);
  }

  boolean coin() {
    return random.nextLong() < 0;
  }

  /** Standard normal, by Marsaglia's polar method. */
  double gaussian() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double scale = Math.sqrt(-2 * StrictMath.log(square) / square);
    spare = y * scale;
    hasSpare = true;
    return x * scale;
  }

  /** With mean one. */
  double exponential() {
    return -StrictMath.log(1 - uniform());
  }
}
