package io.marketswarm.stream;

import java.util.List;
import java.util.function.Supplier;

/**
 * A topic of events of which none may be missed: a client that is too far behind is cut off, comes
 * back, and resumes.
 */
public final class EventTopic extends SharedTopic {
  private final Supplier<List<SseEvent>> opening;
  private final boolean fleeting;

  EventTopic(Hub hub, String name, Ring ring, Supplier<List<SseEvent>> opening, boolean fleeting) {
    super(hub, name, ring);
    this.opening = opening;
    this.fleeting = fleeting;
  }

  @Override
  Pending.Fate fate() {
    return Pending.Fate.SENT;
  }

  @Override
  boolean fleeting() {
    return fleeting;
  }

  @Override
  Supplier<List<SseEvent>> opening() {
    return opening;
  }
}
