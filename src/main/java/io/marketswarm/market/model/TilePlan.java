package io.marketswarm.market.model;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which tiles a symbol gets and how exactly they follow the market.
 *
 * @param widths distances between strikes in points; kept ascending and distinct
 * @param dtes days to expiry that get tiles
 * @param epsilon largest move in points that is not worth telling clients; 0 tells every move of a
 *     published decimal
 */
public record TilePlan(String symbol, List<Integer> widths, Set<Integer> dtes, double epsilon) {
  /** Moves up to half a cent stay untold by default. */
  public static final double DEFAULT_EPSILON = 0.005;

  private static final double LARGEST_EPSILON = 1000;

  public TilePlan {
    Objects.requireNonNull(symbol, "symbol");
    widths = widths.stream().sorted().distinct().toList();
    dtes = Set.copyOf(dtes);
    if (!widths.isEmpty() && widths.get(0) <= 0) {
      throw new IllegalArgumentException("width " + widths.get(0) + " is not positive");
    }
    if (!(epsilon >= 0 && epsilon <= LARGEST_EPSILON)) {
      throw new IllegalArgumentException(
          "epsilon " + epsilon + " is not between 0 and " + LARGEST_EPSILON);
    }
  }

  /** Tiles per strike: a single, then a vertical and a butterfly for each width. */
  int tilesPerStrike() {
    return 1 + 2 * widths.size();
  }

  /** What kind the tile at this place of a strike is. */
  TileStrategy strategy(int offset) {
    return offset == 0 ? TileStrategy.SINGLE : TileStrategy.at(2 - offset % 2);
  }

  /** The width in points of the tile at this place of a strike, 0 for singles. */
  int width(int offset) {
    return offset == 0 ? 0 : widths.get((offset - 1) / 2);
  }

  /** The place of a tile at its strike; singles have no width, pass 0. */
  int offset(TileStrategy strategy, int widthIndex) {
    return strategy == TileStrategy.SINGLE ? 0 : 2 * widthIndex + strategy.ordinal();
  }
}
