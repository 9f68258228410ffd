package io.marketswarm.sim.core;

/** When a moment of the market is on the wall clock, in epoch milliseconds. */
@FunctionalInterface
interface WallTimes {
  /**
   * @param offset seconds after the step
   */
  long at(int step, double offset);
}
