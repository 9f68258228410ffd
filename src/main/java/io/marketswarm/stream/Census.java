package io.marketswarm.stream;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Counts open streams by their labels. Asked from any thread. */
public final class Census {
  private record Place(String dimension, String key) {}

  private final Map<Place, Integer> counts = new ConcurrentHashMap<>();

  Census() {}

  /** How many open streams carry a label. */
  public int count(String dimension, String key) {
    return counts.getOrDefault(new Place(dimension, key), 0);
  }

  /** All labels of a dimension that open streams carry, with how many do. */
  public Map<String, Integer> counts(String dimension) {
    Map<String, Integer> found = new TreeMap<>();
    counts.forEach(
        (place, count) -> {
          if (place.dimension.equals(dimension)) {
            found.put(place.key, count);
          }
        });
    return found;
  }

  /** Counts a stream under all its labels, or under none. */
  void enter(List<Label> labels) throws TooManyStreams {
    for (int i = 0; i < labels.size(); i++) {
      Label label = labels.get(i);
      if (counts.merge(place(label), 1, Integer::sum) > label.most()) {
        leave(labels.subList(0, i + 1));
        throw new TooManyStreams(label);
      }
    }
  }

  void leave(List<Label> labels) {
    for (Label label : labels) {
      counts.computeIfPresent(place(label), (place, count) -> count == 1 ? null : count - 1);
    }
  }

  private static Place place(Label label) {
    return new Place(label.dimension(), label.key());
  }
}
