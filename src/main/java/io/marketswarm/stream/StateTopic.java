package io.marketswarm.stream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A topic of state: of each kind of event and subject only the newest matters. Newcomers get those;
 * a client that is behind is spared the older ones.
 */
public final class StateTopic extends SharedTopic {
  /** What replaces what. */
  record Key(Topic topic, String name, String subject) {
    static Key of(Entry entry) {
      return new Key(entry.topic(), entry.event().name(), entry.event().subject());
    }
  }

  private final Map<Key, SseEvent> newest = new LinkedHashMap<>();

  StateTopic(Hub hub, String name, Ring ring) {
    super(hub, name, ring);
  }

  /** The newest event of each kind and subject. */
  public List<SseEvent> newest() {
    synchronized (hub().lock()) {
      return List.copyOf(newest.values());
    }
  }

  @Override
  Pending.Fate fate() {
    return Pending.Fate.REPLACED;
  }

  @Override
  void keep(Entry entry) {
    super.keep(entry);
    newest.put(Key.of(entry), entry.event());
  }

  @Override
  Supplier<List<SseEvent>> opening() {
    List<SseEvent> now = newest();
    return () -> now;
  }
}
