package io.marketswarm.market.model;

import java.util.Arrays;

/** Volume per index point, growing in both directions as points come up. */
final class PointVolumes {
  private static final int HIGHEST_POINT = 1_000_000;
  private static final int SLACK = 256;

  private double[] volumes = {};
  private int origin;

  static boolean isPoint(double point) {
    return point >= 0 && point <= HIGHEST_POINT;
  }

  void add(int point, double volume) {
    cover(point);
    volumes[point - origin] += volume;
  }

  double at(int point) {
    int index = point - origin;
    return index >= 0 && index < volumes.length ? volumes[index] : 0;
  }

  private void cover(int point) {
    if (volumes.length == 0) {
      origin = Math.max(0, point - SLACK);
      volumes = new double[2 * SLACK];
    } else if (point < origin) {
      int newOrigin = Math.max(0, point - SLACK);
      double[] wider = new double[volumes.length + origin - newOrigin];
      System.arraycopy(volumes, 0, wider, origin - newOrigin, volumes.length);
      volumes = wider;
      origin = newOrigin;
    } else if (point - origin >= volumes.length) {
      volumes = Arrays.copyOf(volumes, point - origin + SLACK);
    }
  }

  /** The lowest point with volume, -1 when there is none. */
  int lowest() {
    for (int i = 0; i < volumes.length; i++) {
      if (volumes[i] > 0) {
        return origin + i;
      }
    }
    return -1;
  }

  /** The highest point with volume, -1 when there is none. */
  int highest() {
    for (int i = volumes.length - 1; i >= 0; i--) {
      if (volumes[i] > 0) {
        return origin + i;
      }
    }
    return -1;
  }

  double[] between(int low, int high) {
    double[] copy = new double[high - low + 1];
    Arrays.setAll(copy, i -> at(low + i));
    return copy;
  }
}
