package io.marketswarm.stream;

/**
 * A topic whose publisher numbers its events without a gap and stores them. Clients get each
 * exactly once and in order, whatever order and however often they are published here: a hole is
 * filled from the store. Exists while somebody listens.
 */
public final class SequencedTopic extends Topic {
  private final Replay replay;

  SequencedTopic(Hub hub, String name, Replay replay) {
    super(hub, name);
    this.replay = replay;
  }

  public void publish(long sequence, SseEvent event) {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence " + sequence + " in topic " + name());
    }
    hub().publish(this, sequence, event);
  }

  Replay replay() {
    return replay;
  }

  @Override
  Pending.Fate fate() {
    return Pending.Fate.SENT;
  }

  @Override
  boolean fleeting() {
    return true;
  }

  @Override
  void keep(Entry entry) {
    // The publisher does.
  }
}
