package io.marketswarm.ops;

import io.marketswarm.ops.HealthEvent.Severity;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The recent past: an hour of snapshots and the latest events. Read from any thread. */
final class HealthHistory {
  static final int SNAPSHOTS = 240;
  static final int EVENTS = 100;

  /** One point of the score's course. */
  record Point(Instant at, double score) {}

  private final Deque<Point> course = new ArrayDeque<>();
  private final Deque<HealthEvent> events = new ArrayDeque<>();
  private Snapshot latest;

  /** Adds a snapshot and returns what happened since the one before. */
  synchronized List<HealthEvent> add(Snapshot snapshot) {
    List<HealthEvent> happened =
        latest == null ? List.of() : HealthEvents.between(latest, snapshot);
    latest = snapshot;
    push(course, new Point(snapshot.taken(), snapshot.score()), SNAPSHOTS);
    happened.forEach(event -> push(events, event, EVENTS));
    return happened;
  }

  private static <T> void push(Deque<T> queue, T item, int capacity) {
    if (queue.size() == capacity) {
      queue.removeFirst();
    }
    queue.addLast(item);
  }

  synchronized Optional<Snapshot> latest() {
    return Optional.ofNullable(latest);
  }

  synchronized int snapshots() {
    return course.size();
  }

  synchronized int eventCount() {
    return events.size();
  }

  /** The latest points of the score, oldest first. */
  synchronized List<Point> course(int count) {
    return last(new ArrayList<>(course), count);
  }

  /** The latest events of these severities, oldest first. */
  synchronized List<HealthEvent> events(int count, Set<Severity> severities) {
    return last(events.stream().filter(e -> severities.contains(e.severity())).toList(), count);
  }

  private static <T> List<T> last(List<T> all, int count) {
    return List.copyOf(all.subList(Math.max(0, all.size() - count), all.size()));
  }
}
