package io.marketswarm.market.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class VolumeStructuresTest {
  private static final double[] LANDSCAPE = {
    100, 120, 400, 900, 1000, 800, 300, 60, 20, 10, 15, 50, 350, 700, 650, 200, 80, 0, 0, 5, 40
  };

  @Test
  void ranksFindNodesWellsAndCrevasses() {
    VolumeStructures found = CompactStructures.detect(LANDSCAPE, 6890, 1);
    assertThat(prices(found.nodes()))
        .containsExactly(6892.0, 6893.0, 6894.0, 6895.0, 6903.0, 6904.0);
    assertThat(found.wells())
        .containsExactly(new PriceRange(6898, 6900), new PriceRange(6909, 6909));
    assertThat(found.crevasses())
        .containsExactly(new PriceRange(6898, 6900), new PriceRange(6907, 6909));
  }

  @Test
  void ranksOfSpreadVolume() {
    double[] tv = {400, 800, 1300, 2000, 1500, 1200, 900, 1200, 1200, 1200, 300};
    assertThat(CompactStructures.scaled(tv))
        .containsExactly(200, 400, 650, 1000, 750, 600, 450, 600, 600, 600, 150);
    VolumeStructures found = CompactStructures.detect(tv, 6899, 1);
    assertThat(prices(found.nodes()))
        .containsExactly(6901.0, 6902.0, 6903.0, 6904.0, 6906.0, 6907.0, 6908.0);
    assertThat(found.wells())
        .containsExactly(new PriceRange(6899, 6900), new PriceRange(6909, 6909));
    assertThat(found.crevasses()).isEmpty();
  }

  @Test
  void whereNothingTradesNothingStandsOut() {
    assertThat(CompactStructures.detect(new double[0], 6890, 1)).isEqualTo(VolumeStructures.NONE);
    assertThat(CompactStructures.detect(new double[9], 6890, 1)).isEqualTo(VolumeStructures.NONE);
    assertThat(EdgeStructures.detect(new double[9], 6890, 1, 10)).isEqualTo(VolumeStructures.NONE);
    assertThat(EdgeStructures.detect(new double[] {3}, 6890, 1, 10).nodes()).isEmpty();
  }

  @Test
  void edgesFindTheHillAndTheValleyBetweenTwoHills() {
    double[] volumes = new double[121];
    for (int i = 0; i < volumes.length; i++) {
      volumes[i] = 1000 * bell(i - 30) + 800 * bell(i - 90) + 5;
    }
    VolumeStructures found = EdgeStructures.detect(volumes, 6800, 1, 10);

    assertThat(prices(found.nodes())).hasSizeLessThanOrEqualTo(10).isSorted();
    assertThat(prices(found.nodes())).anyMatch(price -> Math.abs(price - 6830) <= 6);
    assertThat(prices(found.nodes())).anyMatch(price -> Math.abs(price - 6890) <= 6);
    for (int i = 1; i < found.nodes().size(); i++) {
      assertThat(found.nodes().get(i).price() - found.nodes().get(i - 1).price())
          .isGreaterThanOrEqualTo(5);
    }
    assertThat(found.crevasses()).anyMatch(range -> range.contains(6860));
    assertThat(found.crevasses()).noneMatch(range -> range.contains(6830));
    assertThat(found.wells()).anyMatch(well -> Math.abs(well.start() - 6860) <= 3);
  }

  private static double bell(double x) {
    return Math.exp(-x * x / 100);
  }

  @Test
  void aSingleDipBelowBothBanksIsACrevasse() {
    double[] volumes = new double[41];
    Arrays.fill(volumes, 100);
    for (int i = 18; i <= 22; i++) {
      volumes[i] = 20;
    }
    VolumeStructures found = EdgeStructures.detect(volumes, 6900, 1, 10);
    assertThat(found.crevasses()).containsExactly(new PriceRange(6918, 6922));
    assertThat(found.wells()).containsExactly(new PriceRange(6920, 6920));
  }

  @Test
  void emptyBinsBetweenTradedOnesAreACrevasse() {
    double[] volumes = {0, 0, 50, 50, 50, 50, 0, 0, 0, 50, 50, 50, 50, 0, 0};
    VolumeStructures found = EdgeStructures.detect(volumes, 6900, 1, 10);
    assertThat(found.crevasses()).containsExactly(new PriceRange(6906, 6908));
  }

  @Property(tries = 500)
  void ranksAgreeWithTheDefinition(@ForAll long seed) {
    Random random = new Random(seed);
    int[] bins =
        IntStream.range(0, 1 + random.nextInt(60))
            .map(i -> random.nextInt(3) == 0 ? 0 : random.nextInt(1001))
            .toArray();
    VolumeStructures found = CompactStructures.detect(bins, 6000, 1);
    List<Integer> positive = Arrays.stream(bins).filter(bin -> bin > 0).sorted().boxed().toList();
    if (positive.isEmpty()) {
      assertThat(found).isEqualTo(VolumeStructures.NONE);
      return;
    }
    int node = positive.get(positive.size() * 7 / 10);
    int well = positive.get(positive.size() * 2 / 10);
    List<Double> nodes = new ArrayList<>();
    boolean[] inWell = new boolean[bins.length];
    boolean[] low = new boolean[bins.length];
    for (int i = 0; i < bins.length; i++) {
      if (bins[i] >= node) {
        nodes.add(6000.0 + i);
      }
      inWell[i] = bins[i] > 0 && bins[i] <= well;
      low[i] = bins[i] <= well;
    }
    assertThat(prices(found.nodes())).isEqualTo(nodes);
    for (int i = 0; i < bins.length; i++) {
      double price = 6000.0 + i;
      assertThat(found.wells().stream().anyMatch(range -> range.contains(price)))
          .isEqualTo(inWell[i]);
      int from = i;
      int to = i;
      while (low[i] && from > 0 && low[from - 1]) {
        from--;
      }
      while (low[i] && to < bins.length - 1 && low[to + 1]) {
        to++;
      }
      assertThat(found.crevasses().stream().anyMatch(range -> range.contains(price)))
          .isEqualTo(low[i] && to - from + 1 >= 3);
    }
  }

  @Property(tries = 300)
  void edgesKeepTheirDistancesAndLimits(@ForAll long seed) {
    Random random = new Random(seed);
    double[] volumes =
        random.doubles(1 + random.nextInt(300)).map(v -> v < 0.2 ? 0 : v * 1e6).toArray();
    int most = 1 + random.nextInt(12);
    VolumeStructures found = EdgeStructures.detect(volumes, 6000, 1, most);

    assertThat(found.nodes()).hasSizeLessThanOrEqualTo(most);
    assertThat(found.wells()).hasSizeLessThanOrEqualTo(10);
    assertApart(
        found.nodes().stream().map(node -> new PriceRange(node.price(), node.price())).toList(), 5);
    assertApart(found.wells(), 15);
    assertApart(found.crevasses(), 3.5);
    for (VolumeNode node : found.nodes()) {
      assertThat(volumes[(int) node.price() - 6000]).isPositive();
    }
  }

  @Property(tries = 400)
  void edgesAgreeWithTheDefinition(@ForAll long seed) {
    Random random = new Random(seed);
    double[] volumes =
        random.doubles(1 + random.nextInt(150)).map(v -> v < 0.25 ? 0 : v * v * 1000).toArray();
    NaiveEdges expected = new NaiveEdges(volumes, 6000);
    VolumeStructures found = EdgeStructures.detect(volumes, 6000, 1, 10);

    assertThat(prices(found.nodes())).isEqualTo(expected.nodes(10));
    assertThat(found.wells().stream().map(PriceRange::start).toList()).isEqualTo(expected.wells());
    for (int price = 6000; price < 6000 + volumes.length; price++) {
      int at = price;
      assertThat(found.crevasses().stream().anyMatch(range -> range.contains(at)))
          .as("%d in %s", price, found.crevasses())
          .isEqualTo(expected.inCrevasse(price));
    }
  }

  private static void assertApart(List<PriceRange> ranges, double distance) {
    for (int i = 1; i < ranges.size(); i++) {
      assertThat(ranges.get(i).start() - ranges.get(i - 1).end()).isGreaterThanOrEqualTo(distance);
    }
  }

  @Test
  void nodesDrawnByHandReplaceOnlyNodes() {
    VolumeStructures detected = CompactStructures.detect(LANDSCAPE, 6890, 1);
    VolumeStructures edited =
        detected.edited(List.of(new VolumeNode(6950, "#ff0000", 3), VolumeNode.at(6900)), null);

    assertThat(edited.nodes())
        .containsExactly(new VolumeNode(6900, "#ffff00", 1.5), new VolumeNode(6950, "#ff0000", 3));
    assertThat(edited.wells()).isEqualTo(detected.wells());
    assertThat(edited.crevasses()).isEqualTo(detected.crevasses());
    assertThat(detected.edited(List.of(), List.of(new PriceRange(1, 2))).wells())
        .containsExactly(new PriceRange(1, 2));
  }

  @Test
  void refusesPricesThatAreNone() {
    assertThatThrownBy(() -> VolumeNode.at(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new PriceRange(2, 1)).hasMessageContaining("from 2.0 to 1.0");
    assertThatThrownBy(() -> new PriceRange(Double.NaN, 1)).hasMessageContaining("NaN");
  }

  @Test
  void classicalLevels() {
    VolumeLevels levels = VolumeLevels.of(LANDSCAPE, 6890);
    assertThat(levels.poc()).isEqualTo(6894);
    assertThat(levels.val()).isEqualTo(6890);
    assertThat(levels.vah()).isEqualTo(6902);
    assertThat(levels.hvns()).containsExactly(6893.0, 6894.0, 6895.0, 6903.0, 6904.0);
    assertThat(VolumeLevels.of(new double[3], 6890)).isNull();
  }

  @Test
  void theLowestOfEqualPeaksIsThePointOfControl() {
    assertThat(VolumeLevels.of(new double[] {1, 5, 2, 5}, 100).poc()).isEqualTo(101);
  }

  @Property(tries = 500)
  void classicalLevelsAgreeWithTheirDefinition(@ForAll long seed) {
    Random random = new Random(seed);
    double[] volumes =
        IntStream.range(0, 1 + random.nextInt(40))
            .mapToDouble(i -> random.nextInt(4) == 0 ? 0 : random.nextInt(20))
            .toArray();
    List<Integer> traded =
        IntStream.range(0, volumes.length).filter(i -> volumes[i] > 0).boxed().toList();
    VolumeLevels levels = VolumeLevels.of(volumes, 1000);
    if (traded.isEmpty()) {
      assertThat(levels).isNull();
      return;
    }
    double total = Arrays.stream(volumes).sum();
    double max = Arrays.stream(volumes).max().orElseThrow();
    int poc = traded.stream().filter(i -> volumes[i] == max).findFirst().orElseThrow();
    List<Integer> below = new ArrayList<>(traded.stream().filter(i -> i < poc).toList());
    List<Integer> above = new ArrayList<>(traded.stream().filter(i -> i > poc).toList());
    double held = volumes[poc];
    int val = poc;
    int vah = poc;
    while (held < 0.70 * total) {
      boolean up =
          below.isEmpty()
              || !above.isEmpty() && volumes[above.get(0)] >= volumes[below.get(below.size() - 1)];
      if (up) {
        vah = above.remove(0);
        held += volumes[vah];
      } else {
        val = below.remove(below.size() - 1);
        held += volumes[val];
      }
    }
    double mean = total / traded.size();
    assertThat(levels.poc()).isEqualTo(1000 + poc);
    assertThat(levels.vah()).isEqualTo(1000 + vah);
    assertThat(levels.val()).isEqualTo(1000 + val);
    assertThat(levels.hvns())
        .isEqualTo(
            traded.stream().filter(i -> volumes[i] >= 1.5 * mean).map(i -> 1000.0 + i).toList());
    assertThat(levels.lvns())
        .isEqualTo(
            traded.stream().filter(i -> volumes[i] <= 0.5 * mean).map(i -> 1000.0 + i).toList());
  }

  private static List<Double> prices(List<VolumeNode> nodes) {
    return nodes.stream().map(VolumeNode::price).toList();
  }
}
