package io.marketswarm.market.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Structures by edges written down from their definition, price by price. */
final class NaiveEdges {
  private final List<Integer> prices = new ArrayList<>();
  private final List<Double> volumes = new ArrayList<>();
  private final List<Double> smooth = new ArrayList<>();
  private final TreeSet<Integer> crevasses = new TreeSet<>();
  private final double mean;

  NaiveEdges(double[] bins, int min) {
    for (int i = 0; i < bins.length; i++) {
      if (bins[i] > 0) {
        prices.add(min + i);
        volumes.add(bins[i]);
      }
    }
    mean = volumes.stream().mapToDouble(v -> v).average().orElse(0);
    for (int i = 0; i < prices.size(); i++) {
      List<Double> window = volumes.subList(Math.max(0, i - 2), Math.min(prices.size(), i + 3));
      smooth.add(window.stream().mapToDouble(v -> v).average().orElseThrow());
    }
    if (!prices.isEmpty()) {
      findCrevasses(bins, min);
    }
  }

  private double slope(int i) {
    return smooth.get(i + 1) - smooth.get(i - 1);
  }

  List<Double> nodes(int most) {
    double top = smooth.stream().mapToDouble(v -> v).max().orElse(0);
    double meanSlope =
        IntStream.range(1, Math.max(1, prices.size() - 1))
            .mapToDouble(i -> Math.abs(slope(i)))
            .average()
            .orElse(0);
    // The best score a price has by either rule.
    Map<Integer, Double> scores = new TreeMap<>();
    for (int i = 1; i < prices.size() - 1; i++) {
      if (Math.abs(slope(i)) > 0.8 * meanSlope) {
        scores.merge(prices.get(i), Math.abs(slope(i)) / top, Math::max);
      }
      if (i > 1 && Math.signum(slope(i)) * Math.signum(slope(i - 1)) < 0) {
        double change = Math.abs(slope(i) - slope(i - 1)) / top;
        if (change > 0.002) {
          scores.merge(prices.get(i), 2 * change, Math::max);
        }
      }
    }
    List<Double> nodes = new ArrayList<>();
    scores.entrySet().stream()
        .sorted(Map.Entry.<Integer, Double>comparingByValue(Comparator.reverseOrder()))
        .forEach(
            entry -> {
              double price = entry.getKey();
              if (nodes.size() < most
                  && nodes.stream().noneMatch(other -> Math.abs(other - price) < 5)) {
                nodes.add(price);
              }
            });
    nodes.sort(null);
    return nodes;
  }

  List<Double> wells() {
    List<Double> wells = new ArrayList<>();
    for (int i = 1; i < prices.size() - 1; i++) {
      boolean minimum =
          smooth.get(i) < smooth.get(i - 1)
              && smooth.get(i) <= smooth.get(i + 1)
              && smooth.get(i) < 0.3 * mean;
      double price = prices.get(i);
      if (minimum
          && wells.size() < 10
          && (wells.isEmpty() || price - wells.get(wells.size() - 1) >= 15)) {
        wells.add(price);
      }
    }
    return wells;
  }

  private void findCrevasses(double[] bins, int min) {
    TreeSet<Integer> sunken = new TreeSet<>();
    for (int i = 1; i < prices.size() - 1; i++) {
      double left = max(smooth.subList(Math.max(0, i - 10), i));
      double right = max(smooth.subList(i + 1, Math.min(prices.size(), i + 11)));
      if (smooth.get(i) < 0.5 * left && smooth.get(i) < 0.5 * right) {
        sunken.add(prices.get(i));
      }
    }
    fill(sunken, 5);
    TreeSet<Integer> thin = new TreeSet<>();
    for (int price = prices.get(0); price <= prices.get(prices.size() - 1); price++) {
      boolean here = bins[price - min] < 0.35 * mean;
      boolean before = price > prices.get(0) && bins[price - 1 - min] < 0.35 * mean;
      boolean after = price < prices.get(prices.size() - 1) && bins[price + 1 - min] < 0.35 * mean;
      if (here && (before || after)) {
        thin.add(price);
      }
    }
    crevasses.addAll(sunken);
    crevasses.addAll(thin);
    fill(crevasses, 3);
  }

  /** Adds the prices between two that lie no more than a gap apart. */
  private static void fill(TreeSet<Integer> prices, int gap) {
    Integer previous = null;
    for (int price : List.copyOf(prices)) {
      if (previous != null && price - previous <= gap) {
        for (int between = previous; between < price; between++) {
          prices.add(between);
        }
      }
      previous = price;
    }
  }

  private static double max(List<Double> values) {
    return values.stream().mapToDouble(v -> v).max().orElse(0);
  }

  boolean inCrevasse(int price) {
    return crevasses.contains(price);
  }
}
