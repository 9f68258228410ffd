package io.marketswarm.stream;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a stream wants of a topic.
 *
 * @param wanted which events; streams share work when they share this very object
 */
record Interest(SharedTopic topic, Predicate<SseEvent> wanted) {
  static final Predicate<SseEvent> EVERYTHING = event -> true;

  boolean wants(Entry entry) {
    return wanted.test(entry.event());
  }

  /** What a newcomer is sent first; called under the hub's lock. */
  Supplier<List<SseEvent>> first() {
    Supplier<List<SseEvent>> all = topic.opening();
    return wanted == EVERYTHING ? all : () -> all.get().stream().filter(wanted).toList();
  }
}
