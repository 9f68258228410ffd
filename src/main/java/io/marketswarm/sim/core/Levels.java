package io.marketswarm.sim.core;

/** One price per instrument of the universe; immutable. */
final class Levels {
  private final double[] values;

  private Levels(double[] values) {
    this.values = values;
  }

  static Levels of(double... values) {
    return new Levels(values.clone());
  }

  double get(int instrument) {
    return values[instrument];
  }

  double[] copy() {
    return values.clone();
  }
}
