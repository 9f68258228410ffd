package io.marketswarm.sim.core;

/** A level that walks to another one in a straight line. */
final class Anchor {
  private double value;
  private double target;
  private int left;

  Anchor(double value) {
    this.value = value;
  }

  double value() {
    return value;
  }

  void turnTo(double newTarget, int steps) {
    target = newTarget;
    left = steps;
  }

  void advance() {
    if (left > 0) {
      value += (target - value) / left;
      left--;
    }
  }
}
