package io.marketswarm.stream;

/**
 * An event as it was published.
 *
 * @param number grows by one with every event of the hub, whatever its topic
 * @param sequence the number its publisher gave it; only of a {@link SequencedTopic}
 * @param nanos when, by the monotonic clock
 */
record Entry(Topic topic, long number, long sequence, SseEvent event, long nanos)
    implements Pending {
  @Override
  public Fate fate() {
    return topic.fate();
  }

  @Override
  public Object key() {
    return topic.fate() == Fate.REPLACED ? StateTopic.Key.of(this) : null;
  }

  @Override
  public int size() {
    return event.size();
  }

  @Override
  public byte[] render(Cursor cursor, Chunk chunk) {
    cursor.moveTo(number, chunk);
    return event.frame();
  }
}
