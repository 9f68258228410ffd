package io.marketswarm.market.model;

/** Limits a value to a range. */
final class Clamp {
  private Clamp() {}

  static double between(double low, double high, double value) {
    return Math.max(low, Math.min(high, value));
  }
}
