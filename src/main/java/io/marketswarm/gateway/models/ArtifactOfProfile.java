package io.marketswarm.gateway.models;

import io.marketswarm.market.model.CompactStructures;
import io.marketswarm.market.model.GravityArtifact;
import io.marketswarm.market.model.VolumeProfile;
import io.marketswarm.market.model.VolumeProfile.Mode;
import io.marketswarm.market.model.VolumeStructures;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Draws a stored volume profile when nobody has done so yet. */
public final class ArtifactOfProfile {
  private ArtifactOfProfile() {}

  /**
   * Over the range the profile was stored with, where that holds all of it; with the structures
   * stored in it, or else those that can be detected.
   *
   * @param json the profile as it is stored
   */
  public static GravityArtifact make(VolumeProfile profile, Buffer json) {
    return make(
        profile, json, profile.structures(), Math.max(1, profile.lastUpdated().toEpochMilli()));
  }

  /** As {@link #make(VolumeProfile, Buffer)}, with structures of somebody's choice. */
  public static GravityArtifact make(
      VolumeProfile profile, Buffer json, VolumeStructures structures, long version) {
    Mode mode = traded(profile, Mode.TV).findAny().isPresent() ? Mode.TV : Mode.RAW;
    int[] prices = traded(profile, mode).map(profile::price).toArray();
    TopFields stored = TopFields.of(json, "min_price", "max_price");
    int low = prices.length == 0 ? profile.minPrice() : prices[0];
    int high = prices.length == 0 ? low - 1 : prices[prices.length - 1];
    boolean holdsAll = stored.number("min_price") <= low && stored.number("max_price") >= high;
    int min = holdsAll ? (int) stored.number("min_price") : low;
    int max = holdsAll ? (int) stored.number("max_price") : high;
    double[] volumes = new double[max - min + 1];
    Arrays.setAll(volumes, i -> volume(profile, mode, min + i));
    double most = Arrays.stream(volumes).max().orElse(0);
    int[] bins = new int[volumes.length];
    if (most > 0) {
      Arrays.setAll(bins, i -> (int) Math.round(volumes[i] / most * GravityArtifact.SCALE));
    }
    boolean drawn = !structures.nodes().isEmpty() || !structures.wells().isEmpty();
    return new GravityArtifact(
        min,
        VolumeProfile.BIN_SIZE,
        bins,
        most,
        drawn ? structures : CompactStructures.detect(volumes, min, VolumeProfile.BIN_SIZE),
        Double.NaN,
        version,
        profile.lastUpdated());
  }

  private static IntStream traded(VolumeProfile profile, Mode mode) {
    return IntStream.range(0, profile.bins()).filter(bin -> profile.volume(mode, bin) > 0);
  }

  private static double volume(VolumeProfile profile, Mode mode, int price) {
    int bin = price - profile.minPrice();
    return bin >= 0 && bin < profile.bins() ? profile.volume(mode, bin) : 0;
  }
}
