package io.marketswarm.stream;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A topic whose events are numbered by the hub. A client that says what it saw last gets what it
 * missed, if that is still kept; otherwise it begins like a newcomer.
 */
public abstract sealed class SharedTopic extends Topic permits StateTopic, DiffTopic, EventTopic {
  private final Ring ring;

  SharedTopic(Hub hub, String name, Ring ring) {
    super(hub, name);
    this.ring = ring;
  }

  public final void publish(SseEvent event) {
    hub().publish(this, 0, event);
  }

  /**
   * What a newcomer is sent first. Called under the hub's lock; what takes long is left to the
   * supplier, which is called after it.
   */
  abstract Supplier<List<SseEvent>> opening();

  @Override
  boolean fleeting() {
    return false;
  }

  @Override
  void keep(Entry entry) {
    ring.add(entry);
  }

  final Optional<List<Entry>> missedSince(long number) {
    return ring.after(number);
  }
}
