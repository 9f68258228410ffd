package io.marketswarm.market.model;

/** A range of prices, both ends inclusive. */
public record PriceRange(double start, double end) {

  public PriceRange {
    if (!(start <= end) || Double.isInfinite(start) || Double.isInfinite(end)) {
      throw new IllegalArgumentException(
          "a range must run upwards between numbers, not from %s to %s".formatted(start, end));
    }
  }

  public boolean contains(double price) {
    return start <= price && price <= end;
  }

  /** How far a price is from the range, zero inside. */
  public double distance(double price) {
    return Math.max(0, Math.max(start - price, price - end));
  }
}
