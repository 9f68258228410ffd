package io.marketswarm.market.model;

import java.time.Instant;
import java.util.Arrays;

/**
 * A volume profile as charts draw it: bins scaled to a fixed maximum, and what stands out in them.
 *
 * @param bins 0 … {@link #SCALE}, of which the first lies at {@code min}
 * @param spot NaN when unknown
 * @param version milliseconds since the epoch, rises with every rebuild
 */
public record GravityArtifact(
    int min,
    int step,
    int[] bins,
    double maxVolume,
    VolumeStructures structures,
    double spot,
    long version,
    Instant lastUpdate) {

  public static final int SCALE = CompactStructures.SCALE;
  public static final String ALGORITHM = "tv_microbins_30";

  /** Builds the artifact with structures detected in the profile. */
  public static GravityArtifact of(VolumeProfile profile, double spot, long version) {
    return of(
        profile,
        CompactStructures.detect(
            profile.volumesOrOther(VolumeProfile.Mode.TV),
            profile.minPrice(),
            VolumeProfile.BIN_SIZE),
        spot,
        version);
  }

  /** Builds the artifact with structures from elsewhere, for example drawn by hand. */
  public static GravityArtifact of(
      VolumeProfile profile, VolumeStructures structures, double spot, long version) {
    double[] volumes = profile.volumesOrOther(VolumeProfile.Mode.TV);
    double max = Arrays.stream(volumes).max().orElse(0);
    int[] bins = new int[volumes.length];
    if (max > 0) {
      Arrays.setAll(bins, i -> (int) Math.round(volumes[i] / max * SCALE));
    }
    return new GravityArtifact(
        profile.minPrice(),
        VolumeProfile.BIN_SIZE,
        bins,
        max,
        structures,
        spot,
        version,
        profile.lastUpdated());
  }

  public int maxPrice() {
    return min + Math.max(0, bins.length - 1) * step;
  }

  public String versionId() {
    return "v" + version;
  }
}
