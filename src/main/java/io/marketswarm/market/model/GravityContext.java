package io.marketswarm.market.model;

import java.time.Instant;
import java.util.Arrays;

/**
 * Where spot stands in the volume landscape. Distances are shares of spot; what is unknown is NaN.
 *
 * @param nodeDistance signed, positive when the node lies above spot
 * @param wellProximity zero inside a well
 * @param memoryStrength two decimals
 */
public record GravityContext(
    String symbol,
    double spot,
    double nearestNode,
    double nodeDistance,
    double wellProximity,
    boolean inCrevasse,
    double memoryStrength,
    Alignment alignment,
    String artifactVersion,
    Instant timestamp) {

  /** Share of the bins, the busiest ones, whose volume counts as remembered. */
  private static final double REMEMBERED_BINS = 0.30;

  /** Which way the dealers' net gamma leans. */
  public enum Alignment {
    POSITIVE,
    NEGATIVE,
    NONE;

    static Alignment of(double totalNetGamma) {
      if (totalNetGamma > 0) {
        return POSITIVE;
      }
      return totalNetGamma < 0 ? NEGATIVE : NONE;
    }
  }

  /**
   * @param spot NaN when unknown
   * @param totalNetGamma NaN when unknown
   */
  public static GravityContext of(
      String symbol,
      double spot,
      VolumeProfile profile,
      GravityArtifact artifact,
      double totalNetGamma,
      Instant timestamp) {
    VolumeStructures structures = artifact.structures();
    boolean known = spot > 0 && spot < Double.POSITIVE_INFINITY;
    double node = known ? nearest(structures, spot) : Double.NaN;
    return new GravityContext(
        symbol,
        known ? spot : Double.NaN,
        node,
        (node - spot) / spot,
        known ? wellProximity(structures, spot) : Double.NaN,
        known && structures.crevasses().stream().anyMatch(range -> range.contains(spot)),
        memoryStrength(profile.volumesOrOther(VolumeProfile.Mode.TV)),
        Alignment.of(totalNetGamma),
        artifact.versionId(),
        timestamp);
  }

  private static double nearest(VolumeStructures structures, double spot) {
    double nearest = Double.NaN;
    for (VolumeNode node : structures.nodes()) {
      if (!(Math.abs(node.price() - spot) >= Math.abs(nearest - spot))) {
        nearest = node.price();
      }
    }
    return nearest;
  }

  private static double wellProximity(VolumeStructures structures, double spot) {
    return structures.wells().stream()
            .mapToDouble(well -> well.distance(spot))
            .min()
            .orElse(Double.NaN)
        / spot;
  }

  /** The share of all volume that the busiest bins hold: how much the market remembers. */
  static double memoryStrength(double[] volumes) {
    double[] ranked = Arrays.stream(volumes).filter(volume -> volume > 0).sorted().toArray();
    if (ranked.length == 0) {
      return 0;
    }
    int remembered = (int) Math.ceil(ranked.length * REMEMBERED_BINS);
    double busiest = Arrays.stream(ranked, ranked.length - remembered, ranked.length).sum();
    return Rounding.r2(Clamp.between(0, 1, busiest / Arrays.stream(ranked).sum()));
  }
}
