package io.marketswarm.market.model;

import static java.lang.Math.abs;
import static java.lang.Math.max;
import static java.lang.Math.min;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds structures by their edges: nodes where smoothed volume turns or jumps, wells at its deep
 * local minima, crevasses where it sinks below both sides.
 */
public final class EdgeStructures {
  /** Nodes found when nobody asks for another number. */
  public static final int DEFAULT_NODES = 10;

  private static final int SMOOTHING_REACH = 2;
  private static final double STEEP = 0.8;
  private static final double LEAST_TURN = 0.002;
  private static final double NODE_SPACING = 5;

  private static final double WELL_DEPTH = 0.3;
  private static final double WELL_SPACING = 15;
  private static final int MOST_WELLS = 10;

  private static final int BANK_REACH = 10;
  private static final double BELOW_BANKS = 0.5;
  private static final double BANK_GAP = 5;
  private static final double THIN = 0.35;
  private static final int THIN_BINS = 2;
  private static final double THIN_GAP = 3;

  /** The bins with volume, their prices and their smoothed volumes. */
  private final double[] prices;

  private final double[] smooth;
  private final double mean;

  private EdgeStructures(double[] volumes, double minPrice, double step) {
    int[] traded = IntStream.range(0, volumes.length).filter(i -> volumes[i] > 0).toArray();
    prices = Arrays.stream(traded).mapToDouble(i -> minPrice + i * step).toArray();
    double[] volume = Arrays.stream(traded).mapToDouble(i -> volumes[i]).toArray();
    mean = Arrays.stream(volume).average().orElse(0);
    smooth = new double[volume.length];
    for (int i = 0; i < smooth.length; i++) {
      int from = max(0, i - SMOOTHING_REACH);
      int to = min(volume.length, i + SMOOTHING_REACH + 1);
      smooth[i] = Arrays.stream(volume, from, to).average().orElseThrow();
    }
  }

  /**
   * @param volumes one per bin, of which the first lies at {@code minPrice}
   */
  public static VolumeStructures detect(
      double[] volumes, double minPrice, double step, int mostNodes) {
    EdgeStructures edges = new EdgeStructures(volumes, minPrice, step);
    List<PriceRange> crevasses = edges.sunken();
    crevasses.addAll(edges.thin(volumes, minPrice, step));
    crevasses.sort(Comparator.comparingDouble(PriceRange::start));
    return new VolumeStructures(edges.nodes(mostNodes), edges.wells(), merged(crevasses, THIN_GAP));
  }

  /** What stands out in a profile, spread over the bars' ranges as far as it knows them. */
  public static VolumeStructures of(VolumeProfile profile) {
    return detect(
        profile.volumesOrOther(VolumeProfile.Mode.TV),
        profile.minPrice(),
        VolumeProfile.BIN_SIZE,
        DEFAULT_NODES);
  }

  private record Edge(double price, double score) {}

  private List<VolumeNode> nodes(int most) {
    List<Edge> edges = edges();
    edges.sort(Comparator.comparingDouble((Edge edge) -> -edge.score).thenComparing(Edge::price));
    List<VolumeNode> nodes = new ArrayList<>();
    for (Edge edge : edges) {
      boolean apart =
          nodes.stream().allMatch(node -> abs(node.price() - edge.price) >= NODE_SPACING);
      if (nodes.size() < most && apart) {
        nodes.add(VolumeNode.at(edge.price));
      }
    }
    nodes.sort(Comparator.comparingDouble(VolumeNode::price));
    return nodes;
  }

  private List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    double top = Arrays.stream(smooth).max().orElse(0);
    double meanSlope = 0;
    for (int i = 1; i < smooth.length - 1; i++) {
      meanSlope += abs(slope(i)) / (smooth.length - 2);
    }
    for (int i = 1; i < smooth.length - 1; i++) {
      double slope = slope(i);
      if (abs(slope) > STEEP * meanSlope) {
        edges.add(new Edge(prices[i], abs(slope) / top));
      }
      if (i > 1 && slope * slope(i - 1) < 0) {
        double turn = abs(slope - slope(i - 1)) / top;
        if (turn > LEAST_TURN) {
          edges.add(new Edge(prices[i], 2 * turn));
        }
      }
    }
    return edges;
  }

  private double slope(int i) {
    return smooth[i + 1] - smooth[i - 1];
  }

  private List<PriceRange> wells() {
    List<PriceRange> wells = new ArrayList<>();
    for (int i = 1; i < smooth.length - 1 && wells.size() < MOST_WELLS; i++) {
      boolean minimum = smooth[i] < smooth[i - 1] && smooth[i] <= smooth[i + 1];
      boolean apart =
          wells.isEmpty() || prices[i] - wells.get(wells.size() - 1).end() >= WELL_SPACING;
      if (minimum && apart && smooth[i] < WELL_DEPTH * mean) {
        wells.add(new PriceRange(prices[i], prices[i]));
      }
    }
    return wells;
  }

  /** Where volume is less than half of what both banks reach. */
  private List<PriceRange> sunken() {
    List<PriceRange> sunken = new ArrayList<>();
    for (int i = 1; i < smooth.length - 1; i++) {
      double left = highest(max(0, i - BANK_REACH), i);
      double right = highest(i + 1, min(smooth.length, i + 1 + BANK_REACH));
      if (smooth[i] < BELOW_BANKS * left && smooth[i] < BELOW_BANKS * right) {
        sunken.add(new PriceRange(prices[i], prices[i]));
      }
    }
    return merged(sunken, BANK_GAP);
  }

  private double highest(int from, int to) {
    double highest = 0;
    for (int i = from; i < to; i++) {
      highest = max(highest, smooth[i]);
    }
    return highest;
  }

  /** Runs of thin volume between the lowest and the highest traded price, empty bins included. */
  private List<PriceRange> thin(double[] volumes, double minPrice, double step) {
    List<PriceRange> thin = new ArrayList<>();
    if (prices.length == 0) {
      return thin;
    }
    int first = (int) Math.rint((prices[0] - minPrice) / step);
    int last = (int) Math.rint((prices[prices.length - 1] - minPrice) / step);
    int start = -1;
    for (int i = first; i <= last + 1; i++) {
      boolean inside = i <= last && volumes[i] < THIN * mean;
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        if (i - start >= THIN_BINS) {
          thin.add(new PriceRange(minPrice + start * step, minPrice + (i - 1) * step));
        }
        start = -1;
      }
    }
    return thin;
  }

  /** Joins ranges, given by ascending start, that overlap or lie no more than a gap apart. */
  private static List<PriceRange> merged(List<PriceRange> ranges, double gap) {
    List<PriceRange> merged = new ArrayList<>();
    for (PriceRange range : ranges) {
      int last = merged.size() - 1;
      if (last >= 0 && range.start() - merged.get(last).end() <= gap) {
        PriceRange joined = merged.get(last);
        merged.set(last, new PriceRange(joined.start(), max(joined.end(), range.end())));
      } else {
        merged.add(range);
      }
    }
    return merged;
  }
}
