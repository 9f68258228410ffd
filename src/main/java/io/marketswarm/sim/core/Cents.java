package io.marketswarm.sim.core;

/** Rounding of prices to what a feed shows. */
final class Cents {
  private Cents() {}

  static double round(double price) {
    return Math.rint(price * 100) / 100;
  }
}
