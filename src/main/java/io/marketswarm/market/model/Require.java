package io.marketswarm.market.model;

/** Arguments of the pricing functions: a bad one is named with its value. */
final class Require {
  private Require() {}

  static double positive(double value, String name) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " " + value + " is not a positive number");
    }
    return value;
  }

  static double notNegative(double value, String name) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " " + value + " is not zero or a positive number");
    }
    return value;
  }

  static double finite(double value, String name) {
    if (!(Math.abs(value) < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " " + value + " is not a finite number");
    }
    return value;
  }
}
