package io.marketswarm.market.tape;

/**
 * Where an entry stands in a Redis stream.
 *
 * @param millis when the server took it, epoch milliseconds
 * @param sequence its number within that millisecond
 */
record StreamId(long millis, long sequence) implements Comparable<StreamId> {
  static final StreamId START = new StreamId(0, 0);

  /** The last place before everything of a moment. */
  static StreamId before(long millis) {
    return new StreamId(millis - 1, Long.MAX_VALUE);
  }

  static StreamId parse(String text) {
    int dash = text.indexOf('-');
    return dash < 0
        ? new StreamId(Long.parseLong(text), 0)
        : new StreamId(
            Long.parseLong(text, 0, dash, 10), Long.parseLong(text, dash + 1, text.length(), 10));
  }

  @Override
  public int compareTo(StreamId other) {
    int byTime = Long.compare(millis, other.millis);
    return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
  }

  static StreamId later(StreamId one, StreamId other) {
    return one.isAfter(other) ? one : other;
  }

  boolean isAfter(StreamId other) {
    return compareTo(other) > 0;
  }

  @Override
  public String toString() {
    return millis + "-" + sequence;
  }
}
