package io.marketswarm.sim.core;

import io.marketswarm.market.model.OptionRoot;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An option class: its roots and how its strikes are spaced around the open. */
enum OptionClass {
  SPX(Universe.SPX, OptionRoot.SPXW, OptionRoot.SPX, 5, 25, 100, 1),
  NDX(Universe.NDX, OptionRoot.NDXP, OptionRoot.NDX, 10, 50, 250, 8.0 / 60);

  /** Half-width of each band of strikes as a share of the open. */
  static final double NEAR_BAND = 0.05;

  static final double MIDDLE_BAND = 0.12;
  static final double FAR_BAND = 0.25;

  private static final Map<String, OptionClass> BY_UNDERLYING =
      Map.of(SPX.underlying, SPX, NDX.underlying, NDX);

  final String underlying;
  final int instrument;

  /** Settled at the close. */
  final OptionRoot pmRoot;

  /** Settled at the opening; the standard monthly contracts. */
  final OptionRoot amRoot;

  final int nearStep;
  final int middleStep;
  final int farStep;

  /** Prints per print of the SPX contracts. */
  final double activity;

  OptionClass(
      int instrument,
      OptionRoot pmRoot,
      OptionRoot amRoot,
      int nearStep,
      int middleStep,
      int farStep,
      double activity) {
    this.underlying = pmRoot.symbol();
    this.instrument = instrument;
    this.pmRoot = pmRoot;
    this.amRoot = amRoot;
    this.nearStep = nearStep;
    this.middleStep = middleStep;
    this.farStep = farStep;
    this.activity = activity;
  }

  static OptionClass of(String underlying) {
    OptionClass found = BY_UNDERLYING.get(underlying);
    if (found == null) {
      throw new IllegalArgumentException("no option chain for " + underlying);
    }
    return found;
  }

  static List<String> underlyings() {
    return Stream.of(values()).map(c -> c.underlying).toList();
  }
}
