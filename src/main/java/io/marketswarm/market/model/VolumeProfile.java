package io.marketswarm.market.model;

import java.time.Instant;
import java.util.Arrays;

/**
 * Traded volume per index point over a dense range of prices, in two modes. Immutable.
 *
 * <p>The arrays given to the constructor become the profile's own.
 */
public final class VolumeProfile {
  /** Points per bin. */
  public static final int BIN_SIZE = 1;

  private final String symbol;
  private final String syntheticSymbol;
  private final double multiplier;
  private final int minPrice;
  private final double[] raw;
  private final double[] tv;
  private final Instant lastUpdated;
  private final VolumeStructures structures;

  /** How a bar's volume was laid on the prices. */
  public enum Mode {
    /** All of it at the close. */
    RAW,
    /** Evenly over the bar's range. */
    TV;

    /** Everything but {@code tv} means raw. */
    public static Mode of(String query) {
      return "tv".equals(query) ? TV : RAW;
    }

    public String id() {
      return this == TV ? "tv" : "raw";
    }
  }

  VolumeProfile(
      String symbol,
      String syntheticSymbol,
      double multiplier,
      int minPrice,
      double[] raw,
      double[] tv,
      Instant lastUpdated,
      VolumeStructures structures) {
    if (raw.length != tv.length) {
      throw new IllegalArgumentException(
          "raw and tv must have one length, not %d and %d".formatted(raw.length, tv.length));
    }
    this.symbol = symbol;
    this.syntheticSymbol = syntheticSymbol;
    this.multiplier = multiplier;
    this.minPrice = minPrice;
    this.raw = raw;
    this.tv = tv;
    this.lastUpdated = lastUpdated;
    this.structures = structures;
  }

  public VolumeProfile with(VolumeStructures newStructures) {
    return new VolumeProfile(
        symbol, syntheticSymbol, multiplier, minPrice, raw, tv, lastUpdated, newStructures);
  }

  public String symbol() {
    return symbol;
  }

  public String syntheticSymbol() {
    return syntheticSymbol;
  }

  public double multiplier() {
    return multiplier;
  }

  public int minPrice() {
    return minPrice;
  }

  public int maxPrice() {
    return minPrice + Math.max(0, raw.length - 1) * BIN_SIZE;
  }

  public int bins() {
    return raw.length;
  }

  public boolean isEmpty() {
    return raw.length == 0;
  }

  public int price(int bin) {
    return minPrice + bin * BIN_SIZE;
  }

  public double volume(Mode mode, int bin) {
    return volumes(mode)[bin];
  }

  /** All volume of a mode. */
  public double total(Mode mode) {
    return Arrays.stream(volumes(mode)).sum();
  }

  public Instant lastUpdated() {
    return lastUpdated;
  }

  public VolumeStructures structures() {
    return structures;
  }

  /** The volumes of a mode, or of the other one where a mode has none at all. */
  double[] volumesOrOther(Mode mode) {
    double[] own = volumes(mode);
    boolean empty = Arrays.stream(own).noneMatch(volume -> volume > 0);
    return empty ? volumes(mode == Mode.TV ? Mode.RAW : Mode.TV) : own;
  }

  private double[] volumes(Mode mode) {
    return mode == Mode.TV ? tv : raw;
  }
}
