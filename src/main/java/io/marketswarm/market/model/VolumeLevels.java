package io.marketswarm.market.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The classical levels of a volume profile, for alerts and internal analytics only: point of
 * control, value area, high and low volume prices.
 */
public record VolumeLevels(
    double poc, double vah, double val, List<Double> hvns, List<Double> lvns) {

  private static final double VALUE_AREA = 0.70;
  private static final double HIGH = 1.5;
  private static final double LOW = 0.5;

  /**
   * Levels of raw bins; null when nothing was traded.
   *
   * @param volumes one per bin of one point, of which the first lies at {@code minPrice}
   */
  public static VolumeLevels of(double[] volumes, int minPrice) {
    int[] traded = traded(volumes);
    if (traded.length == 0) {
      return null;
    }
    double total = Arrays.stream(traded).mapToDouble(bin -> volumes[bin]).sum();
    double mean = total / traded.length;
    int peak = 0;
    List<Double> high = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    for (int i = 0; i < traded.length; i++) {
      double volume = volumes[traded[i]];
      if (volume > volumes[traded[peak]]) {
        peak = i;
      }
      if (volume >= HIGH * mean) {
        high.add((double) minPrice + traded[i]);
      }
      if (volume <= LOW * mean) {
        low.add((double) minPrice + traded[i]);
      }
    }
    int bottom = peak;
    int top = peak;
    double held = volumes[traded[peak]];
    while (held < VALUE_AREA * total && (bottom > 0 || top < traded.length - 1)) {
      double below = bottom > 0 ? volumes[traded[bottom - 1]] : -1;
      double above = top < traded.length - 1 ? volumes[traded[top + 1]] : -1;
      if (above >= below) {
        top++;
        held += above;
      } else {
        bottom--;
        held += below;
      }
    }
    return new VolumeLevels(
        minPrice + traded[peak],
        minPrice + traded[top],
        minPrice + traded[bottom],
        List.copyOf(high),
        List.copyOf(low));
  }

  /** Levels of a profile's raw bins; null when nothing was traded. */
  public static VolumeLevels of(VolumeProfile profile) {
    return of(profile.volumesOrOther(VolumeProfile.Mode.RAW), profile.minPrice());
  }

  private static int[] traded(double[] volumes) {
    int[] traded = new int[volumes.length];
    int count = 0;
    for (int bin = 0; bin < volumes.length; bin++) {
      if (volumes[bin] > 0) {
        traded[count++] = bin;
      }
    }
    return Arrays.copyOf(traded, count);
  }
}
