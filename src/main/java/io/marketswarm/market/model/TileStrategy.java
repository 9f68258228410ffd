package io.marketswarm.market.model;

import java.util.Locale;

/** The spreads a heatmap shows. */
public enum TileStrategy {
  SINGLE,
  VERTICAL,
  BUTTERFLY;

  private static final TileStrategy[] STRATEGIES = values();
  private final String id = name().toLowerCase(Locale.ROOT);

  /** The first part of a tile's key. */
  public String id() {
    return id;
  }

  /** The strategy with that id, or null. */
  public static TileStrategy named(String id) {
    for (TileStrategy strategy : STRATEGIES) {
      if (strategy.id.equals(id)) {
        return strategy;
      }
    }
    return null;
  }

  static TileStrategy at(int ordinal) {
    return STRATEGIES[ordinal];
  }
}
