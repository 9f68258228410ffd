package io.marketswarm.market.model;

import java.time.Instant;

/**
 * Builds a volume profile on whole index points from minute bars, other profiles and live buckets.
 * The raw profile puts a bar's volume at its close; the tv profile spreads it over the bar's range.
 */
public final class ProfileBuilder {
  private static final int MICROBINS = 30;

  /** The range reaches this far beyond the data and ends on a multiple of the alignment. */
  private static final double MARGIN = 0.05;

  private static final int ALIGNMENT = 100;

  private final String symbol;
  private final String syntheticSymbol;
  private final double multiplier;
  private final PointVolumes raw = new PointVolumes();
  private final PointVolumes tv = new PointVolumes();

  /**
   * @param symbol the instrument traded, for example {@code SPY}
   * @param syntheticSymbol the index it stands for, for example {@code SPX}
   * @param multiplier index points per point of the instrument
   */
  public ProfileBuilder(String symbol, String syntheticSymbol, double multiplier) {
    if (!(multiplier > 0 && multiplier < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("multiplier must be positive, not " + multiplier);
    }
    this.symbol = symbol;
    this.syntheticSymbol = syntheticSymbol;
    this.multiplier = multiplier;
  }

  /** Adds a minute bar in the instrument's prices; says whether it was usable. */
  public boolean bar(double low, double high, double close, double volume) {
    return bar(low, high, close, volume, multiplier);
  }

  /** Adds a bar of another instrument of the same index, or of a day with another ratio. */
  public boolean bar(double low, double high, double close, double volume, double ratio) {
    boolean usable =
        low > 0
            && high >= low
            && PointVolumes.isPoint(high * ratio)
            && close > 0
            && PointVolumes.isPoint(close * ratio)
            && volume > 0
            && volume < Double.POSITIVE_INFINITY;
    if (!usable) {
      return false;
    }
    raw.add(point(close * ratio), volume);
    if (high > low) {
      for (int i = 0; i < MICROBINS; i++) {
        tv.add(point((low + i * (high - low) / MICROBINS) * ratio), volume / MICROBINS);
      }
    } else {
      tv.add(point(close * ratio), volume);
    }
    return true;
  }

  public ProfileBuilder merge(VolumeProfile profile) {
    for (int i = 0; i < profile.bins(); i++) {
      add(raw, profile.price(i), profile.volume(VolumeProfile.Mode.RAW, i));
      add(tv, profile.price(i), profile.volume(VolumeProfile.Mode.TV, i));
    }
    return this;
  }

  /** Adds volume counted live since the bars ended. */
  public ProfileBuilder live(int bucket, double volume) {
    add(raw, VolumeBuckets.point(bucket), volume);
    add(tv, VolumeBuckets.point(bucket), volume);
    return this;
  }

  /** Adds volume already binned to a point of one mode, as a stored profile has it. */
  public ProfileBuilder point(VolumeProfile.Mode mode, int point, double volume) {
    add(mode == VolumeProfile.Mode.RAW ? raw : tv, point, volume);
    return this;
  }

  private static void add(PointVolumes volumes, int point, double volume) {
    if (volume > 0 && volume < Double.POSITIVE_INFINITY && PointVolumes.isPoint(point)) {
      volumes.add(point, volume);
    }
  }

  private static int point(double price) {
    return (int) Math.rint(price);
  }

  /** The profile over the data's range with its margin; empty without data. */
  public VolumeProfile build(Instant lastUpdated) {
    int highest = Math.max(raw.highest(), tv.highest());
    if (highest < 0) {
      return new VolumeProfile(
          symbol,
          syntheticSymbol,
          multiplier,
          0,
          new double[0],
          new double[0],
          lastUpdated,
          VolumeStructures.NONE);
    }
    int lowest = lowest();
    int low = (int) Math.floor(lowest * (1 - MARGIN) / ALIGNMENT) * ALIGNMENT;
    int high = (int) Math.ceil(highest * (1 + MARGIN) / ALIGNMENT) * ALIGNMENT;
    return new VolumeProfile(
        symbol,
        syntheticSymbol,
        multiplier,
        low,
        raw.between(low, high),
        tv.between(low, high),
        lastUpdated,
        VolumeStructures.NONE);
  }

  private int lowest() {
    if (raw.highest() < 0 || tv.highest() < 0) {
      return Math.max(raw.lowest(), tv.lowest());
    }
    return Math.min(raw.lowest(), tv.lowest());
  }
}
