package io.marketswarm.market.model;

import java.util.Comparator;
import java.util.List;

/**
 * What stands out in a volume profile: nodes where volume concentrates, wells that trade neglects,
 * crevasses where there is next to nothing.
 */
public record VolumeStructures(
    List<VolumeNode> nodes, List<PriceRange> wells, List<PriceRange> crevasses) {

  public static final VolumeStructures NONE = new VolumeStructures(List.of(), List.of(), List.of());

  public VolumeStructures {
    nodes = List.copyOf(nodes);
    wells = List.copyOf(wells);
    crevasses = List.copyOf(crevasses);
  }

  /** Whether somebody has drawn them: detected nodes have no style. */
  public boolean areDrawn() {
    return nodes.stream().anyMatch(VolumeNode::isStyled);
  }

  /**
   * Nodes drawn by hand replace the ones there were; crevasses stay.
   *
   * @param newWells null keeps the wells as well
   */
  public VolumeStructures edited(List<VolumeNode> newNodes, List<PriceRange> newWells) {
    return new VolumeStructures(
        newNodes.stream()
            .map(VolumeNode::styled)
            .sorted(Comparator.comparingDouble(VolumeNode::price))
            .toList(),
        newWells == null ? wells : newWells,
        crevasses);
  }
}
