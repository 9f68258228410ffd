package io.marketswarm.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The most recent lines of one service. */
final class Ring {
  private final int capacity;
  private final ArrayDeque<Line> lines = new ArrayDeque<>();

  Ring(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(Line line) {
    if (lines.size() == capacity) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  /** The last {@code count} lines, oldest first. */
  synchronized List<Line> last(int count) {
    List<Line> all = new ArrayList<>(lines);
    return List.copyOf(all.subList(Math.max(0, all.size() - count), all.size()));
  }
}
