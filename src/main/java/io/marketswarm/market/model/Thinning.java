package io.marketswarm.market.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which points of a trail its candles need: of each minute the first, the last and one at each
 * extreme.
 */
public final class Thinning {
  private Thinning() {}

  /** The indices of the points that can go without changing any candle. */
  public static List<Integer> superfluous(List<TrailPoint> points) {
    Map<Long, List<Integer>> minutes = new HashMap<>();
    for (int i = 0; i < points.size(); i++) {
      minutes.computeIfAbsent(points.get(i).minute(), minute -> new ArrayList<>()).add(i);
    }
    List<Integer> superfluous = new ArrayList<>();
    for (List<Integer> minute : minutes.values()) {
      Set<Integer> needed = needed(points, minute);
      minute.stream().filter(index -> !needed.contains(index)).forEach(superfluous::add);
    }
    superfluous.sort(null);
    return superfluous;
  }

  private static Set<Integer> needed(List<TrailPoint> points, List<Integer> minute) {
    minute.sort(Comparator.comparing(points::get));
    int low = minute.get(0);
    int high = minute.get(0);
    for (int index : minute) {
      double value = points.get(index).value();
      low = value < points.get(low).value() ? index : low;
      high = value > points.get(high).value() ? index : high;
    }
    return new HashSet<>(List.of(minute.get(0), minute.get(minute.size() - 1), low, high));
  }
}
