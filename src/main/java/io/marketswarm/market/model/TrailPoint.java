package io.marketswarm.market.model;

/**
 * A row of a spot trail.
 *
 * @param seconds the point's own time since the epoch
 * @param score when it was received, which orders points of the same second
 */
public record TrailPoint(double seconds, double score, double value)
    implements Comparable<TrailPoint> {
  private static final int MINUTE = 60;

  /** The start of the minute it belongs to, seconds since the epoch. */
  public long minute() {
    return Math.floorDiv(time(), MINUTE) * MINUTE;
  }

  /** Its second, which decides about order. */
  long time() {
    return (long) Math.floor(seconds);
  }

  /** In the order in which candles take points. */
  @Override
  public int compareTo(TrailPoint other) {
    int byTime = Long.compare(time(), other.time());
    return byTime != 0 ? byTime : Double.compare(score, other.score);
  }
}
