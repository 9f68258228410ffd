package io.marketswarm.market.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** Finds structures by rank: the busiest third of the bins are nodes, the idlest fifth wells. */
public final class CompactStructures {
  /** Bins are scaled to this maximum before they are compared. */
  static final int SCALE = 1000;

  private static final int NODE_PERCENTILE = 70;
  private static final int WELL_PERCENTILE = 20;
  private static final int CREVASSE_BINS = 3;

  private CompactStructures() {}

  /**
   * @param volumes one per bin, of which the first lies at {@code minPrice}
   */
  public static VolumeStructures detect(double[] volumes, double minPrice, double step) {
    return detect(scaled(volumes), minPrice, step);
  }

  static VolumeStructures detect(int[] bins, double minPrice, double step) {
    int[] ranked = Arrays.stream(bins).filter(bin -> bin > 0).sorted().toArray();
    if (ranked.length == 0) {
      return VolumeStructures.NONE;
    }
    int node = ranked[ranked.length * NODE_PERCENTILE / 100];
    int well = ranked[ranked.length * WELL_PERCENTILE / 100];
    List<VolumeNode> nodes = new ArrayList<>();
    for (int i = 0; i < bins.length; i++) {
      if (bins[i] >= node) {
        nodes.add(VolumeNode.at(minPrice + i * step));
      }
    }
    return new VolumeStructures(
        nodes,
        runs(bins.length, i -> bins[i] > 0 && bins[i] <= well, 1, minPrice, step),
        runs(bins.length, i -> bins[i] <= well, CREVASSE_BINS, minPrice, step));
  }

  static int[] scaled(double[] volumes) {
    double max = Arrays.stream(volumes).max().orElse(0);
    if (!(max > 0)) {
      return new int[volumes.length];
    }
    return Arrays.stream(volumes).mapToInt(volume -> (int) (volume * SCALE / max)).toArray();
  }

  /** Runs of at least that many consecutive bins that meet the condition. */
  private static List<PriceRange> runs(
      int bins, IntPredicate condition, int atLeast, double minPrice, double step) {
    List<PriceRange> runs = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= bins; i++) {
      boolean inside = i < bins && condition.test(i);
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        if (i - start >= atLeast) {
          runs.add(new PriceRange(minPrice + start * step, minPrice + (i - 1) * step));
        }
        start = -1;
      }
    }
    return runs;
  }
}
