package io.marketswarm.sim.core;

/** A move an instrument has to make within some seconds, an equal share each second. */
final class Glide {
  private final int instrument;
  private final boolean bridge;
  private double remaining;
  private int left;

  private Glide(int instrument, boolean bridge, double logMove, int seconds) {
    this.instrument = instrument;
    this.bridge = bridge;
    this.remaining = logMove;
    this.left = seconds;
  }

  /** Comes on top of whatever else happens. */
  static Glide push(int instrument, double logMove, int seconds) {
    return new Glide(instrument, false, logMove, seconds);
  }

  /** Makes up for whatever else happens, so that the whole move comes out as wanted. */
  static Glide bridge(int instrument, double logMove, int seconds) {
    return new Glide(instrument, true, logMove, seconds);
  }

  int instrument() {
    return instrument;
  }

  boolean over() {
    return left == 0;
  }

  /** The share of the next second, given the other log return of that second. */
  double advance(double otherMove) {
    double share = remaining / left;
    remaining -= share + (bridge ? otherMove : 0);
    left--;
    return share;
  }
}
