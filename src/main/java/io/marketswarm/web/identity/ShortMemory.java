package io.marketswarm.web.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Answers that may be given again for a while without asking; the least recently noted go first
 * when there are too many. For one event loop.
 */
public final class ShortMemory<K, V> {
  private record Noted<V>(V value, Instant until) {}

  private final Duration life;
  private final InstantSource clock;
  private final Map<K, Noted<V>> notes;

  public ShortMemory(Duration life, int most, InstantSource clock) {
    this.life = life;
    this.clock = clock;
    this.notes =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Noted<V>> eldest) {
            return size() > most;
          }
        };
  }

  public Optional<V> recall(K key) {
    return recall(key, clock.instant());
  }

  /** What is known now, by whoever has looked at the clock already. */
  Optional<V> recall(K key, Instant now) {
    Noted<V> noted = notes.get(key);
    if (noted == null) {
      return Optional.empty();
    }
    if (now.isBefore(noted.until())) {
      return Optional.of(noted.value());
    }
    notes.remove(key);
    return Optional.empty();
  }

  public void note(K key, V value) {
    notes.remove(key);
    notes.put(key, new Noted<>(value, clock.instant().plus(life)));
  }

  public void forget(K key) {
    notes.remove(key);
  }

  public void clear() {
    notes.clear();
  }
}
