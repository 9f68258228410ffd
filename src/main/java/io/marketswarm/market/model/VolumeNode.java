package io.marketswarm.market.model;

/**
 * A price at which volume concentrates.
 *
 * @param color how it is drawn, null when nobody has chosen
 * @param weight line weight, used together with the color
 */
public record VolumeNode(double price, String color, double weight) {
  public static final String DEFAULT_COLOR = "#ffff00";
  public static final double DEFAULT_WEIGHT = 1.5;

  public VolumeNode {
    if (!Double.isFinite(price)) {
      throw new IllegalArgumentException("a node's price must be a number, not " + price);
    }
    if (!Double.isFinite(weight)) {
      throw new IllegalArgumentException("a node's weight must be a number, not " + weight);
    }
  }

  /** A detected node, without a style of its own. */
  public static VolumeNode at(double price) {
    return new VolumeNode(price, null, DEFAULT_WEIGHT);
  }

  public boolean isStyled() {
    return color != null;
  }

  VolumeNode styled() {
    return isStyled() ? this : new VolumeNode(price, DEFAULT_COLOR, weight);
  }
}
