package io.marketswarm.market.model;

import java.util.Arrays;

/**
 * The part of a volume profile a chart asks for: levels with volume, highest price first.
 *
 * @param prices parallel to the volumes
 */
public record ProfileView(
    int[] prices, double[] volumes, VolumeProfile.Mode mode, VolumeStructures structures) {

  /**
   * @param min lowest price wanted, NaN for no bound
   * @param max highest price wanted, NaN for no bound
   */
  public static ProfileView of(
      VolumeProfile profile, VolumeProfile.Mode mode, double min, double max) {
    double[] all = profile.volumesOrOther(mode);
    int[] prices = new int[all.length];
    double[] volumes = new double[all.length];
    int count = 0;
    for (int bin = all.length - 1; bin >= 0; bin--) {
      int price = profile.price(bin);
      if (all[bin] > 0 && !(price < min) && !(price > max)) {
        prices[count] = price;
        volumes[count++] = all[bin];
      }
    }
    return new ProfileView(
        Arrays.copyOf(prices, count), Arrays.copyOf(volumes, count), mode, profile.structures());
  }

  public int count() {
    return prices.length;
  }

  public double maxVolume() {
    return Arrays.stream(volumes).max().orElse(0);
  }
}
