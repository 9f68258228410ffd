package io.marketswarm.stream;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/** The latest events of a topic, for clients that come back. Guarded by the hub's lock. */
final class Ring {
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private final Retention retention;
  private long bytes;
  private long forgotten;

  /**
   * @param since the newest event of the hub; whoever has seen less needs to begin anew
   */
  Ring(Retention retention, long since) {
    this.retention = retention;
    this.forgotten = since;
  }

  void add(Entry entry) {
    entries.addLast(entry);
    bytes += entry.event().size();
    long oldest = entry.nanos() - retention.age().toNanos();
    while (!entries.isEmpty() && isTooMuch(oldest)) {
      Entry gone = entries.removeFirst();
      bytes -= gone.event().size();
      forgotten = gone.number();
    }
  }

  private boolean isTooMuch(long oldestNanos) {
    return entries.size() > retention.events()
        || bytes > retention.bytes()
        || entries.getFirst().nanos() - oldestNanos < 0;
  }

  /** Everything after a number, unless some of it is forgotten. */
  Optional<List<Entry>> after(long number) {
    if (number < forgotten) {
      return Optional.empty();
    }
    return Optional.of(entries.stream().filter(entry -> entry.number() > number).toList());
  }
}
