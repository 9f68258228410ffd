package io.marketswarm.sim.core;

/** A noise that returns to zero (Ornstein-Uhlenbeck), in exact steps of one second. */
final class Reversion {
  private final double decay;
  private final double kick;

  /**
   * @param seconds the time in which a deviation falls to 1/e
   * @param deviation the standard deviation in the long run
   */
  Reversion(double seconds, double deviation) {
    this.decay = StrictMath.exp(-1 / seconds);
    this.kick = deviation * Math.sqrt(1 - decay * decay);
  }

  double next(double value, Dice random) {
    return decay * value + kick * random.gaussian();
  }
}
