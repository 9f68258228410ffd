package io.marketswarm.market.recording;

/** Where a replay is on the time line of its session, as time passes. */
final class Playhead {
  private long anchor;
  private long anchoredNanos;
  private double speed = 1;
  private boolean moving;

  /** The position at a moment, session milliseconds. */
  long at(long nanos) {
    return moving ? anchor + Math.round((nanos - anchoredNanos) / 1e6 * speed) : anchor;
  }

  boolean moving() {
    return moving;
  }

  double speed() {
    return speed;
  }

  void move(long nanos) {
    anchor(at(nanos), nanos);
    moving = true;
  }

  void halt(long nanos) {
    anchor(at(nanos), nanos);
    moving = false;
  }

  void speed(double factor, long nanos) {
    anchor(at(nanos), nanos);
    speed = factor;
  }

  /** Puts it somewhere; it goes on from there if it was moving. */
  void put(long millis, long nanos) {
    anchor(millis, nanos);
  }

  private void anchor(long millis, long nanos) {
    anchor = millis;
    anchoredNanos = nanos;
  }
}
