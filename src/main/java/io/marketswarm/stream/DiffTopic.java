package io.marketswarm.stream;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A topic of changes to a base that is too large to send each time. Newcomers get the base, then
 * the changes; so does a client that fell behind too far.
 */
public final class DiffTopic extends SharedTopic {
  private record Whole(long number, SseEvent event) {}

  private final Supplier<Optional<SseEvent>> base;
  private volatile long newest;
  private volatile Whole whole;

  DiffTopic(Hub hub, String name, Ring ring, Supplier<Optional<SseEvent>> base) {
    super(hub, name, ring);
    this.base = base;
  }

  /** Sends the whole base to everybody, because changes to it are not enough. */
  public void restart() {
    whole = null;
    base.get().ifPresent(this::publish);
  }

  /** The whole base: everything published so far, and perhaps the very next changes. */
  Optional<SseEvent> whole() {
    long number = newest;
    Whole last = whole;
    if (last != null && last.number == number) {
      return Optional.of(last.event);
    }
    Optional<SseEvent> made = base.get();
    made.ifPresent(event -> whole = new Whole(number, event));
    return made;
  }

  @Override
  Pending.Fate fate() {
    return Pending.Fate.MERGED;
  }

  @Override
  void keep(Entry entry) {
    super.keep(entry);
    newest = entry.number();
  }

  @Override
  Supplier<List<SseEvent>> opening() {
    return () -> whole().stream().toList();
  }
}
